package npusim.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import npusim.report.query.RunDatabase;
import npusim.trace.export.ChromeTraceExport;
import npusim.trace.export.SampleExport;
import npusim.trace.run.RunDirectory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim trace export}: a trace in the form of another tool. */
@Command(name = "export", description = "Writes the trace of a run in the form that another tool reads.")
final class TraceExportCommand extends Verb {
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
            description = "Where to write it.")
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
                description = "Chrome trace for ui.perfetto.dev: units, bandwidth, memories, operators and their flow.")
        @SuppressWarnings("UnusedVariable") // picocli sets it
        private boolean chrome;
    }

    @Override
    public Integer call() throws IOException, SQLException {
        RunDirectory directory = RunDirectory.of(run);
        Path folder = output.toAbsolutePath().getParent();
        Path part = Files.createTempFile(folder, "." + output.getFileName(), ".part");
        try {
            write(directory, part);
            Files.move(part, output, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        out().println("Exported  " + output + "  " + Files.size(output) + " bytes");
        return ExitCode.SUCCESS;
    }

    private void write(RunDirectory directory, Path file) throws IOException, SQLException {
        if (form.csv || form.jsonLines) {
            try (Writer writer = Files.newBufferedWriter(file)) {
                if (form.csv) {
                    SampleExport.writeCsv(directory, writer);
                } else {
                    SampleExport.writeJsonLines(directory, writer);
                }
            }
        } else if (form.parquet) {
            try (RunDatabase database = RunDatabase.open()) {
                database.add(run, true);
                database.writeParquet("samples", file);
            }
        } else {
            try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file))) {
                ChromeTraceExport.write(directory, stream);
            }
        }
    }
}
