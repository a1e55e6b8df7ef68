package npusim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import npusim.trace.TraceReader;
import npusim.trace.export.SampleRow;
import npusim.trace.export.SampleRows;
import npusim.trace.run.RunDirectory;
import npusim.trace.run.RunManifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim trace tail}: the newest samples, also of a run that goes on. */
@Command(name = "tail", description = "Prints the newest samples of a run as CSV.")
final class TraceTailCommand extends Verb {
    private static final long POLL_MILLISECONDS = 100;

    @Parameters(paramLabel = "RUN", description = "A run directory.")
    @SuppressWarnings("NullAway.Init")
    private Path run;

    @Option(
            names = {"-n", "--samples"},
            paramLabel = "N",
            defaultValue = "20",
            description = "How many (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on printing while the run writes, until it ends.")
    private boolean follow;

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireAtLeast("--samples", count, 0);
        if (follow && writesJson()) {
            throw new BadInputException("--follow prints text as it comes: no --json");
        }
        RunDirectory directory = RunDirectory.of(run);
        RunManifest manifest = directory.manifest();
        SampleRows rows = SampleRows.of(manifest, directory.operations());
        PrintWriter out = out();
        Deque<SampleRow> newest = new ArrayDeque<>();
        try (TraceReader reader = directory.openSamples(manifest)) {
            boolean ended = reader.poll(rows.to(row -> {
                newest.addLast(row);
                if (newest.size() > count) {
                    newest.removeFirst();
                }
            }));
            out.println(SampleRow.HEADER);
            newest.forEach(row -> out.println(row.csv()));
            out.flush();
            writeJson(newest);
            while (follow && !ended && directory.manifest().status() == RunManifest.Status.RUNNING) {
                Thread.sleep(POLL_MILLISECONDS);
                rows = withOperations(rows, directory, manifest);
                ended = reader.poll(rows.to(row -> out.println(row.csv())));
                if (out.checkError()) {
                    return ExitCode.SUCCESS; // the reader has enough
                }
            }
            if (follow && !ended) {
                rows = withOperations(rows, directory, manifest);
                reader.poll(rows.to(row -> out.println(row.csv())));
                out.flush();
            }
        }
        return ExitCode.SUCCESS;
    }

    /** The operations are written while the first samples are. */
    private static SampleRows withOperations(SampleRows rows, RunDirectory directory, RunManifest manifest)
            throws IOException {
        return rows.knowsOperations() ? rows : SampleRows.of(manifest, directory.operations());
    }
}
