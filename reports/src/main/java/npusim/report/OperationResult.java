package npusim.report;

import npusim.trace.CycleCategory;
import npusim.trace.run.OperationRecord;

/**
 * One scheduled operation with everything counted for its kernels and DMA transfers.
 *
 * @param operation what it is
 * @param counters what was counted
 */
public record OperationResult(OperationRecord operation, Counters counters) {
    /** Running number in the schedule; −1 for the cycles that belong to no operation. */
    public int index() {
        return operation.index();
    }

    /** Cycles of the run's critical path that it accounts for. */
    public long activeCycles() {
        return counters.activeCycles();
    }

    /** The category with most of its cycles. */
    public CycleCategory bound() {
        return counters.largestCategory();
    }

    /** Outermost group of the network it belongs to, {@code other} if it has none. */
    public String block() {
        return operation.group().isEmpty() ? "other" : operation.group().getFirst();
    }
}
