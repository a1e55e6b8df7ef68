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
    private static final Pattern GROUPED = Pattern.compile("-?\\d{1,3}([,_ '])\\d{3}(\\1\\d{3})*(\\.\\d+)?");

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

    /**
     * A whole number whose digits may be in groups, a fraction rounded; or null for an empty cell.
     *
     * @throws IllegalArgumentException if the cell holds something else
     */
    @Nullable
    Long count(String column) {
        String text = text(column);
        boolean grouped = GROUPED.matcher(text).matches();
        BigDecimal number = number(column, grouped ? text.replaceAll("[,_ ']", "") : text);
        return number == null ? null : Long.valueOf(whole(column, number));
    }

    /**
     * As {@link #count}, from 0 on, and {@code fallback} for an empty cell.
     *
     * @throws IllegalArgumentException if the number is negative or more than 2³¹ − 1
     */
    int small(String column, int fallback) {
        Long count = count(column);
        if (count == null) {
            return fallback;
        }
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(place(column) + count + " is out of range");
        }
        return count.intValue();
    }

    /**
     * A number, or null for an empty cell. In a number of few digits a comma may stand for a point, so it is no group's.
     *
     * @throws IllegalArgumentException if the cell holds something else
     */
    @Nullable
    BigDecimal number(String column) {
        return number(column, text(column));
    }

    private @Nullable BigDecimal number(String column, String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(place(column) + "'" + text + "' is no number", e);
        }
    }

    /** A number of {@code column} without its fraction, rounded half up. */
    long whole(String column, BigDecimal number) {
        try {
            return number.setScale(0, RoundingMode.HALF_UP).longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(place(column) + number + " is out of range", e);
        }
    }

    private String place(String column) {
        return "line " + row.getStartingLineNumber() + ", column " + column + ": ";
    }
}
