package npusim.dsl.diagnostic;

import java.util.List;

/** Carries diagnostics to the edge of the program, where they are rendered. */
public final class DiagnosticException extends RuntimeException {

    private final transient List<Diagnostic> diagnostics;

    /** Wraps at least one diagnostic. */
    public DiagnosticException(List<Diagnostic> diagnostics) {
        super(diagnostics.isEmpty() ? "" : diagnostics.getFirst().message(), null, false, false);
        this.diagnostics = List.copyOf(diagnostics);
    }

    /** The diagnostics. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
