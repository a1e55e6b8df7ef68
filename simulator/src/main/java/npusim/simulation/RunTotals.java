package npusim.simulation;

import org.eclipse.collections.api.map.primitive.ImmutableObjectLongMap;

/**
 * What a timed run counted in all.
 *
 * @param activeCycles cycles from the first to the last in which the NPU was busy (NPU_ACTIVE)
 * @param idleCycles cycles in which it waited for the host
 * @param beats data beats of all ports together
 * @param events totals by the name of the event in the PMU catalogue
 */
public record RunTotals(long activeCycles, long idleCycles, Beats beats, ImmutableObjectLongMap<String> events) {
    /** Active and idle cycles together. */
    public long totalCycles() {
        return activeCycles + idleCycles;
    }
}
