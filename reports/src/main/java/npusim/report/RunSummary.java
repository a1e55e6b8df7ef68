package npusim.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as one JSON document: what the text says, for programs.
 *
 * @param workload name of the network
 * @param accelerator name of the accelerator
 * @param directory run directory
 * @param complete whether the run came to its end
 * @param counters lines of the PMU block
 * @param metrics headline figures
 * @param cyclesByReason active cycles by accounting category
 * @param partition segments by side and what the sides' cycles were spent on
 * @param energy energy and area by part, absent without a table
 * @param operations the operations, most expensive first
 * @param outputs outputs of the network
 */
public record RunSummary(
        String workload,
        String accelerator,
        String directory,
        boolean complete,
        List<PmuBlock.Line> counters,
        List<Metrics.Quantity> metrics,
        Map<String, Long> cyclesByReason,
        Partition partition,
        @Nullable EnergyEstimate energy,
        List<Operation> operations,
        Map<String, String> outputs) {
    /**
     * One operation.
     *
     * @param name name of its output
     * @param kind unit that does the work
     * @param activeCycles its share of the active cycles
     * @param macs multiply-accumulates
     * @param bytes bytes over all ports
     * @param bound category with most of its cycles
     */
    public record Operation(String name, String kind, long activeCycles, long macs, long bytes, String bound) {}

    /** Summarizes a run. */
    public static RunSummary of(RunResult run) {
        Map<String, Long> reasons = new java.util.LinkedHashMap<>();
        for (CategoryShare share : CategoryShare.of(run)) {
            reasons.put(share.category().label(), share.cycles());
        }
        return new RunSummary(
                run.manifest().workload().name(),
                run.label(),
                run.directory().toString(),
                run.complete(),
                PmuBlock.lines(run).castToList(),
                new Metrics(run).headline().castToList(),
                reasons,
                Partition.of(run),
                EnergyEstimate.of(run),
                run.mostExpensive(run.operations().size())
                        .collect(operation -> new Operation(
                                operation.operation().name(),
                                operation.operation().kind(),
                                operation.activeCycles(),
                                operation.counters().macs(),
                                operation.counters().bytes(),
                                operation.bound().label()))
                        .castToList(),
                run.manifest().outputs());
    }
}
