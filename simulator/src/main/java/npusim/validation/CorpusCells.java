package npusim.validation;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cells of one row of a corpus as people write them: blanks around, digits in groups, fractions, and words for "not given".
 *
 * @param table the corpus
 * @param row its row
 */
record CorpusCells(CsvTable table, CsvRecord row) {
    private static final Set<String> NOT_GIVEN = Set.of("-", "n/a", "na", "nan", "none", "null", "unknown");
    private static final Pattern GROUPED = Pattern.compile("-?\\d{1,3}([,_ ']\\d{3})+(\\.\\d+)?");

    /** The text of a column; empty when the column is absent or says that there is none. */
    String text(String column) {
        String text = table.text(row, column).strip();
        return NOT_GIVEN.contains(text.toLowerCase(Locale.ROOT)) ? "" : text;
    }

    /** The first of some columns that is not empty, else empty. */
    String first(String... columns) {
        for (String column : columns) {
            String text = text(column);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    /** A whole number, a fraction rounded, or null for an empty cell. */
    @Nullable
    Long count(String column) {
        BigDecimal number = number(column);
        return number == null
                ? null
                : Long.valueOf(number.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    /**
     * A number, or null for an empty cell.
     *
     * @throws IllegalArgumentException if the cell holds something else
     */
    @Nullable
    BigDecimal number(String column) {
        String text = text(column);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return new BigDecimal(GROUPED.matcher(text).matches() ? text.replaceAll("[,_ ']", "") : text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "line " + row.getStartingLineNumber() + ", column " + column + ": '" + text + "' is no number", e);
        }
    }
}
