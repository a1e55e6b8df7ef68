package npusim.schedule.plan;

import java.util.List;

/**
 * A live range with its place; leaders are counted in execution order.
 *
 * @param name what lives
 * @param area where
 * @param address byte within the area
 * @param bytes size
 * @param rolls whether it is a rolling buffer: rows behind its end are at its start
 * @param firstLeader first operation that needs it
 * @param lastLeader last operation that needs it, inclusive
 */
public record PlacedRange(
        String name, MemoryArea area, long address, long bytes, boolean rolls, int firstLeader, int lastLeader) {

    static PlacedRange of(LiveRange range, MemoryArea area, List<PlannedOperation> operations, Candidate candidate) {
        int first = operations.size() - 1;
        int last = 0;
        String name = "";
        for (PlannedOperation operation : operations) {
            OperationCost cost = candidate.cost(operation);
            // A buffer that is filled ahead is in use from the time between two operations on.
            if (cost.time() + 1 >= range.start()) {
                first = Math.min(first, operation.index());
            }
            if (cost.time() < range.end()) {
                last = Math.max(last, operation.index());
            }
            if (name.isEmpty() && cost.buffer() != null && cost.buffer() == range.weightBuffer()) {
                name = "weights of " + operation.operation().ofm().tensor().name();
            }
        }
        if (!range.tensors().isEmpty()) {
            name = range.tensors().getFirst().tensor().name();
        }
        boolean rolls = range.tensors().stream().anyMatch(PlannedTensor::rolls);
        return new PlacedRange(name, area, range.address(), range.bytes(), rolls, first, Math.max(first, last));
    }
}
