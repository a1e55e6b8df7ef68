package npusim.schedule.lowering;

import java.util.LinkedHashMap;
import java.util.Map;
import npusim.schedule.operation.NpuOperation;

/** Operators of the network that turn out while it is lowered to have no unit, by the name of an output, and why. */
final class Refusals {
    private final Map<String, String> reasons = new LinkedHashMap<>();

    /** Refuses the operator that {@code operation} was made of; the first reason stays. */
    void add(NpuOperation operation, String reason) {
        reasons.putIfAbsent(operation.sources().getFirst(), reason);
    }

    boolean isEmpty() {
        return reasons.isEmpty();
    }

    /** Reasons by output of the operator. */
    Map<String, String> reasons() {
        return reasons;
    }
}
