package npusim.report.validation;

import java.util.Locale;
import npusim.report.Style;
import npusim.report.TextTable;
import npusim.report.TextTable.Align;
import npusim.validation.ErrorSummary;
import npusim.validation.OperatorComparison;

/** Text of a comparison with published times of groups of operators. */
public final class OperatorText {
    private OperatorText() {}

    /** One line per group unless {@code brief}, then the errors of the run; {@code row} names the whole-network measurement. */
    public static String of(OperatorComparison comparison, String row, boolean brief, Style style) {
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
