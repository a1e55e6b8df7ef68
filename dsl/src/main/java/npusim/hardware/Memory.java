package npusim.hardware;

import npusim.dsl.quantity.Ratio;
import org.jspecify.annotations.Nullable;

/**
 * A memory behind an AXI side.
 *
 * @param name {@code Sram}, {@code Dram}, {@code OffChipFlash} …
 * @param kind technology, the word of its row in the energy table
 * @param clockScale share of the core clock at which a port moves a beat
 * @param ports AXI ports that reach it
 * @param burstBytes longest burst
 * @param readLatencyCycles core cycles
 * @param writeLatencyCycles core cycles
 * @param maxReads outstanding reads, 0 when not given
 * @param maxWrites outstanding writes, 0 when not given
 * @param capacityBytes size, {@link Long#MAX_VALUE} when not given
 * @param backing memory behind this one when it is a cache, otherwise null
 * @param lineBytes cache line, 0 otherwise
 * @param ways cache associativity, 0 otherwise
 */
public record Memory(
        String name,
        String kind,
        Ratio clockScale,
        int ports,
        int burstBytes,
        int readLatencyCycles,
        int writeLatencyCycles,
        int maxReads,
        int maxWrites,
        long capacityBytes,
        @Nullable String backing,
        int lineBytes,
        int ways) {

    /** Bytes per core cycle over all its ports for a beat of {@code beatBytes}. */
    public Ratio bytesPerCycle(int beatBytes) {
        return clockScale.times(Ratio.of((long) ports * beatBytes));
    }
}
