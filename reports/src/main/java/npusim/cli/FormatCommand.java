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
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Descriptions (.npu).")
    private List<Path> files = List.of();

    @Option(names = "--check", description = "Change nothing; list the files that would change and exit with 1.")
    private boolean check;

    /** What {@code --json} writes. */
    record Result(boolean written, List<String> changed) {}

    @Override
    public Integer call() throws IOException {
        List<String> formatted = new ArrayList<>();
        DiagnosticSink sink = new DiagnosticSink();
        for (Path file : files) {
            String text = readText(file);
            String laidOut = Formatter.format(new SourceFile(file.toString(), text), sink);
            formatted.add(laidOut == null ? text : laidOut);
        }
        if (sink.hasErrors()) {
            throw new DiagnosticException(sink.sorted());
        }
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            if (!readText(files.get(i)).equals(formatted.get(i))) {
                changed.add(files.get(i).toString());
                out().println((check ? "would change " : "changed ") + files.get(i));
                if (!check) {
                    writeWhole(files.get(i), formatted.get(i));
                }
            }
        }
        writeJson(new Result(!check, changed));
        return check && !changed.isEmpty() ? ExitCode.CHECK_FAILED : ExitCode.SUCCESS;
    }
}
