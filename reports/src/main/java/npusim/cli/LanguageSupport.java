package npusim.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import npusim.dsl.Compilation;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticRenderer;
import npusim.dsl.diagnostic.Severity;
import org.jspecify.annotations.Nullable;

/** What the verbs of the language share. */
final class LanguageSupport {
    /** What {@code --config} is for, in each verb that has it. */
    static final String CONFIG = "Description (.npu) to take names from besides the shipped ones. May be repeated.";

    private LanguageSupport() {}

    /**
     * One diagnostic as {@code --json} writes it.
     *
     * @param code stable code
     * @param severity {@code error} or {@code warning}
     * @param message the message
     * @param file the file
     * @param line one-based line
     * @param column one-based column
     * @param length characters marked
     * @param notes remarks
     * @param advice what to do, or null
     * @param replacement text to put in place of the marked one, or null
     */
    record Problem(
            String code,
            String severity,
            String message,
            String file,
            int line,
            int column,
            int length,
            List<String> notes,
            @Nullable String advice,
            @Nullable String replacement) {

        static Problem of(Diagnostic diagnostic) {
            return new Problem(
                    diagnostic.code().label(),
                    diagnostic.severity().label(),
                    diagnostic.message(),
                    diagnostic.span().file().name(),
                    diagnostic.span().line(),
                    diagnostic.span().column(),
                    diagnostic.span().end() - diagnostic.span().start(),
                    diagnostic.notes().stream()
                            .map(note -> note.span() == null ? note.text() : note.text() + " (" + note.span() + ")")
                            .toList(),
                    diagnostic.edit() == null ? null : diagnostic.edit().advice(),
                    diagnostic.edit() == null ? null : diagnostic.edit().replacement());
        }
    }

    /** The shipped configurations with {@code files}; prints warnings, throws when there are errors. */
    static Library library(List<Path> files, PrintWriter err) {
        if (files.isEmpty()) {
            return NpuLanguage.shipped();
        }
        Compilation compilation = InputText.compile(files);
        Library library = compilation.orThrow();
        List<Diagnostic> warnings = compilation.diagnostics().stream()
                .filter(d -> d.severity() == Severity.WARNING)
                .toList();
        if (!warnings.isEmpty()) {
            err.print(DiagnosticRenderer.render(warnings));
            err.flush();
        }
        return library;
    }
}
