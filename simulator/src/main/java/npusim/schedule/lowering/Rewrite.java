package npusim.schedule.lowering;

import npusim.schedule.operation.Network;
import npusim.schedule.operation.NpuOperation;

/** One rewrite rule, applied to one operation at a time. */
@FunctionalInterface
interface Rewrite {
    /**
     * Rewrites {@code operation} if the rule applies.
     *
     * @return the operation that stands in its place, or the operation itself when nothing changed
     */
    NpuOperation apply(Network network, NpuOperation operation);
}
