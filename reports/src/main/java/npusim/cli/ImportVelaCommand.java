package npusim.cli;

import java.io.IOException;
import java.nio.file.Path;
import npusim.dsl.diagnostic.DiagnosticException;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.source.SourceFile;
import npusim.dsl.syntax.Formatter;
import npusim.dsl.vela.ImportVela;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim import-vela}: turns a {@code vela.ini} into a description. */
@Command(
        name = "import-vela",
        description = {
            "Turns a vela.ini into systems and memory modes of the language.",
            "A key that would be lost is an error; nothing is written then."
        })
final class ImportVelaCommand extends Verb {
    @Parameters(paramLabel = "INI", description = "The vela.ini ('-': standard input).")
    @SuppressWarnings("NullAway.Init")
    private Path ini;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write (default: '-', standard output).")
    @Output(standard = true)
    private @Nullable Path output;

    /** What {@code --json} writes. */
    record Result(String text) {}

    @Override
    public Integer call() throws IOException {
        DiagnosticSink sink = new DiagnosticSink();
        String text = ImportVela.convert(new SourceFile(InputText.name(ini), InputText.read(ini)), sink);
        if (text == null) {
            throw new DiagnosticException(sink.sorted());
        }
        String laidOut = Formatter.format(new SourceFile(InputText.name(ini), text), sink);
        String result = laidOut == null ? text : laidOut;
        writeText(output, result);
        writeJson(new Result(result));
        return ExitCode.SUCCESS;
    }
}
