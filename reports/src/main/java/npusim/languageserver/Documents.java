package npusim.languageserver;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.Severity;
import npusim.dsl.diagnostic.SuggestedEdit;
import npusim.dsl.editor.EditorSupport;
import npusim.dsl.source.SourceFile;
import npusim.dsl.source.Span;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DiagnosticRelatedInformation;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PrepareRenameDefaultBehavior;
import org.eclipse.lsp4j.PrepareRenameParams;
import org.eclipse.lsp4j.PrepareRenameResult;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.SymbolKind;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.jspecify.annotations.Nullable;

/** The open documents, each compiled anew when it changes. */
final class Documents implements TextDocumentService {

    /**
     * A document with what is known about it.
     *
     * @param text as the editor has it, with its own line ends
     */
    record Open(String text, SourceFile file, EditorSupport support) {}

    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private @Nullable LanguageClient client;

    void connect(LanguageClient languageClient) {
        client = languageClient;
    }

    @Override
    public void didOpen(DidOpenTextDocumentParams parameters) {
        update(
                parameters.getTextDocument().getUri(),
                parameters.getTextDocument().getText());
    }

    @Override
    public void didChange(DidChangeTextDocumentParams parameters) {
        String uri = parameters.getTextDocument().getUri();
        Open document = open.get(uri);
        update(uri, TextChanges.apply(document == null ? "" : document.text(), parameters.getContentChanges()));
    }

    @Override
    public void didClose(DidCloseTextDocumentParams parameters) {
        String uri = parameters.getTextDocument().getUri();
        Open closed = open.remove(uri);
        publish(uri, List.of());
        if (closed != null) {
            recheckImporters(closed.file());
        }
    }

    @Override
    public void didSave(DidSaveTextDocumentParams parameters) {
        Open document = open.get(parameters.getTextDocument().getUri());
        if (document != null) {
            recheck();
        }
    }

    /** Compiles all open documents anew, as a file that they import may have changed. */
    void recheck() {
        open.forEach((uri, document) -> check(uri, document.file(), document.text()));
    }

    private void update(String uri, String text) {
        SourceFile file = new SourceFile(path(uri), text);
        check(uri, file, text);
        recheckImporters(file);
    }

    private void check(String uri, SourceFile file, String text) {
        Open document = new Open(text, file, new EditorSupport(file, this::unsaved));
        open.put(uri, document);
        publish(uri, document.support().diagnostics());
    }

    private void recheckImporters(SourceFile file) {
        String name = importedAs(file);
        open.forEach((uri, document) -> {
            if (document.support().imports(name) && !document.file().name().equals(file.name())) {
                check(uri, document.file(), document.text());
            }
        });
    }

    /** What an open document holds, by its path with forward slashes, or null. */
    private @Nullable SourceFile unsaved(String name) {
        return open.values().stream()
                .map(Open::file)
                .filter(file -> importedAs(file).equals(name))
                .findFirst()
                .orElse(null);
    }

    private static String importedAs(SourceFile file) {
        return file.name().replace('\\', '/');
    }

    private static String path(String uri) {
        try {
            URI parsed = URI.create(uri);
            return "file".equals(parsed.getScheme()) ? Path.of(parsed).toString() : uri;
        } catch (IllegalArgumentException foreign) {
            return uri; // of another machine, or with characters that no URI has: it has no files beside it
        }
    }

    private void publish(String uri, List<Diagnostic> diagnostics) {
        if (client != null) {
            client.publishDiagnostics(new PublishDiagnosticsParams(
                    uri, diagnostics.stream().map(this::toProtocol).toList()));
        }
    }

    private org.eclipse.lsp4j.Diagnostic toProtocol(Diagnostic diagnostic) {
        org.eclipse.lsp4j.Diagnostic result = new org.eclipse.lsp4j.Diagnostic(
                Positions.range(diagnostic.span()),
                diagnostic.message(),
                diagnostic.severity() == Severity.ERROR ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
                "npusim");
        result.setCode(diagnostic.code().label());
        List<DiagnosticRelatedInformation> related = new ArrayList<>();
        diagnostic.notes().forEach(note -> {
            Span span = note.span() == null ? diagnostic.span() : note.span();
            String uri = Positions.uri(span.file(), open);
            if (uri != null) {
                related.add(new DiagnosticRelatedInformation(new Location(uri, Positions.range(span)), note.text()));
            }
        });
        result.setRelatedInformation(related);
        return result;
    }

    private interface Answer<T> {
        T answer(Open document);
    }

    private <T> CompletableFuture<T> ask(String uri, T nothing, Answer<T> answer) {
        Open document = open.get(uri);
        return CompletableFuture.completedFuture(document == null ? nothing : answer.answer(document));
    }

    @Override
    public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(CompletionParams parameters) {
        return ask(parameters.getTextDocument().getUri(), Either.forLeft(List.of()), document -> {
            int offset = Positions.offset(document.file(), parameters.getPosition());
            List<CompletionItem> items = new ArrayList<>();
            for (EditorSupport.Completion completion : document.support().completions(offset)) {
                CompletionItem item = new CompletionItem(completion.label());
                item.setDetail(completion.detail());
                item.setDocumentation(completion.documentation());
                item.setKind(kind(completion.kind()));
                items.add(item);
            }
            return Either.forLeft(items);
        });
    }

    private static CompletionItemKind kind(String kind) {
        return switch (kind) {
            case "property" -> CompletionItemKind.Property;
            case "block" -> CompletionItemKind.Struct;
            case "word" -> CompletionItemKind.EnumMember;
            case "name" -> CompletionItemKind.Class;
            case "unit" -> CompletionItemKind.Unit;
            default -> CompletionItemKind.Keyword;
        };
    }

    @Override
    @SuppressWarnings("NullAway") // the protocol answers null, which the types of the library do not say
    public CompletableFuture<@Nullable Hover> hover(HoverParams parameters) {
        return ask(parameters.getTextDocument().getUri(), null, document -> {
            EditorSupport.Hover hover =
                    document.support().hover(Positions.offset(document.file(), parameters.getPosition()));
            return hover == null
                    ? null
                    : new Hover(
                            new MarkupContent(MarkupKind.MARKDOWN, hover.markdown()), Positions.range(hover.span()));
        });
    }

    @Override
    public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>> definition(
            DefinitionParams parameters) {
        return ask(parameters.getTextDocument().getUri(), Either.forLeft(List.of()), document -> {
            Span span = document.support().definition(Positions.offset(document.file(), parameters.getPosition()));
            String uri = span == null ? null : Positions.uri(span.file(), open);
            return span == null || uri == null
                    ? Either.forLeft(List.of())
                    : Either.forLeft(List.of(new Location(uri, Positions.range(span))));
        });
    }

    @Override
    public CompletableFuture<List<? extends Location>> references(ReferenceParams parameters) {
        return ask(parameters.getTextDocument().getUri(), List.of(), document -> {
            int offset = Positions.offset(document.file(), parameters.getPosition());
            Span declaration = document.support().definition(offset);
            boolean all = parameters.getContext().isIncludeDeclaration() || declaration == null;
            List<Location> locations = new ArrayList<>();
            new References(open, this::unsaved)
                    .everywhere(document, offset)
                    .forEach((uri, spans) -> spans.stream()
                            .filter(span -> all || !span.equals(declaration))
                            .forEach(span -> locations.add(new Location(uri, Positions.range(span)))));
            return locations;
        });
    }

    @Override
    public CompletableFuture<List<? extends DocumentHighlight>> documentHighlight(DocumentHighlightParams parameters) {
        return ask(parameters.getTextDocument().getUri(), List.of(), document -> {
            int offset = Positions.offset(document.file(), parameters.getPosition());
            return References.here(document, offset).stream()
                    .map(span -> new DocumentHighlight(Positions.range(span)))
                    .toList();
        });
    }

    @Override
    @SuppressWarnings("NullAway") // the protocol answers null, which the types of the library do not say
    public CompletableFuture<@Nullable WorkspaceEdit> rename(RenameParams parameters) {
        Open document = open.get(parameters.getTextDocument().getUri());
        return document == null
                ? CompletableFuture.completedFuture(null)
                : new Rename(open, this::unsaved, parameters).edit(document);
    }

    /** The word that a rename would change; null, which the editor says by itself, where there is none. */
    @Override
    @SuppressWarnings("NullAway") // the protocol answers null, which the types of the library do not say
    public CompletableFuture<@Nullable Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>> prepareRename(
            PrepareRenameParams parameters) {
        return ask(parameters.getTextDocument().getUri(), null, document -> {
            Span span = Rename.target(open, document, Positions.offset(document.file(), parameters.getPosition()));
            return span == null ? null : Either3.forFirst(Positions.range(span));
        });
    }

    @Override
    public CompletableFuture<List<? extends TextEdit>> formatting(DocumentFormattingParams parameters) {
        return ask(parameters.getTextDocument().getUri(), List.of(), document -> {
            String text = document.support().formatted();
            if (text == null || text.equals(document.text())) {
                return List.of();
            }
            Position end =
                    Positions.position(document.file(), document.file().text().length());
            return List.of(new TextEdit(new Range(new Position(0, 0), end), text));
        });
    }

    @Override
    public CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(
            DocumentSymbolParams parameters) {
        return ask(parameters.getTextDocument().getUri(), List.of(), document -> {
            List<Either<SymbolInformation, DocumentSymbol>> symbols = new ArrayList<>();
            document.support().symbols().forEach(symbol -> symbols.add(Either.forRight(symbol(symbol))));
            return symbols;
        });
    }

    private static DocumentSymbol symbol(EditorSupport.Symbol symbol) {
        DocumentSymbol result = new DocumentSymbol(
                symbol.name(),
                symbol.kind().equals("const") ? SymbolKind.Constant : SymbolKind.Class,
                Positions.range(symbol.span()),
                Positions.range(symbol.nameSpan()),
                symbol.kind());
        result.setChildren(symbol.children().stream().map(Documents::symbol).toList());
        return result;
    }

    @Override
    public CompletableFuture<List<Either<Command, CodeAction>>> codeAction(CodeActionParams parameters) {
        String uri = parameters.getTextDocument().getUri();
        return ask(uri, List.of(), document -> {
            List<Either<Command, CodeAction>> actions = new ArrayList<>();
            int line = parameters.getRange().getStart().getLine() + 1;
            for (Diagnostic diagnostic : document.support().diagnostics()) {
                SuggestedEdit edit = diagnostic.edit();
                if (edit != null && diagnostic.span().line() == line) {
                    CodeAction action = new CodeAction(edit.advice());
                    action.setKind(CodeActionKind.QuickFix);
                    action.setDiagnostics(List.of(toProtocol(diagnostic)));
                    action.setEdit(new WorkspaceEdit(
                            Map.of(uri, List.of(new TextEdit(Positions.range(edit.span()), edit.replacement())))));
                    actions.add(Either.forRight(action));
                }
            }
            return actions;
        });
    }
}
