package npusim.dsl.source;

/**
 * A stretch of a file.
 *
 * @param file the file
 * @param start offset of the first character
 * @param end offset after the last character, not before {@code start}
 */
public record Span(SourceFile file, int start, int end) {

    /** One-based line of the first character. */
    public int line() {
        return file.line(start);
    }

    /** One-based column of the first character. */
    public int column() {
        return file.column(start);
    }

    /** The text covered. */
    public String text() {
        return file.text().substring(start, end);
    }

    /** From the start of this span to the end of {@code other}, which is in the same file. */
    public Span to(Span other) {
        return new Span(file, start, Math.max(end, other.end));
    }

    /** {@code file:line}. */
    public String fileAndLine() {
        return file.name() + ":" + line();
    }

    @Override
    public String toString() {
        return file.name() + ":" + line() + ":" + column();
    }
}
