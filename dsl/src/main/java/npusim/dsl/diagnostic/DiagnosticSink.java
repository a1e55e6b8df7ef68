package npusim.dsl.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import npusim.dsl.source.SourceFile;

/** Collects problems; a place is reported once per code, however often a pass meets it. */
public final class DiagnosticSink {

    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Set<Place> places = new HashSet<>();
    private final Set<String> filesWithErrors = new HashSet<>();
    private boolean errors;
    private UnaryOperator<Diagnostic> rewriting = UnaryOperator.identity();

    /** Takes a problem unless the same code was already reported at the same place. */
    public void report(Diagnostic found) {
        Diagnostic diagnostic = rewriting.apply(found);
        Place place = new Place(
                diagnostic.code(),
                diagnostic.span().file().name(),
                diagnostic.span().start());
        if (places.add(place)) {
            diagnostics.add(diagnostic);
            if (diagnostic.severity() == Severity.ERROR) {
                errors = true;
                filesWithErrors.add(diagnostic.span().file().name());
            }
        }
    }

    /**
     * Runs {@code action}; what it reports passes through {@code rewrite} first, in place of what an action around it asked
     * for.
     */
    public <T> T rewriting(UnaryOperator<Diagnostic> rewrite, Supplier<T> action) {
        UnaryOperator<Diagnostic> outer = rewriting;
        rewriting = rewrite;
        try {
            return action.get();
        } finally {
            rewriting = outer;
        }
    }

    /** Whether an error was reported. */
    public boolean hasErrors() {
        return errors;
    }

    /** Whether an error was reported in {@code file}. */
    public boolean hasErrorsIn(SourceFile file) {
        return filesWithErrors.contains(file.name());
    }

    /** All problems by file, then place. */
    public List<Diagnostic> sorted() {
        return diagnostics.stream()
                .sorted(Comparator.comparing((Diagnostic d) -> d.span().file().name())
                        .thenComparingInt(d -> d.span().start())
                        .thenComparing(Diagnostic::code))
                .toList();
    }

    private record Place(DiagnosticCode code, String file, int start) {}
}
