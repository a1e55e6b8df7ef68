package npusim.report.query;

import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import npusim.report.Style;
import npusim.report.TextTable;
import org.duckdb.DuckDBResultSetMetaData;
import org.duckdb.StatementReturnType;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a query as text.
 *
 * @param columns names
 * @param rows values, empty for null
 * @param numeric which columns hold numbers
 */
public record SqlRows(List<String> columns, List<List<String>> rows, List<Boolean> numeric) {
    private static final Pattern NUMBER =
            Pattern.compile("U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$|DECIMAL\\(|FLOAT$|DOUBLE$");

    /** Comments, and all kinds of quotes: {@code E'…'}, {@code '…'}, {@code "…"} and {@code $name$…$name$}. */
    private static final Pattern COMMENT_OR_QUOTE = Pattern.compile(
            "--[^\\n]*|/\\*.*?\\*/|(\\b[eE]'(?:[^'\\\\]++|\\\\.)*+'|'[^']*'|\"[^\"]*\"|\\$(\\w*)\\$.*?\\$\\2\\$)",
            Pattern.DOTALL);

    private static final Pattern WHOLE = Pattern.compile("-?\\d+");

    /** Up to here every whole number is a double of its own. */
    private static final BigDecimal EXACT = BigDecimal.valueOf(1L << 53);

    private static final MathContext SHOWN = new MathContext(6);

    private static final Pattern NOT_FINITE = Pattern.compile("-?(NaN|Infinity|inf)", Pattern.CASE_INSENSITIVE);

    /**
     * Answers a query.
     *
     * @throws SQLException with the database's message if the query is wrong
     */
    public static SqlRows of(Connection database, String sql) throws SQLException {
        long statements = statements(sql);
        if (statements > 1) { // the driver would carry out all of them and answer the last
            throw new SQLException("there are " + statements + " statements, give one at a time");
        }
        // Prepared, a wrong name is reported as such; executed at once, as a failed pending result.
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            // Asked before, since a COPY … TO would have written its file.
            if (!(statement.getMetaData() instanceof DuckDBResultSetMetaData prepared)
                    || prepared.getReturnType() != StatementReturnType.QUERY_RESULT
                    || !statement.execute()) {
                throw new SQLException("it gives no rows");
            }
            ResultSet found = statement.getResultSet();
            ResultSetMetaData meta = found.getMetaData();
            List<String> columns = new ArrayList<>();
            List<Boolean> numeric = new ArrayList<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                columns.add(meta.getColumnLabel(i));
                numeric.add(isNumeric(meta.getColumnTypeName(i)));
            }
            List<List<String>> rows = new ArrayList<>();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    String value = found.getString(i);
                    row.add(value == null ? "" : value);
                }
                rows.add(List.copyOf(row));
            }
            return new SqlRows(List.copyOf(columns), rows, numeric);
        }
    }

    /**
     * The rows as JSON has them.
     *
     * @param rows numbers with all their digits where the column holds numbers, null where there is none or it is not finite
     */
    private record Json(List<String> columns, List<List<@Nullable Object>> rows, List<Boolean> numeric) {}

    @JsonValue
    private Json json() {
        List<List<@Nullable Object>> values = new ArrayList<>();
        for (List<String> row : rows) {
            List<@Nullable Object> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                cells.add(numeric.get(i) ? number(row.get(i)) : row.get(i));
            }
            values.add(cells);
        }
        return new Json(columns, values, numeric);
    }

    private static @Nullable BigDecimal number(String cell) {
        return cell.isEmpty() || NOT_FINITE.matcher(cell).matches() ? null : new BigDecimal(cell);
    }

    /** The rows with other names of columns. */
    public SqlRows named(UnaryOperator<String> names) {
        return new SqlRows(columns.stream().map(names).toList(), rows, numeric);
    }

    /** The rows in aligned columns, numbers to the right, those with a fraction in six digits. */
    public String table(Style style) {
        TextTable.Align[] aligned = numeric.stream()
                .map(number -> number ? TextTable.Align.RIGHT : TextTable.Align.LEFT)
                .toArray(TextTable.Align[]::new);
        TextTable table = new TextTable(style, aligned).header(columns.toArray(String[]::new));
        for (List<String> row : rows) {
            String[] cells = row.toArray(String[]::new);
            for (int i = 0; i < cells.length; i++) {
                cells[i] = numeric.get(i) ? readable(cells[i]) : cells[i];
            }
            table.row(cells);
        }
        return table.render();
    }

    /** Whole numbers with all their digits; powers of ten for fractions below a thousandth and from a billion on. */
    private static String readable(String cell) {
        BigDecimal exact = number(cell);
        if (exact == null || WHOLE.matcher(cell).matches()) {
            return cell;
        }
        if (exact.stripTrailingZeros().scale() <= 0 && exact.abs().compareTo(EXACT) <= 0) {
            return exact.toBigInteger().toString();
        }
        BigDecimal rounded = exact.round(SHOWN).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        return exponent >= -3 && exponent < 9
                ? rounded.toPlainString()
                : rounded.movePointLeft(exponent).toPlainString() + "e" + exponent;
    }

    private static long statements(String sql) {
        String bare = COMMENT_OR_QUOTE.matcher(sql).replaceAll(found -> found.group(1) == null ? " " : "q");
        return Arrays.stream(bare.split(";", -1))
                .filter(part -> !part.isBlank())
                .count();
    }

    private static boolean isNumeric(String type) {
        return NUMBER.matcher(type).lookingAt();
    }
}
