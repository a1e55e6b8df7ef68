package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import npusim.dsl.quantity.Quantity;
import npusim.dsl.quantity.Units;
import npusim.dsl.schema.Schemas;
import npusim.dsl.syntax.Argument;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.Name;
import npusim.dsl.syntax.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The constants and parameters that a study's objectives, requirements and following values name: these are evaluated at each
 * point, where there are no names any more.
 */
final class StudyConstants {

    private final Evaluator evaluator;
    private final SortedMap<String, String> found = new TreeMap<>();

    StudyConstants(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** Values of the constants that were found, by name. */
    SortedMap<String, String> found() {
        return found;
    }

    /**
     * An expression over results with its constants replaced where they stand; a name that is none stays. Metrics go before
     * constants of the same name.
     */
    Expression replaced(Expression expression, Environment environment) {
        return switch (expression) {
            case Expression.Use use when use.reference().called() -> called(use.reference(), environment);
            case Expression.Use use -> {
                Expression value = constant(use.reference(), environment);
                yield value == null ? use : value;
            }
            case Expression.Chain chain ->
                new Expression.Chain(
                        replaced(chain.first(), environment),
                        chain.rest().stream()
                                .map(link ->
                                        new Expression.Link(link.operator(), replaced(link.operand(), environment)))
                                .toList(),
                        chain.span());
            case Expression.Prefixed prefixed ->
                new Expression.Prefixed(
                        prefixed.negations(),
                        prefixed.inversions(),
                        replaced(prefixed.operand(), environment),
                        prefixed.span());
            case Expression.Choice choice ->
                new Expression.Choice(
                        replaced(choice.condition(), environment),
                        replaced(choice.then(), environment),
                        replaced(choice.otherwise(), environment),
                        choice.span());
            case Expression.Numeral _,
                    Expression.Truth _,
                    Expression.Extents _,
                    Expression.Text _,
                    Expression.Elements _,
                    Expression.Table _,
                    Expression.Range _ -> expression;
        };
    }

    private Expression called(Reference function, Environment environment) {
        List<Argument> arguments = function.arguments().stream()
                .map(argument -> new Argument(argument.name(), replaced(argument.value(), environment)))
                .toList();
        return new Expression.Use(new Reference(function.parts(), arguments, true, function.span()));
    }

    private @Nullable Expression constant(Reference reference, Environment environment) {
        return Schemas.metrics().containsKey(reference.text())
                ? null
                : switch (value(reference, environment)) {
                    case Value.Amount amount -> numeral(amount.quantity(), reference);
                    case Value.Truth truth -> new Expression.Truth(truth.value(), reference.span());
                    case null, default -> null;
                };
    }

    /** The value of a name that stands for a number or a truth, or null. */
    @Nullable
    Value value(Reference reference, Environment environment) {
        String name = reference.text();
        if (reference.parts().size() > 1 || reference.called()) {
            return null;
        }
        Value value = named(name, environment);
        if (value instanceof Value.Amount || value instanceof Value.Truth) {
            found.put(name, value.toString());
            return value;
        }
        return null;
    }

    /** Value of the parameter or constant called {@code name}, or null if there is none. */
    @Nullable
    Value named(String name, Environment environment) {
        Environment.Binding binding = environment.lookup(name);
        if (binding == null) {
            binding = environment.file.findConstant(name);
        }
        return binding == null ? null : evaluator.binding(binding);
    }

    private static @Nullable Expression numeral(Quantity quantity, Reference reference) {
        String text = quantity.toString();
        int space = text.indexOf(' ');
        List<String> units =
                space < 0 ? List.of() : Arrays.asList(text.substring(space + 1).split("/", -1));
        Quantity one = Units.quotient(units);
        if (one == null) {
            return null;
        }
        List<Name> names = new ArrayList<>();
        units.forEach(unit -> names.add(new Name(unit, reference.span())));
        return new Expression.Numeral(quantity.amount().dividedBy(one.amount()), names, reference.span());
    }
}
