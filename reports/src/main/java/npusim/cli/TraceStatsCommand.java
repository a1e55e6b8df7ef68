package npusim.cli;

import static npusim.report.TextTable.Align.LEFT;
import static npusim.report.TextTable.Align.RIGHT;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import npusim.report.TextTable;
import npusim.trace.TraceReader;
import npusim.trace.export.EventNames;
import npusim.trace.export.SampleRows;
import npusim.trace.run.RunDirectory;
import npusim.trace.run.RunManifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code npusim trace stats}: what a log holds. */
@Command(name = "stats", description = "Counts the samples of a run by scope and event and checks the log's digest.")
final class TraceStatsCommand extends Verb {
    @Parameters(paramLabel = "RUN", description = "A run directory.")
    @SuppressWarnings("NullAway.Init")
    private Path run;

    /**
     * What is printed, as JSON.
     *
     * @param status state of the run
     * @param complete whether the log has its end
     * @param samples number of samples
     * @param digest CRC-32C over the samples, hexadecimal
     * @param rows one per scope and event
     */
    private record Stats(String status, boolean complete, long samples, String digest, List<Row> rows) {}

    private record Row(String scope, int event, String name, long samples, long sum) {}

    private record Key(String scope, int event) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byScope = scope.compareTo(other.scope);
            return byScope != 0 ? byScope : Integer.compare(event, other.event);
        }
    }

    @Override
    public Integer call() throws IOException {
        RunDirectory directory = RunDirectory.of(run);
        RunManifest manifest = directory.manifest();
        EventNames names = new EventNames(manifest);
        Map<Key, long[]> sums = new TreeMap<>();
        TraceReader.LogState state;
        try (TraceReader reader = directory.openSamples(manifest);
                Progress _ = progress("reading samples", Progress.UNKNOWN)) {
            state = reader.state();
            reader.replay((cycle, unit, scope, event, value) -> {
                long[] sum = sums.computeIfAbsent(new Key(SampleRows.scopeName(scope), event), key -> new long[2]);
                sum[0]++;
                sum[1] += value;
            });
        }
        List<Row> rows = new ArrayList<>();
        sums.forEach((key, sum) -> rows.add(new Row(key.scope(), key.event(), names.of(key.event()), sum[0], sum[1])));
        Stats stats = new Stats(
                manifest.status().name(),
                state.complete(),
                state.samples(),
                String.format("%08x", state.digest()),
                rows);
        print(manifest, stats);
        writeJson(stats);
        return ExitCode.SUCCESS;
    }

    private void print(RunManifest manifest, Stats stats) {
        out().println(style().bold(
                        manifest.workload().name() + " on " + manifest.design().accelerator()));
        out().println(stats.samples() + " samples, digest " + stats.digest() + ", "
                + (stats.complete() ? "complete" : style().warning("incomplete: the run goes on or was interrupted")));
        out().println();
        TextTable table = new TextTable(style(), LEFT, RIGHT, LEFT, RIGHT, RIGHT)
                .header("scope", "event", "name", "samples", "sum");
        for (Row row : stats.rows()) {
            table.row(
                    row.scope(),
                    Integer.toString(row.event()),
                    row.name(),
                    Long.toString(row.samples()),
                    Long.toString(row.sum()));
        }
        out().print(table.render());
        out().flush();
    }
}
