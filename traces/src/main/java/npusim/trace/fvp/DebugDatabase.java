package npusim.trace.fvp;

import java.io.CharConversionException;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import npusim.file.WholeFile;
import npusim.trace.TraceFormatException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The tables of a compiler's debug database: an XML document with a table of comma-separated values in each element
 * called table.
 *
 * @param tables by name, in the order of the document
 */
public record DebugDatabase(Map<String, Table> tables) {
    /**
     * One table.
     *
     * @param columns names of the columns
     * @param rows values as text, one for each column
     */
    public record Table(List<String> columns, List<List<String>> rows) {
        public Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }

        /** Values of a column from the first row to the last. */
        List<String> column(String table, String name) {
            int index = columns.indexOf(name);
            if (index < 0) {
                throw new TraceFormatException("table '" + table + "' of the debug database has no column '" + name
                        + "' (it has " + String.join(", ", columns) + ")");
            }
            return rows.stream().map(row -> row.get(index)).toList();
        }
    }

    /** Values of a column as whole numbers. */
    List<Long> numbers(String table, String column) {
        List<Long> numbers = new ArrayList<>();
        for (String text : table(table).column(table, column)) {
            try {
                numbers.add(Long.parseLong(text));
            } catch (NumberFormatException e) {
                throw new TraceFormatException(
                        "column '" + column + "' of table '" + table + "' of the debug database has '" + text
                                + "' for a number",
                        e);
            }
        }
        return numbers;
    }

    private Table table(String name) {
        Table table = tables.get(name);
        if (table == null) {
            throw new TraceFormatException("the debug database has no table '" + name + "' (it has "
                    + String.join(", ", tables.keySet()) + ")");
        }
        return table;
    }

    /** Writes the document as UTF-8. */
    public void write(String source, Writer target) throws IOException {
        target.write("<?xml version='1.0' encoding='UTF-8'?>\n<debug source=\"" + escaped(source) + "\">\n");
        for (Map.Entry<String, Table> table : tables.entrySet()) {
            target.write("<table name=\"" + table.getKey() + "\"><![CDATA[\n");
            line(target, table.getValue().columns());
            for (List<String> row : table.getValue().rows()) {
                line(target, row);
            }
            target.write("]]></table>\n");
        }
        target.write("</debug>\n");
    }

    private static void line(Writer target, List<String> values) throws IOException {
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            boolean number = !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
            target.write(i == 0 ? "" : ",");
            target.write(number ? value : "\"" + value.replace("\"", "\"\"").replace("]]>", "] ]>") + "\"");
        }
        target.write("\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    /**
     * Reads a document.
     *
     * @throws TraceFormatException if it is none of this kind
     */
    public static DebugDatabase read(Path file) throws IOException {
        Map<String, Table> tables = new LinkedHashMap<>();
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            NodeList elements;
            try (var stream = WholeFile.open(file)) {
                elements = builder.parse(stream).getDocumentElement().getElementsByTagName("table");
            }
            for (int i = 0; i < elements.getLength(); i++) {
                Element element = (Element) elements.item(i);
                tables.put(element.getAttribute("name"), parse(file, element));
            }
        } catch (SAXException | CharConversionException | UnsupportedEncodingException e) {
            throw new TraceFormatException(file + " is no XML debug database: " + e.getMessage(), e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
        return new DebugDatabase(tables);
    }

    private static Table parse(Path file, Element element) {
        List<List<String>> lines = element.getTextContent()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(DebugDatabase::split)
                .toList();
        if (lines.isEmpty()) {
            return new Table(List.of(), List.of());
        }
        List<String> columns = lines.getFirst();
        for (List<String> row : lines) {
            if (row.size() != columns.size()) {
                throw new TraceFormatException("table '" + element.getAttribute("name") + "' in " + file + " has "
                        + columns.size() + " columns and a row of " + row.size());
            }
        }
        return new Table(columns, lines.subList(1, lines.size()));
    }

    /** Splits at commas outside quotation marks. */
    private static List<String> split(String line) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                value.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString());
        return values;
    }
}
