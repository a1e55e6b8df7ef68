package npusim.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.StringWriter;
import java.util.List;

/** Comma-separated values (RFC 4180, lines end with a line feed). */
public final class CsvText {
    private CsvText() {}

    /** A table with its header. */
    public static String of(List<String> header, Iterable<List<String>> rows) {
        StringWriter text = new StringWriter();
        CsvWriter writer = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .bufferSize(0)
                .build(text);
        writer.writeRecord(header);
        rows.forEach(row -> writer.writeRecord(row));
        return text.toString();
    }
}
