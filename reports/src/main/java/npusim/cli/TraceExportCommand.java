package npusim.cli;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import npusim.file.WholeFile;
import npusim.report.ModelExplorerExport;
import npusim.report.RunResult;
import npusim.report.query.RunDatabase;
import npusim.trace.export.ChromeTraceExport;
import npusim.trace.export.SampleExport;
import npusim.trace.fvp.DescribeRun;
import npusim.trace.run.RunDirectory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim trace export}: a trace in the form of another tool. */
@Command(name = "export", description = "Writes the trace of a run in the form that another tool reads.")
final class TraceExportCommand extends Verb {
    private static final String GZIP_ENDING = ".gz";

    @Parameters(paramLabel = "RUN", description = "A run directory.")
    @SuppressWarnings("NullAway.Init")
    private Path run;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Form form;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description =
                    "Where to write it, gzipped if its name ends in .gz ('-': standard output, of --csv and --json-lines).")
    @Output(standard = true)
    @SuppressWarnings("NullAway.Init")
    private Path output;

    /** The form; exactly one is asked for. */
    private static final class Form {
        @Option(names = "--csv", required = true, description = "Comma-separated values, one sample a line.")
        private boolean csv;

        @Option(names = "--json-lines", required = true, description = "One JSON object a line.")
        private boolean jsonLines;

        @Option(names = "--parquet", required = true, description = "Parquet, compressed with Zstandard.")
        private boolean parquet;

        @Option(
                names = {"--perfetto", "--chrome"},
                required = true,
                description = "Chrome trace for ui.perfetto.dev: units, bandwidth, memories, operators and their flow;"
                        + " speedscope shows its tracks too.")
        private boolean chrome;

        @Option(
                names = "--fvp-pmu-trace",
                required = true,
                description =
                        "Gzipped trace as Arm's Fixed Virtual Platform writes it with --pmu-trace, and beside it"
                                + " FILE_debug.xml as Vela writes it with --enable-debug-db, for the visualize.py of ExecuTorch.")
        private boolean pmuTrace;

        @Option(
                names = "--model-explorer",
                required = true,
                description =
                        "Graphs for Google's Model Explorer: TOSA operators, NPU operations, and what runs on which side;"
                                + " beside it FILE_cycles.json, FILE_beats.json and FILE_stall.json to colour the nodes by.")
        private boolean modelExplorer;
    }

    /** What was written, as JSON. */
    private record Exported(String file, long bytes) {}

    @Override
    public Integer call() throws IOException, SQLException {
        boolean text = form.csv || form.jsonLines;
        if (OutputPlaces.isStandardOutput(output)) {
            if (!text) {
                throw new BadInputException("--output " + output
                        + ": only --csv and --json-lines go to standard output, give a FILE for another form");
            }
            writeSamples(RunDirectory.of(run), out());
            out().flush();
            return ExitCode.SUCCESS;
        }
        if ((form.pmuTrace || form.modelExplorer) && WholeFile.isStream(output)) {
            throw new BadInputException("--output " + output
                    + ": this form writes files beside it, which a pipe or device has no place for");
        }
        if (form.parquet && isGzipped()) {
            throw new BadInputException(
                    "--output " + output + ": --parquet is compressed anyway, give a name without " + GZIP_ENDING);
        }
        RunDirectory directory = RunDirectory.of(run);
        Map<Path, WholeFile.Content<SQLException>> files = new LinkedHashMap<>();
        if (text || form.parquet || form.chrome) {
            files.put(output, part -> write(directory, part));
        } else if (form.pmuTrace) {
            DescribeRun.Description description = DescribeRun.of(directory);
            files.put(output, part -> {
                try (OutputStream stream = Files.newOutputStream(part)) {
                    description.trace().write(stream);
                }
            });
            files.put(debugDatabase(output), part -> {
                try (Writer writer = Files.newBufferedWriter(part)) {
                    description.database().write(directory.manifest().workload().name(), writer);
                }
            });
        } else {
            ModelExplorerExport.Files graphs = ModelExplorerExport.of(RunResult.load(run));
            files.put(output, part -> {
                try (Writer writer = writer(part)) {
                    writer.write(graphs.graphs());
                }
            });
            graphs.nodeData()
                    .forEach((name, data) ->
                            files.put(sibling(output, "_" + name + ".json"), part -> Files.writeString(part, data)));
        }
        List<Exported> exported = new ArrayList<>();
        try (Progress _ = progress("exporting", Progress.UNKNOWN)) {
            WholeFile.writeAll(counted(files, exported));
        }
        exported.forEach(file -> out().println("Exported  " + file.file() + "  " + file.bytes() + " bytes"));
        out().flush();
        writeJson(exported);
        return ExitCode.SUCCESS;
    }

    /** Counts bytes where they are written first, since a pipe has no size afterwards. */
    private static Map<Path, WholeFile.Content<SQLException>> counted(
            Map<Path, WholeFile.Content<SQLException>> files, List<Exported> exported) {
        Map<Path, WholeFile.Content<SQLException>> counted = new LinkedHashMap<>();
        files.forEach((file, content) -> counted.put(file, part -> {
            content.write(part);
            exported.add(new Exported(file.toString(), Files.size(part)));
        }));
        return counted;
    }

    /** Where the debug database of an exported trace goes: {@code run_debug.xml} beside {@code run.json.gz}. */
    static Path debugDatabase(Path trace) {
        return sibling(trace, "_debug.xml");
    }

    private static Path sibling(Path file, String ending) {
        String name = String.valueOf(file.getFileName()).replaceFirst("(\\.json)?(\\.gz)?$", "");
        return file.resolveSibling(name + ending);
    }

    private boolean isGzipped() {
        return output.toString().endsWith(GZIP_ENDING);
    }

    private Writer writer(Path part) throws IOException {
        return new BufferedWriter(new OutputStreamWriter(stream(part), StandardCharsets.UTF_8));
    }

    /** Writes to {@code part} as the name of the output says. */
    private OutputStream stream(Path part) throws IOException {
        OutputStream stream = new BufferedOutputStream(Files.newOutputStream(part));
        return isGzipped() ? new GZIPOutputStream(stream) : stream;
    }

    private void writeSamples(RunDirectory directory, Writer writer) throws IOException {
        if (form.csv) {
            SampleExport.writeCsv(directory, writer);
        } else {
            SampleExport.writeJsonLines(directory, writer);
        }
    }

    private void write(RunDirectory directory, Path file) throws IOException, SQLException {
        if (form.csv || form.jsonLines) {
            try (Writer writer = writer(file)) {
                writeSamples(directory, writer);
            }
        } else if (form.parquet) {
            try (RunDatabase database = RunDatabase.open()) {
                database.add(run, true);
                database.writeParquet("samples", file);
            }
        } else {
            try (OutputStream stream = stream(file)) {
                ChromeTraceExport.write(directory, stream);
            }
        }
    }
}
