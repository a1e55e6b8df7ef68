package npusim.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The table of a test set's cases: CSV with a header line. */
final class Manifest {
    private Manifest() {}

    /** The cases of a manifest, in its order. */
    static List<ConformanceCase> parse(byte[] data) throws ManifestException {
        List<List<String>> rows = rows(new String(data, StandardCharsets.UTF_8));
        if (rows.isEmpty()) {
            throw new ManifestException("the manifest is empty");
        }
        List<String> header = rows.getFirst();
        for (String needed : List.of("test", "op", "polarity", "tosa_file")) {
            if (!header.contains(needed)) {
                throw new ManifestException("the manifest has no column '" + needed + "'");
            }
        }
        List<ConformanceCase> cases = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            Map<String, String> fields = new HashMap<>();
            for (int i = 0; i < Math.min(header.size(), row.size()); i++) {
                fields.put(header.get(i), row.get(i));
            }
            cases.add(caseOf(fields));
        }
        return cases;
    }

    private static ConformanceCase caseOf(Map<String, String> fields) throws ManifestException {
        String test = fields.getOrDefault("test", "");
        String polarity = fields.getOrDefault("polarity", "");
        if (!polarity.equals("positive") && !polarity.equals("negative")) {
            throw new ManifestException("case " + test + " is neither positive nor negative but '" + polarity + "'");
        }
        return new ConformanceCase(
                test,
                fields.getOrDefault("op", ""),
                polarity.equals("positive"),
                fields.getOrDefault("error_if", ""),
                fields.getOrDefault("compliance", ""),
                fields.getOrDefault("tosa_file", ""),
                pairs(fields.getOrDefault("inputs", ""), test),
                pairs(fields.getOrDefault("expected", ""), test),
                pairs(fields.getOrDefault("bounds", ""), test));
    }

    /** {@code tensor=file;tensor=file}. */
    private static Map<String, String> pairs(String text, String test) throws ManifestException {
        Map<String, String> pairs = new TreeMap<>();
        for (String pair : text.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
            } else if (!pair.isBlank()) {
                throw new ManifestException("case " + test + " has '" + pair + "' where tensor=file is needed");
            }
        }
        return pairs;
    }

    private static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                boolean escaped = c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
                if (c != '"' || escaped) {
                    field.append(c);
                    i += escaped ? 1 : 0;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',') {
                row.add(field.toString());
                field.setLength(0);
            } else if (c == '\n') {
                row.add(field.toString());
                field.setLength(0);
                rows.add(row);
                row = new ArrayList<>();
            } else if (c != '\r') {
                field.append(c);
            }
        }
        if (field.length() > 0 || !row.isEmpty()) {
            row.add(field.toString());
            rows.add(row);
        }
        return rows;
    }
}
