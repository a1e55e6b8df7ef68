package npusim.trace.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.function.Function;
import npusim.trace.TraceReader;
import npusim.trace.run.RunDirectory;
import npusim.trace.run.RunManifest;

/** The samples of a run as rows of text, one each, in the order of the log. */
public final class SampleExport {
    private SampleExport() {}

    /** Writes comma-separated values with a header. */
    public static long writeCsv(RunDirectory run, Writer target) throws IOException {
        target.write(SampleRow.HEADER + "\n");
        return write(run, target, SampleRow::csv);
    }

    /** Writes a JSON object per line. */
    public static long writeJsonLines(RunDirectory run, Writer target) throws IOException {
        return write(run, target, SampleRow::json);
    }

    private static long write(RunDirectory run, Writer target, Function<SampleRow, String> text) throws IOException {
        RunManifest manifest = run.manifest();
        SampleRows rows = SampleRows.of(manifest, run.operations());
        long[] count = new long[1];
        try (TraceReader reader = run.openSamples(manifest)) {
            reader.replay(rows.to(row -> {
                try {
                    target.write(text.apply(row) + "\n");
                    count[0]++;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
        return count[0];
    }
}
