package npusim.simulation;

import org.jspecify.annotations.Nullable;

/**
 * Timing of one side of the NPU, all in cycles unless said otherwise.
 *
 * @param ports AXI ports
 * @param beatBytes bytes of a data beat, a power of two
 * @param maxReads read transactions of each channel that may be pending
 * @param portReads those of them that one port lets be pending, which is all that the IFM channel has
 * @param maxWrites write transactions that may be pending
 * @param readLatency address to first data, path and adapter together
 * @param writeLatency last data to response, path and adapter together
 * @param readPath part of {@code readLatency} that lies between the adapter and the read buffers
 * @param pulseOn cycles during which addresses pass
 * @param pulseOff cycles during which they are held
 * @param wordsPerWindow beats that may be asked for in one pulse, all ports together; 0 without a cap
 * @param windowPhase position in the pulse at which the run starts
 * @param burstBytes longest burst
 * @param cache cache in front of the memory, or null
 */
record SideParameters(
        int ports,
        int beatBytes,
        int maxReads,
        int portReads,
        int maxWrites,
        int readLatency,
        int writeLatency,
        int readPath,
        long pulseOn,
        long pulseOff,
        long wordsPerWindow,
        long windowPhase,
        int burstBytes,
        @Nullable CacheParameters cache) {

    /** Beats of the longest burst. */
    int burstBeats() {
        return burstBytes / beatBytes;
    }
}
