package npusim.trace.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Locale;
import npusim.trace.PmuScope;
import npusim.trace.TraceReader;
import npusim.trace.run.RunDirectory;
import npusim.trace.run.RunManifest;

/** The samples of a run as rows of text, one each, in the order of the log. */
public final class SampleExport {
    /** Columns of every tabular form of the samples. */
    public static final String HEADER = "cycle,scope,unit,event,name,value";

    private SampleExport() {}

    /** A row as text. */
    @FunctionalInterface
    private interface Row {
        String of(long cycle, PmuScope scope, int unit, int event, EventNames names, long value);
    }

    /** Writes comma-separated values with a header. */
    public static long writeCsv(RunDirectory run, Writer target) throws IOException {
        target.write(HEADER + "\n");
        return write(
                run,
                target,
                (cycle, scope, unit, event, names, value) ->
                        csvRow(cycle, scopeName(scope), unit, event, names.of(event), value) + "\n");
    }

    /** A sample as comma-separated values, without a line end. */
    public static String csvRow(long cycle, String scope, int unit, int event, String name, long value) {
        return cycle + "," + scope + "," + unit + "," + event + "," + name + "," + value;
    }

    /** Writes a JSON object per line. Names hold only letters, digits and underscores, so nothing needs escaping. */
    public static long writeJsonLines(RunDirectory run, Writer target) throws IOException {
        return write(
                run,
                target,
                (cycle, scope, unit, event, names, value) -> "{\"cycle\":" + cycle + ",\"scope\":\"" + scopeName(scope)
                        + "\",\"unit\":" + unit + ",\"event\":" + event + ",\"name\":\"" + names.of(event)
                        + "\",\"value\":" + value
                        + "}\n");
    }

    private static long write(RunDirectory run, Writer target, Row row) throws IOException {
        RunManifest manifest = run.manifest();
        EventNames names = new EventNames(manifest);
        long[] count = new long[1];
        try (TraceReader reader = run.openSamples(manifest)) {
            reader.replay((cycle, unit, scope, event, value) -> {
                try {
                    target.write(row.of(cycle, scope, unit, event, names, value));
                    count[0]++;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return count[0];
    }

    /** The scope's name in exported files. */
    public static String scopeName(PmuScope scope) {
        return scope.name().toLowerCase(Locale.ROOT);
    }
}
