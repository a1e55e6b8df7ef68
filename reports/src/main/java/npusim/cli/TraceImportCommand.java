package npusim.cli;

import static npusim.report.TextTable.Align.LEFT;
import static npusim.report.TextTable.Align.RIGHT;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import npusim.report.PlatformComparison;
import npusim.report.TextTable;
import npusim.report.Unit;
import npusim.trace.fvp.DebugDatabase;
import npusim.trace.fvp.PmuTrace;
import npusim.trace.run.RunDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim trace import}: a trace of Arm's Fixed Virtual Platform beside a run. */
@Command(
        name = "import",
        description = {
            "Lays a trace of Arm's Fixed Virtual Platform beside a run.",
            "The platform wrote it with --pmu-trace for the same TOSA file. Operator by operator, largest difference first."
        })
final class TraceImportCommand extends Verb {
    @Parameters(index = "0", paramLabel = "TRACE", description = "The platform's gzipped trace.")
    @SuppressWarnings("NullAway.Init")
    private Path trace;

    @Parameters(index = "1", paramLabel = "RUN", description = "The run directory to compare it with.")
    @SuppressWarnings("NullAway.Init")
    private Path run;

    @Option(
            names = "--tables",
            paramLabel = "FILE.xml",
            description =
                    "Debug database of the program that was traced, which Vela writes with --enable-debug-db (default:"
                            + " NAME_debug.xml beside NAME.json.gz).")
    private @Nullable Path tables;

    @Mixin
    private RowLimit limit = new RowLimit();

    @Override
    public Integer call() throws IOException {
        int count = limit.count();
        RunDirectory directory = RunDirectory.of(run);
        PlatformComparison comparison;
        try (Progress _ = progress("reading traces", Progress.UNKNOWN)) {
            PmuTrace theirs = PmuTrace.read(trace);
            DebugDatabase database =
                    DebugDatabase.read(tables == null ? TraceExportCommand.debugDatabase(trace) : tables);
            comparison = PlatformComparison.of(directory, theirs, database);
        }
        print(comparison, count);
        writeJson(comparison);
        return ExitCode.SUCCESS;
    }

    private void print(PlatformComparison comparison, int count) {
        out().println("Platform: " + comparison.theirs() + " cycles, ours: " + comparison.ours() + " cycles  "
                + (comparison.theirs() == 0
                        ? ""
                        : Unit.difference((double) comparison.ours() / comparison.theirs() - 1)));
        List<PlatformComparison.Row> rows = comparison.rows().stream()
                .sorted(Comparator.comparingLong(TraceImportCommand::distance).reversed())
                .toList();
        TextTable table = new TextTable(style(), LEFT, LEFT, RIGHT, RIGHT, RIGHT)
                .header("operator", "TOSA", "platform, cycles", "ours, cycles", "difference");
        for (PlatformComparison.Row row : rows.subList(0, Math.min(count, rows.size()))) {
            Double difference = row.difference();
            table.row(
                    row.name(),
                    row.operators(),
                    row.theirs() == null ? "" : row.theirs().toString(),
                    row.ours() == null ? "" : row.ours().toString(),
                    difference == null ? "" : Unit.difference(difference));
        }
        out().print(table.render());
        if (rows.size() > count) {
            out().println("… and " + (rows.size() - count) + " more");
        }
        out().flush();
    }

    private static long distance(PlatformComparison.Row row) {
        Long ours = row.ours();
        Long theirs = row.theirs();
        return Math.abs((ours == null ? 0 : ours) - (theirs == null ? 0 : theirs));
    }
}
