package npusim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import npusim.dsl.diagnostic.DiagnosticException;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.source.SourceFile;
import npusim.dsl.syntax.Formatter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim format}: lays descriptions out. */
@Command(
        name = "format",
        description = {
            "Lays descriptions out in place.",
            "Comments and line breaks stay; formatting twice changes nothing. A file with syntax errors is left as it is.",
            "Lines end as most of a file's do, in LF or in CR LF, so that a file that Git has given CR LF passes --check."
        })
final class FormatCommand extends Verb {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Descriptions (.npu; '-': standard input, laid out to standard output).")
    private List<Path> files = List.of();

    @Option(names = "--check", description = "Change nothing; list the files that would change and exit with 1.")
    private boolean check;

    /** What {@code --json} writes. */
    record Result(boolean written, List<String> changed) {}

    @Override
    public Integer call() throws IOException {
        List<String> texts = new ArrayList<>();
        List<String> formatted = new ArrayList<>();
        DiagnosticSink sink = new DiagnosticSink();
        for (Path file : files) {
            String text = InputText.read(file);
            String laidOut = Formatter.format(new SourceFile(InputText.name(file), text), sink);
            texts.add(text);
            formatted.add(laidOut == null ? text : laidOut);
        }
        if (sink.hasErrors()) {
            throw new DiagnosticException(sink.sorted());
        }
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            boolean changes = !texts.get(i).equals(formatted.get(i));
            if (changes) {
                changed.add(InputText.name(file));
            }
            if (InputText.isStandardInput(file) && !check) {
                out().print(formatted.get(i));
            } else if (changes) {
                out().println((check ? "would change " : "changed ") + InputText.name(file));
                if (!check) {
                    writeWhole(file, formatted.get(i));
                }
            }
        }
        writeJson(new Result(!check, changed));
        return check && !changed.isEmpty() ? ExitCode.CHECK_FAILED : ExitCode.SUCCESS;
    }
}
