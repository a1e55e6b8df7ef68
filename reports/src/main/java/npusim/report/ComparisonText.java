package npusim.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Several runs side by side as text. */
public final class ComparisonText {
    private ComparisonText() {}

    /** A table with a column per run. */
    public static String render(List<RunResult> runs, Style style) {
        Comparison comparison = Comparison.of(runs);
        TextTable.Align[] columns = new TextTable.Align[runs.size() + 1];
        Arrays.fill(columns, TextTable.Align.RIGHT);
        columns[0] = TextTable.Align.LEFT;
        TextTable table = new TextTable(style, columns);
        List<String> header = new ArrayList<>(List.of("Side by side"));
        header.addAll(comparison.labels());
        table.header(header.toArray(String[]::new));
        for (Comparison.Row row : comparison.rows()) {
            List<String> cells = new ArrayList<>(List.of(row.label()));
            cells.addAll(row.texts());
            table.row(cells.toArray(String[]::new));
        }
        return table.render();
    }
}
