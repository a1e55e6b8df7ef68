package npusim.report;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells in aligned columns for text output; the width of a cell is that of its text without emphasis. */
public final class TextTable {
    private static final String GAP = "  ";

    private final Align[] columns;
    private final Style style;
    private final List<String[]> rows = new ArrayList<>();
    private boolean hasHeader;

    /** Which side of its column a cell keeps to. */
    public enum Align {
        LEFT,
        RIGHT
    }

    public TextTable(Style style, Align... columns) {
        this.style = style;
        this.columns = columns.clone();
    }

    /** Sets the words above the columns; call before the first row. */
    public TextTable header(String... cells) {
        hasHeader = true;
        return row(cells);
    }

    /** Adds a line; missing cells stay empty. */
    public TextTable row(String... cells) {
        if (cells.length > columns.length) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.length + " columns");
        }
        rows.add(cells.clone());
        return this;
    }

    /** The lines without trailing spaces, each ended by a line feed. */
    public String render() {
        int[] widths = new int[columns.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            String line = line(rows.get(r), widths);
            text.append(r == 0 && hasHeader ? style.faint(line) : line).append('\n');
        }
        return text.toString();
    }

    private String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String padding = " ".repeat(widths[i] - row[i].length());
            line.append(i == 0 ? "" : GAP);
            line.append(columns[i] == Align.LEFT ? row[i] + padding : padding + row[i]);
        }
        return line.toString().stripTrailing();
    }
}
