package npusim.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import npusim.file.WholeFile;
import npusim.report.BatchRow;
import npusim.report.CsvReport;
import npusim.report.CsvText;
import npusim.report.MarkdownReport;
import npusim.report.RunResult;
import npusim.report.RunSummary;
import npusim.report.html.HtmlReport;
import npusim.report.query.RunDatabase;
import npusim.study.StudySource;
import npusim.trace.TraceFormatException;
import npusim.trace.run.RunDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim report}: one report from one or several run directories. */
@Command(
        name = "report",
        description = {
            "Makes one report from run directories.",
            "Two or more runs are laid side by side, the first being what the others are measured by.",
            "With --batch, makes an index page and summary tables of all runs below a directory."
        })
final class ReportCommand extends Verb {
    @Parameters(arity = "0..*", paramLabel = "RUN", description = "Run directories, as 'npusim run' writes them.")
    private List<Path> runs = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "Where to write it (default: report.FORMAT in the first run's directory; '-': standard output).")
    @Output(standard = true)
    private @Nullable String output;

    @Option(
            names = "--format",
            paramLabel = "html|md|csv|json",
            description = "Form of the report (default: by the ending of FILE, html if it has none).")
    private @Nullable Format format;

    @Option(
            names = "--batch",
            paramLabel = "DIR",
            description = "Write index.html, summary.csv and summary.parquet of all runs below DIR into it.")
    private @Nullable Path batch;

    /** What a report can be written as. */
    enum Format {
        HTML,
        MD,
        CSV,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws IOException, SQLException {
        Path root = batch;
        if (runs.isEmpty() == (root == null)) {
            throw new BadInputException(
                    root == null
                            ? "name a run directory, or a directory of runs with --batch"
                            : "--batch takes no RUN");
        }
        if (root != null) {
            return index(root);
        }
        for (Path run : runs) {
            if (StudySource.isStudy(run)) {
                throw new BadInputException(
                        run + " is the directory of a study: 'npusim study report " + run + "' makes its report");
            }
        }
        Format form = chosen();
        List<RunResult> results = new ArrayList<>();
        try (Progress progress = progress("runs", runs.size())) {
            for (Path run : runs) {
                results.add(RunResult.load(run));
                progress.step();
            }
        }
        String text = render(results, form);
        Path file = output == null ? runs.getFirst().resolve("report." + form) : Path.of(output);
        writeText(file, text);
        if (!OutputPlaces.isStandardOutput(file)) {
            out().println("Report  " + file);
        }
        out().flush();
        writeJson(summaries(results));
        return ExitCode.SUCCESS;
    }

    private int index(Path root) throws IOException, SQLException {
        if (output != null || format != null) {
            throw new BadInputException(
                    "--batch writes index.html, summary.csv and summary.parquet: no -o, no --format");
        }
        if (Files.isRegularFile(root)) {
            throw new BadInputException("--batch " + root + ": is a file, not a directory of runs");
        }
        List<Path> directories;
        try (Stream<Path> tree = Files.walk(root)) {
            directories = tree.filter(RunDirectory::isRun).sorted().toList();
        }
        WholeFile.requirePlace(root.resolve("index.html"));
        List<BatchRow> rows = new ArrayList<>();
        int unreadable = 0;
        try (Progress progress = progress("runs", directories.size())) {
            for (Path directory : directories) {
                try {
                    rows.add(BatchRow.of(
                            RunResult.load(directory), root, Files.exists(directory.resolve("report.html"))));
                } catch (TraceFormatException e) {
                    unreadable++;
                    err().println("left out: " + e.getMessage());
                }
                progress.step();
            }
        }
        err().flush();
        if (rows.isEmpty()) {
            throw new BadInputException("no readable run below " + root);
        }
        writeWhole(
                root.resolve("summary.csv"),
                CsvText.of(BatchRow.COLUMNS, rows.stream().map(BatchRow::cells).toList()));
        Path parquet = root.resolve("summary.parquet");
        try (RunDatabase database = RunDatabase.open()) {
            WholeFile.write(parquet, part -> database.convert(root.resolve("summary.csv"), part));
        }
        String folder = root.toAbsolutePath().normalize().toFile().getName(); // "." would say nothing
        writeWhole(root.resolve("index.html"), HtmlReport.index(rows, folder, Version.name()));
        writeJson(rows);
        out().println("Index   " + root.resolve("index.html") + "  " + rows.size()
                + (rows.size() == 1 ? " run" : " runs") + (unreadable == 0 ? "" : ", " + unreadable + " left out"));
        out().println("Tables  " + root.resolve("summary.csv") + "  " + root.resolve("summary.parquet"));
        out().flush();
        return unreadable == 0 ? ExitCode.SUCCESS : ExitCode.CHECK_FAILED;
    }

    private static List<RunSummary> summaries(List<RunResult> results) {
        return results.stream().map(RunSummary::of).toList();
    }

    private Format chosen() {
        if (format != null) {
            return format;
        }
        if (output == null || OutputPlaces.isStandardOutput(output)) {
            return Format.HTML;
        }
        String name = Path.of(output).toFile().getName().toLowerCase(Locale.ROOT);
        for (Format known : Format.values()) {
            if (name.endsWith("." + known)) {
                return known;
            }
        }
        if (name.contains(".") && !name.endsWith(".htm")) {
            throw new BadInputException(
                    "--output " + output + ": end it with .html, .md, .csv or .json, or say which with --format");
        }
        return Format.HTML;
    }

    private static String render(List<RunResult> results, Format form) throws IOException {
        return switch (form) {
            case HTML -> HtmlReport.render(results, Version.name());
            case MD -> MarkdownReport.render(results);
            case CSV -> CsvReport.render(results);
            case JSON ->
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(summaries(results))
                        + "\n";
        };
    }
}
