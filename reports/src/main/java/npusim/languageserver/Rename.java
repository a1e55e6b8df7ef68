package npusim.languageserver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
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
        Span declaration = document.support().definition(offset);
        if (declaration != null && !mayEdit(declaration.file().name(), open)) {
            return refused("'" + document.support().nameAt(offset) + "' ships with npusim: nobody may edit it");
        }
        Map<String, List<TextEdit>> changes = new TreeMap<>();
        new References(open, unsaved)
                .everywhere(document, offset)
                .forEach((uri, spans) -> changes.put(uri, edits(spans)));
        return CompletableFuture.completedFuture(new WorkspaceEdit(changes));
    }

    /** The word at {@code offset} if it is one that can be renamed, otherwise null. */
    static @Nullable Span target(Map<String, Documents.Open> open, Documents.Open document, int offset) {
        String name = document.support().nameAt(offset);
        Span declaration = document.support().definition(offset);
        if (name == null || (declaration != null && !mayEdit(declaration.file().name(), open))) {
            return null;
        }
        return References.here(document, offset).stream()
                .filter(span -> span.start() <= offset && offset <= span.end())
                .findFirst()
                .orElse(null);
    }

    private static boolean mayEdit(String home, Map<String, Documents.Open> open) {
        return Files.exists(Path.of(home)) || References.isOpen(home, open);
    }

    private static CompletableFuture<WorkspaceEdit> refused(String why) {
        return CompletableFuture.failedFuture(
                new ResponseErrorException(new ResponseError(ResponseErrorCode.InvalidParams, why, null)));
    }

    private List<TextEdit> edits(List<Span> spans) {
        return spans.stream()
                .map(span -> new TextEdit(Positions.range(span), newName))
                .toList();
    }
}
