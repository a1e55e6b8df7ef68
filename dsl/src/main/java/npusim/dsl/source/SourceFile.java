package npusim.dsl.source;

import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;

/** The text of one file, with the means to turn offsets into lines and columns. Compared by {@link #name()}. */
public final class SourceFile {

    private static final Pattern LONE_RETURN = Pattern.compile("\r(?!\n)");

    private final String name;
    private final String text;
    private final int[] lineStarts;

    /**
     * A file.
     *
     * @param name the path as shown in diagnostics, with forward slashes
     * @param text the whole text; a carriage return that no line feed follows ends a line as well and is kept as one
     */
    public SourceFile(String name, String text) {
        this.name = name;
        this.text = text.indexOf('\r') < 0 ? text : LONE_RETURN.matcher(text).replaceAll("\n");
        this.lineStarts = findLineStarts(this.text);
    }

    /** The path as shown in diagnostics. */
    public String name() {
        return name;
    }

    /** The whole text. */
    public String text() {
        return text;
    }

    /** Number of lines; a last empty line counts. */
    public int lines() {
        return lineStarts.length;
    }

    /** One-based line of {@code offset}. */
    public int line(int offset) {
        int index = Arrays.binarySearch(lineStarts, offset);
        return index >= 0 ? index + 1 : -index - 1;
    }

    /** One-based column of {@code offset}, counted in UTF-16 units. */
    public int column(int offset) {
        return offset - lineStarts[line(offset) - 1] + 1;
    }

    /** Offset of the first character of the one-based {@code line}. */
    public int lineStart(int line) {
        return lineStarts[line - 1];
    }

    /** The text of the one-based {@code line} without its line end. */
    public String lineText(int line) {
        int start = lineStarts[line - 1];
        int end = line < lineStarts.length ? lineStarts[line] : text.length();
        while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(start, end);
    }

    private static int[] findLineStarts(String text) {
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                count++;
            }
        }
        int[] starts = new int[count];
        int line = 1;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                starts[line++] = i + 1;
            }
        }
        return starts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SourceFile file && name.equals(file.name) && text.equals(file.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
