package npusim.schedule.plan;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Says which operations need a live range that has its place. */
final class PlaceRanges {
    /** Time of each operation, never falling. */
    private final int[] times;

    private final Map<WeightBuffer, PlannedOperation> buffers = new IdentityHashMap<>();

    PlaceRanges(List<PlannedOperation> operations, Candidate candidate) {
        times = new int[operations.size()];
        for (PlannedOperation operation : operations) {
            OperationCost cost = candidate.cost(operation);
            times[operation.index()] = cost.time();
            if (cost.buffer() != null) {
                buffers.putIfAbsent(cost.buffer(), operation);
            }
        }
    }

    PlacedRange of(LiveRange range, MemoryArea area) {
        // A buffer that is filled ahead is in use from the time between two operations on.
        int first = Math.min(before(range.start() - 1), times.length - 1);
        int last = Math.max(before(range.end()) - 1, 0);
        boolean rolls = range.tensors().stream().anyMatch(PlannedTensor::rolls);
        return new PlacedRange(name(range), area, range.address(), range.bytes(), rolls, first, Math.max(first, last));
    }

    /** Operations before {@code time}. */
    private int before(int time) {
        int from = 0;
        int to = times.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (times[middle] < time) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private String name(LiveRange range) {
        if (!range.tensors().isEmpty()) {
            return range.tensors().getFirst().tensor().name();
        }
        PlannedOperation user = range.weightBuffer() == null ? null : buffers.get(range.weightBuffer());
        return user == null
                ? ""
                : "weights of " + user.operation().ofm().tensor().name();
    }
}
