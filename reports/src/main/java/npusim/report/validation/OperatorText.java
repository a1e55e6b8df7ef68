package npusim.report.validation;

import java.util.Locale;
import npusim.report.Style;
import npusim.report.TextTable;
import npusim.report.TextTable.Align;
import npusim.validation.ErrorSummary;
import npusim.validation.OperatorComparison;
import npusim.validation.OperatorReplay;

/** Text of a comparison with published times of groups of operators. */
public final class OperatorText {
    private OperatorText() {}

    /** Of each run one line per group unless {@code brief} and its errors; then what was skipped and the errors of all. */
    public static String of(OperatorReplay replay, boolean brief, Style style) {
        StringBuilder text = new StringBuilder();
        replay.compared()
                .forEach(run -> text.append(run(run.comparison(), run.row().id(), brief, style)));
        replay.skipped()
                .forEach(skip -> text.append(String.format(
                        Locale.ROOT, "skipped %s: %s%n", skip.run().title(), skip.reason())));
        ErrorSummary all = replay.summary();
        return text.append(String.format(
                        Locale.ROOT,
                        "%s MAPE %.1f %% over %d groups, worst %.1f %%%n",
                        all.group(),
                        all.mean(),
                        all.rows(),
                        all.worst()))
                .toString();
    }

    private static String run(OperatorComparison comparison, String row, boolean brief, Style style) {
        TextTable table = new TextTable(style, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT)
                .header("ended in " + row, "published", "simulated", "error %");
        for (OperatorComparison.Point point : comparison.points()) {
            table.row(
                    point.operators(),
                    String.valueOf(point.publishedCycles()),
                    String.valueOf(point.simulatedCycles()),
                    String.format(Locale.ROOT, "%+.1f", point.errorPercent()));
        }
        ErrorSummary summary = comparison.summary();
        if (comparison.points().isEmpty()) {
            return String.format(
                    Locale.ROOT,
                    "%s: none of %d groups compared: %s%n",
                    summary.group(),
                    comparison.run().units().size(),
                    comparison.unmatched());
        }
        return (brief ? "" : table.render())
                + String.format(
                        Locale.ROOT,
                        "%s: mean %.1f %% over %d of %d groups, worst %.1f %%%s%n",
                        summary.group(),
                        summary.mean(),
                        summary.rows(),
                        comparison.run().units().size(),
                        summary.worst(),
                        comparison.unmatched().isEmpty() ? "" : "; left out from there: " + comparison.unmatched());
    }
}
