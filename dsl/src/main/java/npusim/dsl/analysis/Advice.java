package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.diagnostic.NearestNames;
import npusim.dsl.quantity.Dimension;
import npusim.dsl.quantity.Quantity;
import npusim.dsl.quantity.Ratio;
import npusim.dsl.quantity.Unit;
import npusim.dsl.quantity.Units;
import npusim.dsl.schema.PropertyType;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.Name;
import org.jspecify.annotations.Nullable;

/** What to do about likely mistakes. */
final class Advice {

    private static final Pattern LITERAL = Pattern.compile("-?[0-9][0-9_.a-fx]{0,20}( ?[A-Za-z%µ/0-9²]{1,12})?");

    private Advice() {}

    static Diagnostic nearest(Diagnostic diagnostic, String name, Collection<String> candidates, Span span) {
        List<String> near = NearestNames.of(name, candidates, 3);
        if (near.isEmpty()) {
            return diagnostic;
        }
        return diagnostic.withEdit("did you mean " + String.join(" or ", near) + "?", span, near.getFirst());
    }

    static List<String> namesInScope(Evaluator.Scope scope) {
        List<String> names = new ArrayList<>();
        for (Block at = scope.block(); at != null; at = at.parent) {
            names.addAll(at.properties.keySet());
        }
        for (FileScope file : scope.environment().file.visible()) {
            names.addAll(file.constants.keySet());
        }
        names.addAll(scope.environment().own().keySet());
        return names;
    }

    /** What {@code word} is called here when other languages take it for a truth value, else null. */
    static @Nullable String truth(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> "true";
            case "false", "no", "off" -> "false";
            default -> null;
        };
    }

    static List<String> blocksInScope(Evaluator.Scope scope) {
        List<String> names = new ArrayList<>();
        for (Block at = scope.block(); at != null; at = at.parent) {
            names.addAll(at.children.keySet());
        }
        for (FileScope file : scope.environment().file.visible()) {
            names.addAll(file.things.keySet());
        }
        return names;
    }

    /** One of the unit that {@code names} make, as {@link Units#quotient}; null when one is unknown, which is reported. */
    static @Nullable Quantity unit(List<Name> names, DiagnosticSink sink) {
        Quantity unit = Units.quotient(names.stream().map(Name::text).toList());
        if (unit == null) {
            names.stream()
                    .filter(name -> Units.find(name.text()) == null)
                    .findFirst()
                    .ifPresent(name -> sink.report(unknownUnit(name)));
        }
        return unit;
    }

    private static Diagnostic unknownUnit(Name name) {
        Diagnostic diagnostic = Diagnostic.of(DiagnosticCode.UNKNOWN_UNIT, name.span(), name.text());
        String text = name.text();
        if (text.equals("b")) {
            return diagnostic.withEdit("did you mean B (bytes) or bit?", name.span(), "B");
        }
        if (text.toLowerCase(Locale.ROOT).equals("kb")) {
            return diagnostic
                    .withNote("KiB is 1024 bytes, kB is 1000 bytes")
                    .withEdit("did you mean KiB?", name.span(), "KiB");
        }
        Unit unit = Units.findIgnoringCase(text);
        if (unit != null) {
            return diagnostic.withEdit("did you mean " + unit.name() + "?", name.span(), unit.name());
        }
        return nearest(diagnostic, text, Units.names(), name.span());
    }

    static Diagnostic unknownWord(String word, PropertyType.Symbol type, Span span) {
        return type.isLong()
                ? unknownWord(
                        word,
                        type.noun(),
                        type.words(),
                        String.join(", ", type.words().subList(0, 8)) + " and "
                                + (type.words().size() - 8) + " more that the reference page lists",
                        span)
                : unknownWord(word, type.noun(), type.words(), String.join(", ", type.words()), span);
    }

    /** {@code shown} of the {@code words} there are. */
    static Diagnostic unknownWord(String word, String noun, Collection<String> words, String shown, Span span) {
        return nearest(Diagnostic.of(DiagnosticCode.UNKNOWN_WORD, span, word, noun, shown), word, words, span);
    }

    static Diagnostic wrongUnit(Quantity quantity, PropertyType.Measure type, Span span) {
        Diagnostic diagnostic = Diagnostic.of(
                DiagnosticCode.WRONG_UNIT,
                span,
                type.dimension().describe(),
                shown(quantity, span) + ", " + quantity.dimension().describe());
        if (quantity.dimension().equals(Dimension.NONE)) {
            return diagnostic.withEdit(
                    "give the unit: " + span.text() + " " + likelyUnit(quantity, type),
                    new Span(span.file(), span.end(), span.end()),
                    " " + likelyUnit(quantity, type));
        }
        if (type.dimension().equals(Dimension.CYCLES) && quantity.dimension().equals(Dimension.TIME)) {
            return diagnostic.withNote("latencies count core cycles; multiply the time by the core clock");
        }
        if (type.dimension().equals(Dimension.DATA_PER_CYCLE)
                && quantity.dimension().equals(Dimension.DATA_PER_TIME)) {
            return diagnostic.withNote("bandwidth is per core cycle; divide by the core clock");
        }
        if (type.dimension().equals(Dimension.ENERGY_PER_CYCLE)
                && quantity.dimension().equals(Dimension.POWER)) {
            return diagnostic.withNote("leakage is per core cycle; divide the power by the core clock");
        }
        if (type.dimension().equals(Dimension.NONE)) {
            return diagnostic.withNote("write the bare number");
        }
        return diagnostic;
    }

    /** An amount as it was written when it is a literal, else with the most readable unit. */
    private static String shown(Quantity quantity, Span span) {
        String written = span.text();
        return LITERAL.matcher(written).matches() ? written : quantity.toString();
    }

    static Diagnostic outOfInterval(Quantity quantity, PropertyType.Measure type, Span span) {
        Diagnostic diagnostic =
                Diagnostic.of(DiagnosticCode.OUT_OF_INTERVAL, span, shown(quantity, span), type.interval());
        boolean percents = Ratio.ONE.equals(type.high())
                && span.text().chars().allMatch(Character::isDigit)
                && quantity.amount().compareTo(Ratio.of(100)) <= 0;
        return percents ? diagnostic.withEdit("did you mean " + quantity + " %?", span, quantity + " %") : diagnostic;
    }

    /** 384 kB of memory is likely meant to be 384 KiB. */
    static void warnOfDecimalSize(Expression expression, PropertyType.Measure type, DiagnosticSink sink) {
        if (!type.dimension().equals(Dimension.DATA)
                || !(expression instanceof Expression.Numeral numeral)
                || numeral.units().size() != 1) {
            return;
        }
        Name unit = numeral.units().getFirst();
        String binary = switch (unit.text()) {
            case "kB" -> "KiB";
            case "MB" -> "MiB";
            case "GB" -> "GiB";
            default -> "";
        };
        Unit decimal = Units.find(unit.text());
        if (!binary.isEmpty() && decimal != null) {
            Ratio bytes = numeral.value().times(decimal.factor());
            sink.report(Diagnostic.of(
                            DiagnosticCode.DECIMAL_SIZE,
                            expression.span(),
                            expression.span().text(),
                            bytes + " B")
                    .withEdit("did you mean " + numeral.value() + " " + binary + "?", unit.span(), binary));
        }
    }

    private static String likelyUnit(Quantity quantity, PropertyType.Measure type) {
        if (type.dimension().equals(Dimension.FREQUENCY) && quantity.amount().compareTo(Ratio.of(1_000_000)) >= 0) {
            return "Hz";
        }
        return type.unit();
    }

    static Diagnostic notPowerOfTwo(Quantity quantity, Span span) {
        Ratio amount = quantity.amount();
        Ratio lower = Ratio.ONE;
        while (lower.times(Ratio.of(2)).compareTo(amount) <= 0) {
            lower = lower.times(Ratio.of(2));
        }
        Quantity below = new Quantity(lower, quantity.dimension());
        Quantity above = new Quantity(lower.times(Ratio.of(2)), quantity.dimension());
        return Diagnostic.of(DiagnosticCode.NOT_A_POWER_OF_TWO, span, quantity)
                .withNote("the nearest powers of two are " + below + " and " + above);
    }

    static Diagnostic wrongType(Value value, PropertyType type, Span span) {
        Diagnostic diagnostic = Diagnostic.of(DiagnosticCode.WRONG_TYPE, span, type.describe(), value.describe());
        if (type instanceof PropertyType.ListOf && !(value instanceof Value.Elements)) {
            return diagnostic.withEdit("write a list: [" + span.text() + "]", span, "[" + span.text() + "]");
        }
        if (type instanceof PropertyType.Text && value instanceof Value.Symbol symbol) {
            return diagnostic.withEdit("quote the text", span, "\"" + symbol.word() + "\"");
        }
        if (type instanceof PropertyType.Lanes) {
            String lanes = likelyLanes(value, span.text());
            String help = value instanceof Value.Elements
                    ? "the ports of a side have one width; give their number and that: "
                    : "give the number of ports and the width of each: ";
            return diagnostic.withEdit(help + lanes, span, lanes);
        }
        if (value instanceof Value.Text text && !text.text().isEmpty()) {
            return diagnostic.withEdit("only texts stand in quotes", span, text.text());
        }
        if (value instanceof Value.Elements elements && elements.elements().size() == 1) {
            String one = elements.elements().getFirst().toString();
            return diagnostic.withEdit("write a single value: " + one, span, one);
        }
        return diagnostic;
    }

    private static String likelyLanes(Value value, String written) {
        return switch (value) {
            case Value.Amount amount
            when amount.quantity().dimension().equals(Dimension.DATA) ->
                written.contains("*") ? written.replace("*", "x") : "1 x " + written;
            case Value.Extents extents when extents.extents().size() == 2 -> written + " bit";
            default -> "2 x 128 bit";
        };
    }
}
