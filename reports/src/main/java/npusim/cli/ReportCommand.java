package npusim.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import npusim.report.CsvReport;
import npusim.report.MarkdownReport;
import npusim.report.RunResult;
import npusim.report.RunSummary;
import npusim.report.html.HtmlReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim report}: one report from one or several run directories. */
@Command(
        name = "report",
        description = {
            "Makes one report from run directories.",
            "Two or more runs are laid side by side, the first being what the others are measured by."
        })
final class ReportCommand extends Verb {
    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run directories, as 'npusim run' writes them.")
    private List<Path> runs = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "Where to write it (default: report.FORMAT in the first run's directory; '-': standard output).")
    private @Nullable String output;

    @Option(
            names = "--format",
            paramLabel = "html|md|csv|json",
            description = "Form of the report (default: by the ending of FILE, else html).")
    private @Nullable Format format;

    /** What a report can be written as. */
    enum Format {
        HTML,
        MD,
        CSV,
        JSON;

        String ending() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws IOException {
        List<RunResult> results = new ArrayList<>();
        try (Progress progress = progress("runs", runs.size())) {
            for (Path run : runs) {
                results.add(RunResult.load(run));
                progress.step();
            }
        }
        String text = render(results);
        if ("-".equals(output)) {
            out().print(text);
        } else {
            Path file = output == null ? runs.getFirst().resolve("report." + chosen().ending()) : Path.of(output);
            writeWhole(file, text);
            out().println("Report  " + file);
        }
        out().flush();
        return ExitCode.SUCCESS;
    }

    private Format chosen() {
        if (format != null) {
            return format;
        }
        for (Format known : Format.values()) {
            if (output != null && output.endsWith("." + known.ending())) {
                return known;
            }
        }
        return Format.HTML;
    }

    private String render(List<RunResult> results) throws IOException {
        return switch (chosen()) {
            case HTML -> HtmlReport.render(results, Version.name());
            case MD -> MarkdownReport.render(results);
            case CSV -> CsvReport.render(results);
            case JSON ->
                new ObjectMapper()
                                .enable(SerializationFeature.INDENT_OUTPUT)
                                .writeValueAsString(
                                        results.stream().map(RunSummary::of).toList())
                        + "\n";
        };
    }
}
