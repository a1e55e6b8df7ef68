package npusim.simulation;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.primitive.ImmutableObjectLongMap;

/**
 * Outcome of one timed run.
 *
 * @param activeCycles cycles from the first to the last in which the NPU was busy (NPU_ACTIVE)
 * @param idleCycles cycles in which it waited for the host
 * @param beats data beats of all ports together
 * @param account {@code activeCycles} by category
 * @param events totals by the name of the event in the PMU catalogue
 * @param operations one entry per kernel and DMA command, in issue order
 */
public record SimulationResult(
        long activeCycles,
        long idleCycles,
        Beats beats,
        CycleAccount account,
        ImmutableObjectLongMap<String> events,
        ImmutableList<OperationTiming> operations) {
    /** Active and idle cycles together. */
    public long totalCycles() {
        return activeCycles + idleCycles;
    }

    /** What was counted in all. */
    public RunTotals totals() {
        return new RunTotals(activeCycles, idleCycles, beats, events);
    }
}
