package npusim.hardware;

/**
 * Fields of a timing adapter in front of a memory; 0 in an outstanding or word cap means no cap,
 * and the register keeps only its low {@link #outstandingBits} bits.
 *
 * @param maxReads pending reads
 * @param maxWrites pending writes
 * @param maxReadsWrites pending reads and writes together
 * @param readLatencyCycles read address accepted to first data
 * @param writeLatencyCycles last write data to response
 * @param pulseOnCycles addresses pass
 * @param pulseOffCycles addresses are held
 * @param bandwidthCapBeats most beats in a window of on and off
 * @param outstandingBits width of the outstanding fields
 * @param scope what the cap covers
 */
public record TimingAdapter(
        int maxReads,
        int maxWrites,
        int maxReadsWrites,
        int readLatencyCycles,
        int writeLatencyCycles,
        int pulseOnCycles,
        int pulseOffCycles,
        int bandwidthCapBeats,
        int outstandingBits,
        AdapterScope scope) {
    private static final int WINDOW_BEATS = 64;
    private static final int ALL_BITS = 30;

    /**
     * {@code memory} as its system describes it, behind {@code masterPorts} ports of a master: latencies, outstanding
     * transactions of each port, and beats at the memory's share of the core clock, in windows of {@value #WINDOW_BEATS} beats.
     */
    public static TimingAdapter described(Memory memory, int masterPorts) {
        double beatsPerCycleAndPort = memory.clockScale().doubleValue() * memory.ports() / masterPorts;
        boolean slower = beatsPerCycleAndPort < 1;
        return new TimingAdapter(
                memory.maxReads(),
                memory.maxWrites(),
                0,
                memory.readLatencyCycles(),
                memory.writeLatencyCycles(),
                slower ? (int) Math.round(WINDOW_BEATS / beatsPerCycleAndPort) : 1,
                0,
                slower ? WINDOW_BEATS : 0,
                ALL_BITS,
                AdapterScope.PER_PORT);
    }

    /** The same adapter with another word cap. */
    public TimingAdapter withBandwidthCapBeats(int beats) {
        return new TimingAdapter(
                maxReads,
                maxWrites,
                maxReadsWrites,
                readLatencyCycles,
                writeLatencyCycles,
                pulseOnCycles,
                pulseOffCycles,
                beats,
                outstandingBits,
                scope);
    }
}
