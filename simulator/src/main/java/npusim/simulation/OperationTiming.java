package npusim.simulation;

import npusim.trace.CycleCategory;

/**
 * What one command did and what it cost.
 *
 * @param index position in the command stream
 * @param name output tensor or DMA label
 * @param kind unit used, {@code DMA} for a copy
 * @param sourceOperator operator of the network
 * @param operation index of the scheduled operation
 * @param startCycle cycle at which it was issued to its unit
 * @param endCycle cycle at which its last result was accepted by memory
 * @param criticalCycles share of NPU ACTIVE charged to it; the shares of a run and what is charged to none, such as the start
 *     of each stream, add up to ACTIVE
 * @param macs multiply-accumulates
 * @param arrayCycles cycles in which the MAC array worked on it
 * @param outputCycles cycles in which the output unit worked on it
 * @param beats beats moved
 * @param account the critical cycles by category; adds up to {@code criticalCycles}
 */
public record OperationTiming(
        int index,
        String name,
        String kind,
        String sourceOperator,
        int operation,
        long startCycle,
        long endCycle,
        long criticalCycles,
        long macs,
        long arrayCycles,
        long outputCycles,
        Beats beats,
        CycleAccount account) {

    /** The category with most critical cycles. */
    public CycleCategory bound() {
        return account.largest();
    }
}
