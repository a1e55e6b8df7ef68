package npusim.languageserver;

import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.services.WorkspaceService;

/** The server has no settings; files that change are read anew. */
final class Workspace implements WorkspaceService {

    private final Documents documents;

    Workspace(Documents documents) {
        this.documents = documents;
    }

    @Override
    public void didChangeConfiguration(DidChangeConfigurationParams parameters) {
        // no settings
    }

    @Override
    public void didChangeWatchedFiles(DidChangeWatchedFilesParams parameters) {
        documents.recheck();
    }
}
