package npusim.languageserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import npusim.dsl.editor.EditorSupport;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import org.jspecify.annotations.Nullable;

/** The places that mean a declaration, constant or parameter, its declaration among them. */
final class References {
    private final Map<String, Documents.Open> open;
    private final Function<String, @Nullable SourceFile> unsaved;

    References(Map<String, Documents.Open> open, Function<String, @Nullable SourceFile> unsaved) {
        this.open = open;
        this.unsaved = unsaved;
    }

    /** The places in the document itself. */
    static List<Span> here(Documents.Open document, int offset) {
        String name = document.support().nameAt(offset);
        return name == null || document.support().definition(offset) == null
                ? document.support().occurrences(offset)
                : document.support().uses(name);
    }

    /** What the word at {@code offset} means, by URI: in the open documents and in the files beside its declaration. */
    Map<String, List<Span>> everywhere(Documents.Open document, int offset) {
        String name = document.support().nameAt(offset);
        Span declaration = document.support().definition(offset);
        if (name == null || declaration == null) {
            String here = Positions.uri(document.file(), open);
            return here == null ? Map.of() : Map.of(here, here(document, offset));
        }
        String home = declaration.file().name();
        Map<SourceFile, EditorSupport> candidates = new LinkedHashMap<>();
        open.values().forEach(other -> candidates.put(other.file(), other.support()));
        closedBeside(Path.of(home)).forEach(file -> candidates.put(file, new EditorSupport(file, unsaved)));
        Map<String, List<Span>> found = new TreeMap<>();
        candidates.forEach((file, support) -> {
            Span seen = support.declaration(name);
            String uri = Positions.uri(file, open);
            if (uri != null && seen != null && sameFile(seen.file().name(), home)) {
                found.put(uri, support.uses(name));
            }
        });
        return found;
    }

    /** The descriptions in the folder of {@code home} that are not open; none if it cannot be read. */
    private List<SourceFile> closedBeside(Path home) {
        Path folder = home.getParent();
        if (folder == null || !Files.exists(home)) {
            return List.of();
        }
        List<SourceFile> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".npu"))
                    .filter(path -> !isOpen(path.toString(), open))
                    .toList()) {
                found.add(new SourceFile(file.toString(), Files.readString(file)));
            }
            return found;
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    static boolean isOpen(String name, Map<String, Documents.Open> open) {
        return open.values().stream()
                .anyMatch(document -> document.file().name().equals(name));
    }

    private static boolean sameFile(String left, String right) {
        return Path.of(left).normalize().equals(Path.of(right).normalize());
    }
}
