package npusim.languageserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import npusim.dsl.editor.EditorSupport;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.jspecify.annotations.Nullable;

/** Gives a declaration, constant or parameter another name wherever it is meant, in open documents and in files beside. */
final class Rename {
    private final Map<String, Documents.Open> open;
    private final Function<String, @Nullable SourceFile> unsaved;
    private final RenameParams parameters;
    private final String newName;

    Rename(Map<String, Documents.Open> open, Function<String, @Nullable SourceFile> unsaved, RenameParams parameters) {
        this.open = open;
        this.unsaved = unsaved;
        this.parameters = parameters;
        this.newName = parameters.getNewName();
    }

    /** The edits, or an error that says why there are none. */
    CompletableFuture<WorkspaceEdit> edit(Documents.Open document) {
        if (!EditorSupport.isName(newName)) {
            return refused("'" + newName + "' is no name");
        }
        if (document.support().declaration(newName) != null) {
            return refused("there is a declaration called '" + newName + "'");
        }
        int offset = Positions.offset(document.file(), parameters.getPosition());
        String name = document.support().nameAt(offset);
        Span declaration = document.support().definition(offset);
        if (name == null || declaration == null) {
            List<Span> here = document.support().occurrences(offset);
            return edit(Map.of(parameters.getTextDocument().getUri(), edits(here)));
        }
        String home = declaration.file().name();
        return mayEdit(home, open)
                ? edit(everywhere(name, home))
                : refused("'" + name + "' ships with npusim: nobody may edit it");
    }

    /** The word at {@code offset} if it is one that can be renamed, otherwise null. */
    static @Nullable Span target(Map<String, Documents.Open> open, Documents.Open document, int offset) {
        String name = document.support().nameAt(offset);
        Span declaration = document.support().definition(offset);
        if (name == null || (declaration != null && !mayEdit(declaration.file().name(), open))) {
            return null;
        }
        List<Span> spans = declaration == null
                ? document.support().occurrences(offset)
                : document.support().uses(name);
        return spans.stream()
                .filter(span -> span.start() <= offset && offset <= span.end())
                .findFirst()
                .orElse(null);
    }

    private static boolean mayEdit(String home, Map<String, Documents.Open> open) {
        return Files.exists(Path.of(home)) || isOpen(home, open);
    }

    private static CompletableFuture<WorkspaceEdit> edit(Map<String, List<TextEdit>> changes) {
        return CompletableFuture.completedFuture(new WorkspaceEdit(changes));
    }

    private static CompletableFuture<WorkspaceEdit> refused(String why) {
        return CompletableFuture.failedFuture(
                new ResponseErrorException(new ResponseError(ResponseErrorCode.InvalidParams, why, null)));
    }

    /** Edits in the open documents and in the files beside the file {@code home}, as far as they see its declaration. */
    private Map<String, List<TextEdit>> everywhere(String name, String home) {
        Map<SourceFile, EditorSupport> candidates = new LinkedHashMap<>();
        open.values().forEach(document -> candidates.put(document.file(), document.support()));
        closedBeside(Path.of(home)).forEach(file -> candidates.put(file, new EditorSupport(file, unsaved)));
        Map<String, List<TextEdit>> changes = new TreeMap<>();
        candidates.forEach((file, support) -> {
            Span seen = support.declaration(name);
            String uri = Positions.uri(file, open);
            if (uri != null && seen != null && sameFile(seen.file().name(), home)) {
                changes.put(uri, edits(support.uses(name)));
            }
        });
        return changes;
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

    private static boolean isOpen(String name, Map<String, Documents.Open> open) {
        return open.values().stream()
                .anyMatch(document -> document.file().name().equals(name));
    }

    private static boolean sameFile(String left, String right) {
        return Path.of(left).normalize().equals(Path.of(right).normalize());
    }

    private List<TextEdit> edits(List<Span> spans) {
        return spans.stream()
                .map(span -> new TextEdit(Positions.range(span), newName))
                .toList();
    }
}
