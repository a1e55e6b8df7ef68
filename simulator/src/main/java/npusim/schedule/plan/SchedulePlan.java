package npusim.schedule.plan;

import java.util.List;
import java.util.Map;
import npusim.schedule.operation.NpuTensor;

/**
 * Where everything is and how every operation runs.
 *
 * @param operations operations in execution order
 * @param costs how each runs, by index
 * @param cascades cascades by the index of their last operation
 * @param tensors plans of tensors
 * @param weightAddresses address of the encoded weights and scales of each operation that has any, by index
 * @param ranges what lives where and when
 * @param constantBytes bytes of constants
 * @param arenaBytes bytes of the arena
 * @param cacheBytes bytes of the staging memory
 * @param leftFreeBytes bytes of it that were left free since no addresses were found for more
 */
public record SchedulePlan(
        List<PlannedOperation> operations,
        List<OperationCost> costs,
        Map<Integer, Cascade> cascades,
        TensorPlans tensors,
        Map<Integer, Long> weightAddresses,
        List<PlacedRange> ranges,
        long constantBytes,
        long arenaBytes,
        long cacheBytes,
        long leftFreeBytes) {

    /** How {@code operation} runs. */
    public OperationCost cost(PlannedOperation operation) {
        return costs.get(operation.index());
    }

    /** Plan of {@code tensor}. */
    public PlannedTensor plan(NpuTensor tensor) {
        return tensors.of(tensor);
    }
}
