package npusim.validation;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import npusim.file.WholeFile;

/**
 * A CSV file with a header (RFC 4180); gzip when the name ends in {@code .gz}. An absent column reads as empty.
 *
 * @param columns column name to position
 * @param rows cells by row
 */
record CsvTable(Map<String, Integer> columns, List<CsvRecord> rows) {

    /** @throws IllegalArgumentException if the file holds no table */
    static CsvTable read(Path file) {
        boolean packed = String.valueOf(file.getFileName()).endsWith(".gz");
        try (InputStream raw = WholeFile.open(file);
                InputStream in = packed ? new GZIPInputStream(raw) : raw;
                CsvReader<CsvRecord> reader = CsvReader.builder()
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofCsvRecord(in)) {
            List<CsvRecord> all = reader.stream().toList();
            if (all.isEmpty()) {
                throw new IllegalArgumentException(file + " is empty; a header line is expected");
            }
            Map<String, Integer> columns = new HashMap<>();
            for (String name : all.getFirst().getFields()) {
                columns.put(name, columns.size());
            }
            return new CsvTable(columns, all.subList(1, all.size()));
        } catch (CsvParseException e) {
            throw new IllegalArgumentException(file + " is no table of comma-separated values: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String column) {
        return columns.containsKey(column);
    }

    String text(CsvRecord row, String column) {
        Integer index = columns.get(column);
        return index == null || index >= row.getFieldCount() ? "" : row.getField(index);
    }

    long number(CsvRecord row, String column, long fallback) {
        String text = text(row, column);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            return text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "column '" + column + "' holds '" + text + "', which is no whole number", e);
        }
    }

    int integer(CsvRecord row, String column, int fallback) {
        return Math.toIntExact(number(row, column, fallback));
    }
}
