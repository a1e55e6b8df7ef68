package npusim.cli;

import npusim.languageserver.NpuLanguageServer;
import picocli.CommandLine.Command;

/** {@code npusim language-server}: serves an editor over standard input and output. */
@Command(
        name = "language-server",
        description = "Serves an editor: the language server protocol over standard input and output.")
final class LanguageServerCommand extends Verb {

    @Override
    public Integer call() {
        return NpuLanguageServer.serve(System.in, System.out) ? ExitCode.SUCCESS : ExitCode.CHECK_FAILED;
    }
}
