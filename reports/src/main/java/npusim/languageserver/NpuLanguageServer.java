package npusim.languageserver;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.RenameCapabilities;
import org.eclipse.lsp4j.RenameOptions;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;

/** Speaks the language server protocol: diagnostics, completion, hover, definition, references, rename, formatting, symbols, quick fixes. */
public final class NpuLanguageServer implements LanguageServer {

    private final Documents documents = new Documents();
    private final WorkspaceService workspace = new Workspace(documents);
    private final CompletableFuture<Boolean> left = new CompletableFuture<>();
    private volatile boolean shutDown;

    private NpuLanguageServer() {}

    /**
     * Serves one client until it leaves.
     *
     * @return whether the client shut the server down before it left
     */
    public static boolean serve(InputStream in, OutputStream out) {
        NpuLanguageServer server = new NpuLanguageServer();
        Launcher<LanguageClient> launcher = LSPLauncher.createServerLauncher(server, in, out);
        server.documents.connect(launcher.getRemoteProxy());
        Future<Void> listening = launcher.startListening();
        Thread.ofPlatform().daemon().start(() -> server.leaveAfter(listening));
        return server.left.join();
    }

    /** Leaves when the client has closed the stream, if it has not said so before. */
    private void leaveAfter(Future<Void> listening) {
        try {
            listening.get();
            left.complete(shutDown);
        } catch (InterruptedException | ExecutionException lost) {
            left.complete(false);
        }
    }

    @Override
    public CompletableFuture<InitializeResult> initialize(InitializeParams parameters) {
        ServerCapabilities capabilities = new ServerCapabilities();
        capabilities.setTextDocumentSync(TextDocumentSyncKind.Incremental);
        capabilities.setCompletionProvider(new CompletionOptions());
        capabilities.setHoverProvider(true);
        capabilities.setDefinitionProvider(true);
        capabilities.setReferencesProvider(true);
        capabilities.setDocumentHighlightProvider(true);
        capabilities.setRenameProvider(
                preparesRenames(parameters) ? Either.forRight(new RenameOptions(true)) : Either.forLeft(true));
        capabilities.setDocumentFormattingProvider(true);
        capabilities.setDocumentSymbolProvider(true);
        capabilities.setCodeActionProvider(true);
        return CompletableFuture.completedFuture(new InitializeResult(capabilities, new ServerInfo("npusim")));
    }

    /** Whether the client asks what can be renamed, without which it does not take options of that. */
    private static boolean preparesRenames(InitializeParams parameters) {
        ClientCapabilities client = parameters.getCapabilities();
        TextDocumentClientCapabilities texts = client == null ? null : client.getTextDocument();
        RenameCapabilities rename = texts == null ? null : texts.getRename();
        return rename != null && Boolean.TRUE.equals(rename.getPrepareSupport());
    }

    @Override
    public CompletableFuture<Object> shutdown() {
        shutDown = true;
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public void exit() {
        left.complete(shutDown);
    }

    @Override
    public TextDocumentService getTextDocumentService() {
        return documents;
    }

    @Override
    public WorkspaceService getWorkspaceService() {
        return workspace;
    }
}
