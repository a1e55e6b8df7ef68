package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.quantity.Dimension;
import npusim.dsl.quantity.Quantity;
import npusim.dsl.schema.PropertySpec;
import npusim.dsl.schema.PropertyType;
import npusim.dsl.schema.Schemas;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.Name;
import npusim.dsl.syntax.Reference;
import npusim.dsl.syntax.References;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a study says of its results before there are any: that names are metrics, PMU events, properties of the
 * design or functions, and that units fit.
 */
final class CheckResults {

    private static final Pattern EVENT = Pattern.compile("[A-Z][A-Z0-9_]*");

    private final DiagnosticSink sink;
    private final Set<String> events;
    private final StudyPaths paths;
    private final Functions functions;
    private boolean sound = true;

    /** {@code events} are the PMU events of all catalogues; without a catalogue in sight any name of that form passes. */
    CheckResults(DiagnosticSink sink, Set<String> events, StudyPaths paths) {
        this.sink = sink;
        this.events = events;
        this.paths = paths;
        functions = new Functions(sink);
    }

    /** As {@link #check} of what must be true or false. */
    boolean checkCondition(Expression expression) {
        if (check(expression)) {
            condition(expression);
        }
        return sound;
    }

    /** Reports the names in {@code expression} that mean nothing, and units that do not fit; whether there were none. */
    boolean check(Expression expression) {
        sound = true;
        References.of(expression).forEach(this::name);
        if (sound) {
            dimension(expression);
        }
        return sound;
    }

    /** The base unit of the numbers that an expression gives; empty where there is none, or none is known. */
    static String unit(Expression expression) {
        DiagnosticSink unheard = new DiagnosticSink();
        Dimension dimension = new CheckResults(unheard, Set.of(), new StudyPaths(unheard)).dimension(expression);
        return dimension == null ? "" : dimension.symbol();
    }

    private void name(Reference reference) {
        if (reference.called()) {
            sound &= functions.isKnown(reference);
            return;
        }
        if (reference.parts().size() > 1) {
            property(reference);
            return;
        }
        Name name = reference.first();
        if (!Schemas.metrics().containsKey(name.text()) && !isEvent(name.text())) {
            Set<String> known = new TreeSet<>(Schemas.metrics().keySet());
            known.addAll(events);
            report(Advice.nearest(
                    Diagnostic.of(DiagnosticCode.UNKNOWN_METRIC, name.span(), name.text()),
                    name.text(),
                    known,
                    name.span()));
        }
    }

    /** A property must exist and be a number. */
    private void property(Reference reference) {
        PropertySpec spec = paths.property(reference.parts());
        sound &= spec != null;
        if (spec != null && !(spec.type() instanceof PropertyType.Measure)) {
            report(Diagnostic.of(
                    DiagnosticCode.WRONG_TYPE,
                    reference.span(),
                    "a number",
                    reference.text() + ", which is a property of the type "
                            + spec.type().describe()));
        }
    }

    private boolean isEvent(String name) {
        return events.isEmpty() ? EVENT.matcher(name).matches() : events.contains(name);
    }

    /** What an expression measures; null when that is open, as it is for PMU events. */
    private @Nullable Dimension dimension(Expression expression) {
        return switch (expression) {
            case Expression.Numeral number -> unit(number.units());
            case Expression.Use use -> dimension(use.reference());
            case Expression.Prefixed prefixed -> dimension(prefixed.operand());
            case Expression.Choice choice -> {
                dimension(choice.condition());
                condition(choice.condition());
                dimension(choice.then());
                yield dimension(choice.otherwise());
            }
            case Expression.Chain chain -> chain(chain);
            case Expression.Truth _ -> null;
            case Expression.Extents _ -> noNumber(expression, "a shape");
            case Expression.Text _ -> noNumber(expression, "a text");
            case Expression.Elements _ -> noNumber(expression, "a list");
            case Expression.Table _ -> noNumber(expression, "a table");
            case Expression.Range _ -> noNumber(expression, "a range");
        };
    }

    /** Reports what is a number where something true or false is wanted: all results and properties are numbers. */
    private void condition(Expression expression) {
        switch (expression) {
            case Expression.Truth _ -> {}
            case Expression.Prefixed prefixed when prefixed.inversions() > 0 -> condition(prefixed.operand());
            case Expression.Choice choice -> {
                condition(choice.then());
                condition(choice.otherwise());
            }
            case Expression.Chain chain -> {
                switch (chain.rest().getLast().operator()) {
                    case LESS, AT_MOST, GREATER, AT_LEAST, EQUAL, NOT_EQUAL, IN -> {}
                    case AND, OR -> {
                        condition(chain.first());
                        chain.rest().forEach(link -> condition(link.operand()));
                    }
                    case PLUS, MINUS, TIMES, DIVIDED_BY, BY -> noCondition(expression);
                }
            }
            default -> noCondition(expression);
        }
    }

    private void noCondition(Expression expression) {
        report(Diagnostic.of(
                DiagnosticCode.NOT_A_TRUTH_VALUE,
                expression.span(),
                expression.span().text() + ", a number"));
    }

    private @Nullable Dimension noNumber(Expression expression, String found) {
        report(Diagnostic.of(DiagnosticCode.WRONG_TYPE, expression.span(), "a number", found));
        return null;
    }

    private @Nullable Dimension dimension(Reference reference) {
        if (reference.called()) {
            List<@Nullable Dimension> arguments = new ArrayList<>();
            reference.arguments().forEach(argument -> arguments.add(dimension(argument.value())));
            sound &= functions.takes(reference, arguments);
            return arguments.stream().filter(Objects::nonNull).findFirst().orElse(null);
        }
        if (reference.parts().size() == 1) {
            Schemas.Metric metric = Schemas.metrics().get(reference.text());
            return metric == null ? null : metric.dimension();
        }
        PropertySpec spec = paths.property(reference.parts());
        return spec != null && spec.type() instanceof PropertyType.Measure measure ? measure.dimension() : null;
    }

    private @Nullable Dimension unit(List<Name> units) {
        Quantity unit = Advice.unit(units, sink);
        sound &= unit != null;
        return unit == null ? null : unit.dimension();
    }

    private @Nullable Dimension chain(Expression.Chain chain) {
        Dimension left = dimension(chain.first());
        for (Expression.Link link : chain.rest()) {
            Dimension right = dimension(link.operand());
            left = switch (link.operator()) {
                case TIMES -> left == null || right == null ? null : left.times(right);
                case DIVIDED_BY -> left == null || right == null ? null : left.dividedBy(right);
                case PLUS, MINUS -> same(chain, link, left, right);
                case LESS, AT_MOST, GREATER, AT_LEAST, EQUAL, NOT_EQUAL -> {
                    same(chain, link, left, right);
                    yield null;
                }
                case BY, AND, OR, IN -> null;
            };
        }
        return left;
    }

    private @Nullable Dimension same(
            Expression.Chain chain, Expression.Link link, @Nullable Dimension left, @Nullable Dimension right) {
        if (left != null && right != null && !left.equals(right)) {
            Diagnostic diagnostic = Diagnostic.of(
                    DiagnosticCode.OPERANDS_DO_NOT_FIT,
                    chain.first().span().to(link.operand().span()),
                    link.operator().symbol(),
                    left.describe(),
                    right.describe());
            report(
                    right.equals(Dimension.NONE) && link.operand() instanceof Expression.Numeral number
                            ? diagnostic.withNote("give " + number.span().text() + " a unit")
                            : diagnostic);
        }
        return left == null ? right : left;
    }

    private void report(Diagnostic diagnostic) {
        sound = false;
        sink.report(diagnostic);
    }
}
