package npusim.validation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * A CSV file with a header (RFC 4180 quoting); gzip when the name ends in {@code .gz}. An absent column reads as empty.
 *
 * @param columns column name to position
 * @param rows cells by row
 */
record CsvTable(Map<String, Integer> columns, List<String[]> rows) {

    static CsvTable read(Path file) {
        try (BufferedReader reader = open(file)) {
            List<String[]> rows = new ArrayList<>();
            Map<String, Integer> columns = new HashMap<>();
            String line = reader.readLine();
            if (line == null) {
                throw new IllegalArgumentException(file + " is empty; a header line is expected");
            }
            String[] header = split(line);
            for (int i = 0; i < header.length; i++) {
                columns.put(header[i], i);
            }
            while ((line = reader.readLine()) != null) {
                while (openQuote(line)) {
                    String more = reader.readLine();
                    if (more == null) {
                        throw new IllegalArgumentException(file + " ends inside a quoted cell");
                    }
                    line = line + '\n' + more;
                }
                if (!line.isEmpty()) {
                    rows.add(split(line));
                }
            }
            return new CsvTable(columns, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedReader open(Path file) throws IOException {
        var in = Files.newInputStream(file);
        boolean packed = file.getFileName().toString().endsWith(".gz");
        return new BufferedReader(
                new InputStreamReader(packed ? new GZIPInputStream(in, 1 << 16) : in, StandardCharsets.UTF_8), 1 << 16);
    }

    private static boolean openQuote(String line) {
        return line.chars().filter(c -> c == '"').count() % 2 == 1;
    }

    static String[] split(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted) {
                if (c != '"') {
                    cell.append(c);
                } else if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',') {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells.toArray(new String[0]);
    }

    boolean has(String column) {
        return columns.containsKey(column);
    }

    String text(String[] row, String column) {
        Integer index = columns.get(column);
        return index == null || index >= row.length ? "" : row[index];
    }

    long number(String[] row, String column, long fallback) {
        String text = text(row, column);
        if (text.isEmpty()) {
            return fallback;
        }
        return text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
    }

    int integer(String[] row, String column, int fallback) {
        return Math.toIntExact(number(row, column, fallback));
    }
}
