package npusim.cli;

import java.nio.file.Path;
import java.util.List;
import npusim.cli.LanguageSupport.Problem;
import npusim.dsl.Compilation;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticRenderer;
import npusim.dsl.diagnostic.Severity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code npusim check}: reports every problem of descriptions. */
@Command(
        name = "check",
        description = {
            "Checks descriptions.",
            "Prints every problem of all files; without files, checks the configurations that ship. Exits with 1 when there is "
                    + "an error, with 2 when a file cannot be read."
        })
final class CheckCommand extends Verb {
    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Descriptions (.npu; '-': standard input).")
    private List<Path> files = List.of();

    @Option(names = "--strict", description = "Take warnings as errors.")
    private boolean strict;

    /** What {@code --json} writes. */
    record Result(int errors, int warnings, List<Problem> problems) {}

    @Override
    public Integer call() {
        Compilation compilation = InputText.compile(files);
        List<Diagnostic> diagnostics = compilation.diagnostics();
        int errors = (int)
                diagnostics.stream().filter(d -> d.severity() == Severity.ERROR).count();
        int warnings = diagnostics.size() - errors;
        if (!diagnostics.isEmpty()) {
            err().print(DiagnosticRenderer.render(diagnostics));
            err().flush();
        }
        writeJson(new Result(
                errors, warnings, diagnostics.stream().map(Problem::of).toList()));
        if (diagnostics.stream().anyMatch(d -> d.code() == DiagnosticCode.UNREADABLE_FILE)) {
            return ExitCode.BAD_INPUT; // nothing to count: what was not read has not been checked
        }
        out().println(count(errors, "error") + ", " + count(warnings, "warning"));
        return errors > 0 || (strict && warnings > 0) ? ExitCode.CHECK_FAILED : ExitCode.SUCCESS;
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
