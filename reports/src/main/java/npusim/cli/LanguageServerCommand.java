package npusim.cli;

import java.util.concurrent.Callable;
import npusim.languageserver.NpuLanguageServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code npusim language-server}: serves an editor over standard input and output. It has no result to write as JSON. */
@Command(
        name = "language-server",
        description = "Serves an editor: the language server protocol over standard input and output.")
final class LanguageServerCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private final HelpOption help = new HelpOption();

    @Override
    public Integer call() {
        return NpuLanguageServer.serve(System.in, System.out) ? ExitCode.SUCCESS : ExitCode.CHECK_FAILED;
    }
}
