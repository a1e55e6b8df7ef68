package npusim.study;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import npusim.dsl.quantity.Quantity;
import npusim.dsl.quantity.Units;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.Expression.Operator;
import npusim.dsl.syntax.Name;
import npusim.dsl.syntax.Reference;
import npusim.dsl.syntax.References;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates objectives and requirements over the metrics of a point. Numbers with units are in base units, as metrics are;
 * names are metrics or numeric properties such as {@code memory_mode.arena_cache}.
 */
final class ResultExpression {
    private static final Pattern NUMBER =
            Pattern.compile("(-?[0-9][0-9_]*(?:\\.[0-9]+)?)(?:/([0-9]+))?\\s*([^0-9/\\s].*)?");

    private ResultExpression() {}

    /** The value of an arithmetic expression; a condition counts as 1 or 0. */
    static double number(Expression expression, Map<String, Double> metrics) {
        return switch (expression) {
            case Expression.Numeral numeral -> numeral.value().doubleValue() * factor(numeral.units());
            case Expression.Use use when use.reference().called() -> function(use.reference(), metrics);
            case Expression.Use use -> metric(use.reference().text(), metrics);
            case Expression.Chain chain -> chain(chain, metrics);
            case Expression.Prefixed prefixed -> prefixed(prefixed, metrics);
            case Expression.Choice choice ->
                number(holds(choice.condition(), metrics) ? choice.then() : choice.otherwise(), metrics);
            case Expression.Truth truth -> truth.value() ? 1 : 0;
            case Expression.Extents extents -> throw unsupported(extents);
            case Expression.Text text -> throw unsupported(text);
            case Expression.Elements elements -> throw unsupported(elements);
            case Expression.Table table -> throw unsupported(table);
            case Expression.Range range -> throw unsupported(range);
        };
    }

    /** Adds the names in an expression but for those of functions; names with dots are properties of a design, others metrics. */
    static void names(Expression expression, Collection<String> names) {
        References.of(expression).stream()
                .filter(reference -> !reference.called())
                .forEach(reference -> names.add(reference.text()));
    }

    /** The functions of the language; NaN where it would refuse the arguments. */
    private static double function(Reference reference, Map<String, Double> metrics) {
        double[] arguments = reference.arguments().stream()
                .mapToDouble(argument -> number(argument.value(), metrics))
                .toArray();
        return switch (reference.text()) {
            case "min" -> Arrays.stream(arguments).min().orElse(Double.NaN);
            case "max" -> Arrays.stream(arguments).max().orElse(Double.NaN);
            case "ceil" -> Math.ceil(arguments[0]);
            case "floor" -> Math.floor(arguments[0]);
            case "round_up" -> arguments[1] > 0 ? Math.ceil(arguments[0] / arguments[1]) * arguments[1] : Double.NaN;
            case "log2" -> exponent(arguments[0]);
            default -> throw new StudyException("there is no function '" + reference.text() + "'");
        };
    }

    /** Of a power of two from 1 on. */
    private static double exponent(double power) {
        int exponent = Math.getExponent(power);
        boolean isPower = power >= 1 && Double.isFinite(power) && power == Math.scalb(1.0, exponent);
        return isPower ? exponent : Double.NaN;
    }

    /** Whether a condition holds. */
    static boolean holds(Expression condition, Map<String, Double> metrics) {
        return number(condition, metrics) != 0;
    }

    /** Products bind closer than sums, sums closer than comparisons, those closer than {@code and}, {@code or}. */
    private static double chain(Expression.Chain chain, Map<String, Double> metrics) {
        double[] values = new double[chain.rest().size() + 1];
        Operator[] operators = new Operator[chain.rest().size()];
        values[0] = number(chain.first(), metrics);
        for (int i = 0; i < operators.length; i++) {
            operators[i] = chain.rest().get(i).operator();
            values[i + 1] = number(chain.rest().get(i).operand(), metrics);
        }
        int count = operators.length;
        for (int level = 0; level < 5; level++) {
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if (level(operators[i]) == level) {
                    values[kept] = apply(operators[i], values[kept], values[i + 1]);
                } else {
                    operators[kept] = operators[i];
                    values[++kept] = values[i + 1];
                }
            }
            count = kept;
        }
        return values[0];
    }

    private static int level(Operator operator) {
        return switch (operator) {
            case TIMES, DIVIDED_BY, BY -> 0;
            case PLUS, MINUS -> 1;
            case LESS, AT_MOST, GREATER, AT_LEAST, EQUAL, NOT_EQUAL, IN -> 2;
            case AND -> 3;
            case OR -> 4;
        };
    }

    private static double apply(Operator operator, double a, double b) {
        return switch (operator) {
            case PLUS -> a + b;
            case MINUS -> a - b;
            case TIMES, BY -> a * b;
            case DIVIDED_BY -> a / b;
            case AND -> a != 0 && b != 0 ? 1 : 0;
            case OR -> a != 0 || b != 0 ? 1 : 0;
            case LESS -> a < b ? 1 : 0;
            case AT_MOST -> a <= b ? 1 : 0;
            case GREATER -> a > b ? 1 : 0;
            case AT_LEAST -> a >= b ? 1 : 0;
            case EQUAL -> a == b ? 1 : 0;
            case NOT_EQUAL -> a != b ? 1 : 0;
            case IN -> throw new StudyException("'in' cannot be used over results");
        };
    }

    private static double prefixed(Expression.Prefixed prefixed, Map<String, Double> metrics) {
        double value = number(prefixed.operand(), metrics);
        value = prefixed.negations() % 2 == 0 ? value : -value;
        if (prefixed.inversions() > 0) {
            boolean inverted = prefixed.inversions() % 2 != 0;
            return (value != 0) != inverted ? 1 : 0;
        }
        return value;
    }

    private static double metric(String name, Map<String, Double> metrics) {
        Double value = metrics.get(name);
        if (value == null) {
            if (PointDesigns.isProperty(name)) {
                throw new StudyException("there is no number " + name + " in the design of a point");
            }
            throw new StudyException("there is no result named " + name + "; there are "
                    + String.join(", ", new TreeSet<>(metrics.keySet())));
        }
        return value;
    }

    /** Further units divide, as in {@code B/cycle}. */
    private static double factor(List<Name> units) {
        List<String> names = units.stream().map(Name::text).toList();
        Quantity unit = Units.quotient(names);
        if (unit == null) {
            throw new StudyException("there is no unit " + String.join("/", names));
        }
        return unit.amount().doubleValue();
    }

    /** The number at the start of a value as the language writes it, in base units, or null. */
    static @Nullable Double numberOf(String text) {
        Matcher matcher = NUMBER.matcher(text.strip());
        if (!matcher.matches()) {
            return null;
        }
        String divisor = matcher.group(2);
        String names = matcher.group(3);
        Quantity unit =
                Units.quotient(names == null ? List.of() : List.of(names.strip().split("\\s*/\\s*", -1)));
        double number = Double.parseDouble(matcher.group(1).replace("_", ""))
                / (divisor == null ? 1 : Double.parseDouble(divisor));
        return unit == null ? null : Double.valueOf(number * unit.amount().doubleValue());
    }

    private static StudyException unsupported(Expression expression) {
        return new StudyException(
                "'" + expression.span().text() + "' cannot be used in an objective or requirement of a study");
    }
}
