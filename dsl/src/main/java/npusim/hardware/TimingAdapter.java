package npusim.hardware;

/**
 * Fields of a timing adapter in front of a memory (ethos-u.md §6.1); 0 in an outstanding or word cap means no cap,
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
        AdapterScope scope) {}
