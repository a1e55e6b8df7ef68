package npusim.dsl;

import java.util.List;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticException;
import npusim.dsl.diagnostic.Severity;

/**
 * The result of compiling files: all problems, and the library of what is sound.
 *
 * @param diagnostics errors and warnings by file and place
 * @param library every declaration without errors
 */
public record Compilation(List<Diagnostic> diagnostics, Library library) {

    /** Copies the list. */
    public Compilation {
        diagnostics = List.copyOf(diagnostics);
    }

    /** Whether there is an error. */
    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
    }

    /** The library; throws {@link DiagnosticException} with the errors when there are any. */
    public Library orThrow() {
        if (hasErrors()) {
            throw new DiagnosticException(diagnostics.stream()
                    .filter(d -> d.severity() == Severity.ERROR)
                    .toList());
        }
        return library;
    }
}
