package npusim.languageserver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.jspecify.annotations.Nullable;

/** Offsets to the protocol's zero-based positions, and names of files to URIs. */
final class Positions {

    private static final String SHIPPED = "configs/";

    private Positions() {}

    static Position position(SourceFile file, int offset) {
        return new Position(file.line(offset) - 1, file.column(offset) - 1);
    }

    static Range range(Span span) {
        return new Range(position(span.file(), span.start()), position(span.file(), span.end()));
    }

    /** Where a position is; what lies behind a line or behind the text is their end. */
    static int offset(SourceFile file, Position position) {
        int line = Math.max(0, position.getLine()) + 1;
        if (line > file.lines()) {
            return file.text().length();
        }
        int start = file.lineStart(line);
        return Math.clamp(
                (long) start + position.getCharacter(),
                start,
                start + file.lineText(line).length());
    }

    /**
     * The URI by which the client knows a file: its own spelling for an open one, otherwise that of the file on disk; null for a
     * shipped file that is not unpacked.
     */
    static @Nullable String uri(SourceFile file, Map<String, Documents.Open> open) {
        return open.entrySet().stream()
                .filter(entry -> entry.getValue().file().name().equals(file.name()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> uri(file));
    }

    private static @Nullable String uri(SourceFile file) {
        if (file.name().startsWith(SHIPPED)) {
            Path unpacked = Path.of(System.getProperty("npusim.root", ".")).resolve(file.name());
            return Files.exists(unpacked)
                    ? unpacked.toAbsolutePath().normalize().toUri().toString()
                    : null;
        }
        return Path.of(file.name()).toAbsolutePath().toUri().toString();
    }
}
