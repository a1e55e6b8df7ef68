package npusim.study;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON document behind the page of a study. Field names are the contract with the page's scripts.
 *
 * @param points number of points known
 * @param feasible how many of them are feasible
 * @param dimensions what is varied
 * @param metrics what a point is shown by; objectives first
 * @param rows points that the page shows: number, choice by dimension, metrics; all on the front, and evenly spread ones
 * @param front indices into {@code rows} of the points that none beats in every objective
 * @param infeasible reasons with the number of points, most frequent first
 * @param method how the effects were found: {@code morris} or {@code means}
 * @param effects sensitivities
 * @param scaling of each objective by value of each property
 * @param designs the best points, and those that were replayed, as descriptions
 */
record StudyReportData(
        String study,
        String documentation,
        String strategy,
        List<String> workloads,
        long points,
        long feasible,
        List<StudyPlan.Dimension> dimensions,
        List<Metric> metrics,
        List<double[]> rows,
        List<Integer> front,
        List<StudyReport.Reason> infeasible,
        String method,
        List<Sensitivity.Effect> effects,
        List<Scaling> scaling,
        List<BestDesign> designs) {
    /** A column. */
    record Metric(String column, String label, boolean objective, boolean maximize) {}

    /** An objective by value of a property: {least, mean, most} of the feasible points, null without any. */
    record Scaling(String path, String objective, List<double @Nullable []> byValue) {}

    /**
     * A point to go on with.
     *
     * @param point its number
     * @param text its description
     * @param file where that is, beside the page
     * @param runs its full runs, one for each workload
     */
    record BestDesign(long point, String text, String file, List<FullRun> runs) {
        public BestDesign {
            runs = List.copyOf(runs);
        }
    }

    /**
     * A workload on a point's design.
     *
     * @param workload its name
     * @param command what replays it
     * @param page of the run, beside this page, or null if it was not replayed
     */
    record FullRun(
            String workload, String command, @Nullable String page) {}
}
