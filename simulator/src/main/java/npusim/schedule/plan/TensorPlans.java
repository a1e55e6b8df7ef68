package npusim.schedule.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import npusim.schedule.operation.NpuTensor;
import org.jspecify.annotations.Nullable;

/** Plans of all tensors of a network. */
public final class TensorPlans {
    /** By the number of the tensor. */
    private @Nullable PlannedTensor[] plans = new PlannedTensor[1 << 10];

    private final List<PlannedTensor> ordered = new ArrayList<>();
    private final MemoryArea featureMaps;

    TensorPlans(MemoryArea featureMaps) {
        this.featureMaps = featureMaps;
    }

    /** The plan of {@code tensor}, made on first request. */
    public PlannedTensor of(NpuTensor tensor) {
        int id = tensor.id();
        if (id >= plans.length) {
            plans = Arrays.copyOf(plans, Math.max(id + 1, 2 * plans.length));
        }
        PlannedTensor plan = plans[id];
        if (plan == null) {
            plan = new PlannedTensor(tensor, tensor.isConstant() ? MemoryArea.CONSTANTS : featureMaps);
            plans[id] = plan;
            ordered.add(plan);
        }
        return plan;
    }

    /** Above the numbers of all tensors with a plan. */
    int end() {
        return plans.length;
    }

    /** All plans in order of first use. */
    Collection<PlannedTensor> all() {
        return ordered;
    }
}
