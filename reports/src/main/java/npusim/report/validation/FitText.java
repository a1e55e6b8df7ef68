package npusim.report.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import npusim.report.Style;
import npusim.report.TextTable;
import npusim.report.TextTable.Align;
import npusim.validation.ErrorSummary;
import npusim.validation.ParameterFit;
import org.jspecify.annotations.Nullable;

/** Text of a fit of physical parameters. */
public final class FitText {
    private FitText() {}

    /** One line per workload held out, then what all rows choose. */
    public static String of(ParameterFit.Result result, Style style) {
        List<String> properties = new ArrayList<>(result.all().values().keySet());
        List<Align> columns = new ArrayList<>(List.of(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT));
        List<String> header = new ArrayList<>(List.of("held out", "rows", "others %", "held out %"));
        for (String property : properties) {
            columns.add(Align.RIGHT);
            header.add(property.substring(property.indexOf('.') + 1));
        }
        TextTable table = new TextTable(style, columns.toArray(Align[]::new)).header(header.toArray(String[]::new));
        for (ParameterFit.Fold fold : result.folds()) {
            row(table, fold.heldOut(), fold.predicted(), fold);
        }
        row(table, "(none)", null, result.all());
        ErrorSummary heldOut = result.heldOut();
        return table.render()
                + String.format(
                        Locale.ROOT,
                        "%d settings replayed%nin sample MAPE %.1f %%, worst %.1f %%%nheld out MAPE %.1f %% over %d rows, worst %.1f %%%n",
                        result.settings(),
                        result.all().chosenOn().mean(),
                        result.all().chosenOn().worst(),
                        heldOut.mean(),
                        heldOut.rows(),
                        heldOut.worst());
    }

    private static void row(TextTable table, String name, @Nullable ErrorSummary predicted, ParameterFit.Fold fold) {
        List<String> cells = new ArrayList<>();
        cells.add(name);
        cells.add(predicted == null ? "" : String.valueOf(predicted.rows()));
        cells.add(percent(fold.chosenOn().mean()));
        cells.add(predicted == null ? "" : percent(predicted.mean()));
        cells.addAll(fold.values().values());
        table.row(cells.toArray(String[]::new));
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
