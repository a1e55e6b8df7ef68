package npusim.cli;

import static npusim.report.TextTable.Align.LEFT;
import static npusim.report.TextTable.Align.RIGHT;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import npusim.report.CsvText;
import npusim.report.RunDifference;
import npusim.report.RunResult;
import npusim.report.TextTable;
import npusim.report.Unit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim trace diff}: what changed between two runs and why. */
@Command(
        name = "diff",
        description = {
            "Lists what changed from run A to run B, largest contribution first.",
            "Exits with 1 if the active cycles changed by more than the threshold."
        })
final class TraceDiffCommand extends Verb {
    @Parameters(index = "0", paramLabel = "A", description = "The run to compare with.")
    @SuppressWarnings("NullAway.Init")
    private Path first;

    @Parameters(index = "1", paramLabel = "B", description = "The run to look at.")
    @SuppressWarnings("NullAway.Init")
    private Path second;

    @Option(
            names = "--threshold",
            paramLabel = "PERCENT",
            defaultValue = "0",
            description = "Largest change of the active cycles, up or down, that is no failure (default: 0).")
    private double threshold;

    @Option(
            names = "--csv",
            description = "Print every operator that differs as comma-separated values, instead of the tables.")
    private boolean csv;

    @Mixin
    private RowLimit limit = new RowLimit();

    @Override
    public Integer call() throws IOException {
        requireAtLeast("--threshold", threshold, 0);
        int count = limit.count();
        RunDifference difference;
        try (Progress progress = progress("reading runs", 2)) {
            RunResult before = RunResult.load(first);
            progress.step();
            difference = RunDifference.between(before, RunResult.load(second));
        }
        if (csv) {
            out().print(rows(difference));
        } else {
            print(difference, count);
        }
        out().flush();
        writeJson(difference);
        return Math.abs(difference.relative()) * 100 > threshold ? ExitCode.CHECK_FAILED : ExitCode.SUCCESS;
    }

    private static String rows(RunDifference difference) {
        return CsvText.of(
                List.of("operator", "cycles_before", "cycles_after", "change", "cause", "reason"),
                difference.changes().stream()
                        .map(change -> List.of(
                                change.name(),
                                Long.toString(change.before()),
                                Long.toString(change.after()),
                                Long.toString(change.cycles()),
                                change.cause(),
                                change.reason()))
                        .toList());
    }

    private void print(RunDifference difference, int count) {
        out().println("NPU ACTIVE: " + difference.before() + " → " + difference.after() + " cycles  "
                + Unit.difference(difference.relative()));
        if (!difference.settings().isEmpty()) {
            TextTable settings = new TextTable(style(), LEFT, LEFT, LEFT).header("setting", "A", "B");
            difference.settings().stream()
                    .limit(count)
                    .forEach(setting -> settings.row(
                            setting.name(),
                            Excerpt.of(setting.before(), setting.after()),
                            Excerpt.of(setting.after(), setting.before())));
            out().println();
            out().print(settings.render());
            more(difference.settings().size() - count);
        }
        if (!difference.changes().isEmpty()) {
            out().println();
            TextTable causes = new TextTable(style(), LEFT, RIGHT, RIGHT).header("reason", "change", "operators");
            difference
                    .causes()
                    .forEach(cause -> causes.row(
                            cause.name(),
                            String.format(Locale.ROOT, "%+d", cause.cycles()),
                            Integer.toString(cause.operators())));
            out().print(causes.render());
            out().println();
            TextTable table = new TextTable(style(), LEFT, RIGHT, RIGHT, RIGHT, LEFT)
                    .header("operator", "A, cycles", "B, cycles", "change", "why");
            for (RunDifference.Change change :
                    difference.changes().stream().limit(count).toList()) {
                table.row(
                        change.name(),
                        Long.toString(change.before()),
                        Long.toString(change.after()),
                        String.format(Locale.ROOT, "%+d", change.cycles()),
                        change.reason());
            }
            out().print(table.render());
            more(difference.changes().size() - count);
        }
    }

    private void more(int left) {
        if (left > 0) {
            out().println("… and " + left + " more");
        }
    }
}
