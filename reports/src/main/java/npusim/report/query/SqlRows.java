package npusim.report.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import npusim.report.Style;
import npusim.report.TextTable;

/**
 * Rows of a query as text.
 *
 * @param columns names
 * @param rows values, empty for null
 * @param numeric which columns hold numbers
 */
public record SqlRows(List<String> columns, List<List<String>> rows, List<Boolean> numeric) {

    /**
     * Answers a query.
     *
     * @throws SQLException with the database's message if the query is wrong
     */
    public static SqlRows of(Connection database, String sql) throws SQLException {
        // Prepared, a wrong name is reported as such; executed at once, as a failed pending result.
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            if (!statement.execute()) {
                throw new SQLException("it gives no rows");
            }
            ResultSet found = statement.getResultSet();
            ResultSetMetaData meta = found.getMetaData();
            List<String> columns = new ArrayList<>();
            List<Boolean> numeric = new ArrayList<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                columns.add(meta.getColumnLabel(i));
                numeric.add(isNumeric(meta.getColumnType(i)));
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

    /** The rows in aligned columns, numbers to the right. */
    public String table(Style style) {
        TextTable.Align[] aligned = numeric.stream()
                .map(number -> number ? TextTable.Align.RIGHT : TextTable.Align.LEFT)
                .toArray(TextTable.Align[]::new);
        TextTable table = new TextTable(style, aligned).header(columns.toArray(String[]::new));
        rows.forEach(row -> table.row(row.toArray(String[]::new)));
        return table.render();
    }

    private static boolean isNumeric(int type) {
        return switch (type) {
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.DECIMAL,
                    Types.NUMERIC,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE -> true;
            default -> type > 2000;
        };
    }
}
