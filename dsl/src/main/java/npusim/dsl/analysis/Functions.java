package npusim.dsl.analysis;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.quantity.Dimension;
import npusim.dsl.quantity.Quantity;
import npusim.dsl.quantity.Ratio;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.Reference;
import org.jspecify.annotations.Nullable;

/** The functions of the language: {@code min, max, ceil, floor, round_up, log2}. */
final class Functions {

    static final Set<String> NAMES = Set.of("min", "max", "ceil", "floor", "round_up", "log2");

    private final DiagnosticSink sink;

    Functions(DiagnosticSink sink) {
        this.sink = sink;
    }

    /** Whether there is a function of that name; reports if not. */
    boolean isKnown(Reference reference) {
        String name = reference.text();
        if (NAMES.contains(name)) {
            return true;
        }
        Span span = reference.first().span();
        sink.report(Advice.nearest(Diagnostic.of(DiagnosticCode.UNKNOWN_FUNCTION, span, name), name, NAMES, span));
        return false;
    }

    /**
     * Whether a known function takes as many arguments of these dimensions; reports if not.
     *
     * @param dimensions of the arguments, null where that is open
     */
    boolean takes(Reference reference, List<? extends @Nullable Dimension> dimensions) {
        boolean enough = switch (reference.text()) {
            case "min", "max" -> !dimensions.isEmpty();
            case "round_up" -> dimensions.size() == 2;
            default -> dimensions.size() == 1;
        };
        long different = dimensions.stream().filter(Objects::nonNull).distinct().count();
        boolean bare = !reference.text().equals("log2")
                || dimensions.stream().allMatch(dimension -> dimension == null || dimension.equals(Dimension.NONE));
        if (!enough || different > 1 || !bare) {
            refuse(reference);
            return false;
        }
        return true;
    }

    Value apply(Reference reference, List<Value> arguments) {
        if (!isKnown(reference)) {
            return Value.Broken.INSTANCE;
        }
        for (Value argument : arguments) {
            if (!(argument instanceof Value.Amount)) {
                return refuse(reference);
            }
        }
        List<Quantity> amounts =
                arguments.stream().map(a -> ((Value.Amount) a).quantity()).toList();
        if (!takes(reference, amounts.stream().map(Quantity::dimension).toList())) {
            return Value.Broken.INSTANCE;
        }
        String name = reference.text();
        return switch (name) {
            case "min", "max" -> extreme(amounts, name.equals("max"));
            case "round_up" -> roundUp(reference, amounts);
            case "log2" -> log2(reference, amounts);
            default -> whole(amounts.getFirst(), name.equals("ceil"));
        };
    }

    private static Value extreme(List<Quantity> amounts, boolean greatest) {
        Quantity best = amounts.getFirst();
        for (Quantity amount : amounts) {
            int order = amount.amount().compareTo(best.amount());
            if (greatest ? order > 0 : order < 0) {
                best = amount;
            }
        }
        return new Value.Amount(best);
    }

    private Value roundUp(Reference reference, List<Quantity> amounts) {
        if (amounts.get(1).amount().signum() <= 0) {
            return refuse(reference);
        }
        Ratio unit = amounts.get(1).amount();
        Ratio times = ceiling(amounts.get(0).amount().dividedBy(unit));
        return new Value.Amount(new Quantity(times.times(unit), amounts.get(0).dimension()));
    }

    private static Value whole(Quantity quantity, boolean up) {
        Ratio amount = quantity.amount();
        Ratio whole = up ? ceiling(amount) : ceiling(amount.negated()).negated();
        return new Value.Amount(new Quantity(whole, quantity.dimension()));
    }

    private Value log2(Reference reference, List<Quantity> amounts) {
        if (!amounts.getFirst().amount().isInteger()
                || amounts.getFirst().amount().signum() <= 0) {
            return refuse(reference);
        }
        BigInteger value = amounts.getFirst().amount().numerator();
        if (value.bitCount() != 1) {
            return refuse(reference);
        }
        return new Value.Amount(Quantity.number(Ratio.of(value.bitLength() - 1L)));
    }

    private static Ratio ceiling(Ratio amount) {
        BigInteger[] parts = amount.numerator().divideAndRemainder(amount.denominator());
        BigInteger whole = parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
        return new Ratio(whole, BigInteger.ONE);
    }

    private Value refuse(Reference reference) {
        sink.report(Diagnostic.of(
                DiagnosticCode.WRONG_ARGUMENTS, reference.span(), reference.text(), usage(reference.text())));
        return Value.Broken.INSTANCE;
    }

    private static String usage(String name) {
        return switch (name) {
            case "min", "max" -> "amounts of one unit";
            case "round_up" -> "an amount and a positive amount of the same unit";
            case "log2" -> "a power of two without unit";
            default -> "one amount";
        };
    }
}
