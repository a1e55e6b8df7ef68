package npusim.simulation;

import org.jspecify.annotations.Nullable;

/**
 * What a run records besides its totals and the samples of each command. One object is for one run.
 *
 * @param intervals counts by interval; absent to leave them out
 * @param blocks whether each OFM block of a kernel gets samples of its own
 */
public record Sampling(@Nullable IntervalSampling intervals, boolean blocks) {
    /** Nothing besides. */
    public static final Sampling COMMANDS = new Sampling(null, false);

    /** Length of an interval in cycles, final when the run is; 0 without intervals. */
    public long intervalCycles() {
        return intervals == null ? 0 : intervals.length();
    }
}
