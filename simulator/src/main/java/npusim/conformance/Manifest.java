package npusim.conformance;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The table of a test set's cases: CSV with a header line. */
final class Manifest {
    private Manifest() {}

    /** The cases of a manifest, in its order. */
    static List<ConformanceCase> parse(byte[] data) throws TestSetException {
        List<NamedCsvRecord> rows;
        try {
            rows = CsvReader.builder()
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .ofNamedCsvRecord(new String(data, StandardCharsets.UTF_8))
                    .stream()
                    .toList();
        } catch (CsvParseException e) {
            throw new TestSetException("the manifest is no table of comma-separated values: " + e.getMessage());
        }
        if (rows.isEmpty()) {
            throw new TestSetException("the manifest names no case");
        }
        for (String needed : List.of("test", "op", "polarity", "tosa_file")) {
            if (!rows.getFirst().getHeader().contains(needed)) {
                throw new TestSetException("the manifest has no column '" + needed + "'");
            }
        }
        List<ConformanceCase> cases = new ArrayList<>();
        for (NamedCsvRecord row : rows) {
            cases.add(caseOf(row));
        }
        return cases;
    }

    private static ConformanceCase caseOf(NamedCsvRecord row) throws TestSetException {
        String test = field(row, "test");
        String polarity = field(row, "polarity");
        if (!polarity.equals("positive") && !polarity.equals("negative")) {
            throw new TestSetException("case " + test + " is neither positive nor negative but '" + polarity + "'");
        }
        return new ConformanceCase(
                test,
                field(row, "op"),
                polarity.equals("positive"),
                field(row, "error_if"),
                field(row, "compliance"),
                field(row, "tosa_file"),
                pairs(field(row, "inputs"), test),
                pairs(field(row, "expected"), test),
                pairs(field(row, "bounds"), test));
    }

    private static String field(NamedCsvRecord row, String column) {
        return row.findField(column).orElse("");
    }

    /** {@code tensor=file;tensor=file}. */
    private static Map<String, String> pairs(String text, String test) throws TestSetException {
        Map<String, String> pairs = new TreeMap<>();
        for (String pair : text.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
            } else if (!pair.isBlank()) {
                throw new TestSetException("case " + test + " has '" + pair + "' where tensor=file is needed");
            }
        }
        return pairs;
    }
}
