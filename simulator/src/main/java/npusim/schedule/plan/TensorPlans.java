package npusim.schedule.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import npusim.schedule.operation.NpuTensor;

/** Plans of all tensors, by tensor. */
public final class TensorPlans {
    private final Map<NpuTensor, PlannedTensor> plans = new IdentityHashMap<>();
    private final List<PlannedTensor> ordered = new ArrayList<>();
    private final MemoryArea featureMaps;

    TensorPlans(MemoryArea featureMaps) {
        this.featureMaps = featureMaps;
    }

    /** The plan of {@code tensor}, made on first request. */
    public PlannedTensor of(NpuTensor tensor) {
        PlannedTensor plan = plans.get(tensor);
        if (plan == null) {
            plan = new PlannedTensor(tensor, tensor.isConstant() ? MemoryArea.CONSTANTS : featureMaps);
            plans.put(tensor, plan);
            ordered.add(plan);
        }
        return plan;
    }

    /** All plans in order of first use. */
    Collection<PlannedTensor> all() {
        return ordered;
    }
}
