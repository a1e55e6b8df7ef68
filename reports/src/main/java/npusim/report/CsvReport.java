package npusim.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import npusim.trace.CycleCategory;
import npusim.trace.run.RunManifest;

/** The operations of one or several runs as comma-separated values, one a row. */
public final class CsvReport {
    private CsvReport() {}

    /** The table with a header; the ports are those of the first run. */
    public static String render(List<RunResult> runs) {
        List<RunManifest.Port> ports = runs.getFirst().manifest().memories();
        List<String> header = new ArrayList<>(List.of(
                "workload",
                "accelerator",
                "operation",
                "name",
                "kind",
                "block",
                "active_cycles",
                "start_cycle",
                "end_cycle",
                "macs",
                "bound"));
        for (RunManifest.Port port : ports) {
            header.add(port.side() + "_read_bytes");
            header.add(port.side() + "_write_bytes");
        }
        for (CycleCategory category : CycleCategory.values()) {
            header.add(category.name().toLowerCase(Locale.ROOT) + "_cycles");
        }
        List<List<String>> rows = new ArrayList<>();
        for (RunResult run : runs) {
            for (OperationResult operation : run.operations()) {
                rows.add(row(run, operation, ports.size()));
            }
        }
        return CsvText.of(header, rows);
    }

    private static List<String> row(RunResult run, OperationResult operation, int ports) {
        Counters counters = operation.counters();
        List<String> cells = new ArrayList<>(List.of(
                run.manifest().workload().name(),
                run.label(),
                Integer.toString(operation.index()),
                operation.operation().name(),
                operation.operation().kind(),
                String.join(" / ", operation.operation().group()),
                Long.toString(counters.activeCycles()),
                counters.startCycle() == Long.MAX_VALUE ? "" : Long.toString(counters.startCycle()),
                Long.toString(counters.endCycle()),
                Long.toString(counters.macs()),
                operation.bound().label()));
        for (int i = 0; i < ports; i++) {
            boolean known = i < counters.readBytes().length;
            cells.add(known ? Long.toString(counters.readBytes()[i]) : "");
            cells.add(known ? Long.toString(counters.writeBytes()[i]) : "");
        }
        for (CycleCategory category : CycleCategory.values()) {
            cells.add(Long.toString(counters.cycles(category)));
        }
        return cells;
    }
}
