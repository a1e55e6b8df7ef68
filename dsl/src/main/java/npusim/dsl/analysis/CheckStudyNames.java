package npusim.dsl.analysis;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.schema.BlockType;
import npusim.dsl.schema.Schemas;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.Name;
import npusim.dsl.syntax.Reference;
import org.jspecify.annotations.Nullable;

/** Checks the names in objectives and requirements of a study: metrics, PMU events and properties of the design. */
final class CheckStudyNames {
    private static final Map<String, String> KIND_BY_ROOT = Map.of(
            "accelerator", "accelerator",
            "system", "system",
            "memory_mode", "memory_mode",
            "platform", "platform",
            "timing", "timing_profile",
            "engine", "engine_timing",
            "energy", "energy_table");

    private static final Pattern EVENT = Pattern.compile("[A-Z][A-Z0-9_]*");

    private final DiagnosticSink sink;
    private final Set<String> events;
    private boolean found;

    /** {@code events} are the PMU events of all catalogues; without a catalogue in sight any name of that form passes. */
    CheckStudyNames(DiagnosticSink sink, Set<String> events) {
        this.sink = sink;
        this.events = events;
    }

    /** Reports the names in {@code expression} that mean nothing; whether there were none. */
    boolean check(Expression expression) {
        found = false;
        visit(expression);
        return !found;
    }

    private void visit(Expression expression) {
        switch (expression) {
            case Expression.Use use -> name(use.reference());
            case Expression.Chain chain -> {
                visit(chain.first());
                chain.rest().forEach(link -> visit(link.operand()));
            }
            case Expression.Prefixed prefixed -> visit(prefixed.operand());
            case Expression.Choice choice -> {
                visit(choice.condition());
                visit(choice.then());
                visit(choice.otherwise());
            }
            case Expression.Numeral _,
                    Expression.Truth _,
                    Expression.Extents _,
                    Expression.Text _,
                    Expression.Elements _,
                    Expression.Table _,
                    Expression.Range _ -> {}
        }
    }

    private void name(Reference reference) {
        Name first = reference.first();
        if (reference.parts().size() == 1) {
            boolean event = events.isEmpty() ? EVENT.matcher(first.text()).matches() : events.contains(first.text());
            if (!Schemas.metrics().contains(first.text()) && !event) {
                Set<String> known = new TreeSet<>(Schemas.metrics());
                known.addAll(events);
                report(DiagnosticCode.UNKNOWN_METRIC, first, known, first.text());
            }
            return;
        }
        String kind = KIND_BY_ROOT.get(first.text());
        if (kind == null) {
            Set<String> roots = new TreeSet<>(KIND_BY_ROOT.keySet());
            report(DiagnosticCode.BAD_OVERRIDE, first, roots, String.join(", ", roots), first.text());
            return;
        }
        BlockType at = Schemas.kinds().get(kind);
        if (at != null) {
            path(at, reference.parts().subList(1, reference.parts().size()));
        }
    }

    private void path(BlockType start, List<Name> parts) {
        BlockType at = start;
        for (int i = 0; i < parts.size(); i++) {
            Name part = parts.get(i);
            if (i == parts.size() - 1 && at.property(part.text()) != null) {
                return;
            }
            BlockType inner = inner(at, part.text());
            if (inner == null || i == parts.size() - 1) {
                Set<String> known = new TreeSet<>(at.properties().keySet());
                known.addAll(at.inner().keySet());
                report(DiagnosticCode.UNKNOWN_PROPERTY, part, known, "'" + at.name() + "'", part.text());
                return;
            }
            at = inner;
        }
    }

    /** The inner block called {@code name}; labels of labelled blocks are the design's own. */
    private static @Nullable BlockType inner(BlockType at, String name) {
        BlockType.Inner named = at.inner().get(name);
        if (named != null) {
            return named.type();
        }
        return at.inner().values().stream()
                .filter(BlockType.Inner::labelled)
                .map(BlockType.Inner::type)
                .findFirst()
                .orElse(null);
    }

    private void report(DiagnosticCode code, Name name, Set<String> known, Object... arguments) {
        found = true;
        sink.report(Advice.nearest(Diagnostic.of(code, name.span(), arguments), name.text(), known, name.span()));
    }
}
