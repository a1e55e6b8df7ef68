package npusim.hardware;

import org.eclipse.collections.api.map.ImmutableMap;

/** On-chip working buffers of the accelerator. */
public sealed interface Buffers {

    /** Bytes of the table memory. */
    int lutBytes();

    /** Bytes of one table slot. */
    int lutSlotBytes();

    /**
     * One RAM in banks that IFM, accumulators, output and tables share.
     *
     * @param banks banks per core
     * @param bankBytes bytes of a bank
     * @param outputBanks banks at the bottom that hold output
     * @param reservedBanks banks at the top that are never allocated
     * @param lutBanks banks a table takes when one is used
     * @param granules allocation granule in banks by use: {@code ifm8, ifm16, ifm8_elementwise, ifm16_elementwise, ifm32,
     *     acc16, acc32, acc40}
     * @param lutBytes bytes of the table memory
     * @param lutSlotBytes bytes of one table slot
     */
    record SharedRam(
            int banks,
            int bankBytes,
            int outputBanks,
            int reservedBanks,
            int lutBanks,
            ImmutableMap<String, Integer> granules,
            int lutBytes,
            int lutSlotBytes)
            implements Buffers {}

    /**
     * A RAM of its own for each use.
     *
     * @param ifmBytes IFM buffer
     * @param accumulatorBytes accumulator buffer
     * @param outputBytes output buffer
     * @param chainingBytes chaining buffer, 0 when the part cannot chain
     * @param chainingSlots slots of the chaining buffer
     * @param chainingBrickElements depth of a brick in the chaining buffer
     * @param accumulatorDepthGranule OFM depth granule of accumulators in elements
     * @param wideAccumulatorBytes bytes one accumulator wider than 32 bits occupies
     * @param lutBytes bytes of the table memory
     * @param lutSlotBytes bytes of one table slot
     */
    record DedicatedRams(
            int ifmBytes,
            int accumulatorBytes,
            int outputBytes,
            int chainingBytes,
            int chainingSlots,
            int chainingBrickElements,
            int accumulatorDepthGranule,
            int wideAccumulatorBytes,
            int lutBytes,
            int lutSlotBytes)
            implements Buffers {}
}
