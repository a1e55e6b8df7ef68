package npusim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import npusim.report.RunResult;
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
            description = "Where to write it (default: report.html in the first run's directory).")
    private @Nullable Path output;

    @Override
    public Integer call() throws IOException {
        List<RunResult> results = new ArrayList<>();
        for (Path run : runs) {
            results.add(RunResult.load(run));
        }
        Path file = output == null ? runs.getFirst().resolve("report.html") : output;
        writeWhole(file, HtmlReport.render(results, Version.name()));
        out().println("Report  " + file);
        return ExitCode.SUCCESS;
    }
}
