package npusim.report;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of many, for an index and a summary table.
 *
 * @param run directory, relative to the one that holds them all
 * @param workload name of the network
 * @param accelerator name of the accelerator
 * @param system name of the system configuration
 * @param memoryMode name of the memory mode
 * @param macsPerCycle size of the MAC array
 * @param complete whether the run came to its end
 * @param activeCycles cycles in which the NPU ran
 * @param hostCycles cycles in which it waited for the host
 * @param latencySeconds inference time
 * @param macUtilisation share of the array's capacity that was used
 * @param bytes bytes over all ports
 * @param peakBytes most bytes in use of the first memory, absent if not recorded
 * @param joules energy estimate, absent without a table
 * @param bound reason for which most cycles passed
 * @param report the run's own report, relative as {@code run} is, absent if it has none
 */
public record BatchRow(
        String run,
        String workload,
        String accelerator,
        String system,
        String memoryMode,
        long macsPerCycle,
        boolean complete,
        long activeCycles,
        long hostCycles,
        double latencySeconds,
        double macUtilisation,
        long bytes,
        @Nullable Long peakBytes,
        @Nullable Double joules,
        String bound,
        @Nullable String report) {
    /** Columns of the table, in order. */
    public static final List<String> COLUMNS = List.of(
            "run",
            "workload",
            "accelerator",
            "system",
            "memory_mode",
            "macs_per_cycle",
            "complete",
            "active_cycles",
            "host_cycles",
            "latency_seconds",
            "mac_utilisation",
            "bytes",
            "peak_bytes",
            "joules",
            "bound");

    /**
     * Summarizes a run.
     *
     * @param root directory that holds all runs
     * @param hasReport whether {@code report.html} is in the run's directory
     */
    public static BatchRow of(RunResult run, Path root, boolean hasReport) {
        var design = run.manifest().design();
        Metrics metrics = new Metrics(run);
        EnergyEstimate energy = EnergyEstimate.of(run);
        String name = root.relativize(run.directory()).toString();
        return new BatchRow(
                name,
                run.manifest().workload().name(),
                design.accelerator(),
                design.systemConfig(),
                design.memoryMode(),
                design.macsPerCycle(),
                run.complete(),
                run.activeCycles(),
                run.sum().host().total(),
                metrics.latencySeconds(),
                metrics.macUtilisation(),
                run.sum().bytes(),
                metrics.peakBytes(0),
                energy == null ? null : energy.joules(),
                run.sum().largestCategory().label(),
                hasReport ? (name.isEmpty() ? "" : name + "/") + "report.html" : null);
    }

    /** The values of {@link #COLUMNS}. */
    public List<String> cells() {
        return List.of(
                run,
                workload,
                accelerator,
                system,
                memoryMode,
                Long.toString(macsPerCycle),
                Boolean.toString(complete),
                Long.toString(activeCycles),
                Long.toString(hostCycles),
                Double.toString(latencySeconds),
                Double.toString(macUtilisation),
                Long.toString(bytes),
                peakBytes == null ? "" : Long.toString(peakBytes),
                joules == null ? "" : Double.toString(joules),
                bound);
    }
}
