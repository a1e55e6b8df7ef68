package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.List;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.quantity.Dimension;
import npusim.dsl.quantity.Quantity;
import npusim.dsl.quantity.Ratio;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.Expression.Operator;
import org.jspecify.annotations.Nullable;

/** Operators on values, with units checked and sizes bounded. */
final class Arithmetic {

    static final int MAX_BITS = 512;

    private final DiagnosticSink sink;

    Arithmetic(DiagnosticSink sink) {
        this.sink = sink;
    }

    Value combine(Value left, Operator operator, Value right, Span leftSpan, Span rightSpan) {
        if (left instanceof Value.Broken || right instanceof Value.Broken) {
            return Value.Broken.INSTANCE;
        }
        Span span = leftSpan.to(rightSpan);
        return switch (operator) {
            case PLUS, MINUS -> sum(left, operator, right, span);
            case TIMES, DIVIDED_BY -> product(left, operator, right, span);
            case BY -> by(left, right, span);
            case AND, OR -> logic(left, operator, right, span);
            case LESS, AT_MOST, GREATER, AT_LEAST -> compare(left, operator, right, span);
            case EQUAL -> equality(left, right, span, true);
            case NOT_EQUAL -> equality(left, right, span, false);
            case IN -> in(left, right, span);
        };
    }

    private Value sum(Value left, Operator operator, Value right, Span span) {
        if (left instanceof Value.Amount a && right instanceof Value.Amount b) {
            if (!a.quantity().dimension().equals(b.quantity().dimension())) {
                return mismatch(left, operator, right, span);
            }
            Ratio x = a.quantity().amount();
            Ratio y = b.quantity().amount();
            return amount(
                    operator == Operator.PLUS ? x.plus(y) : x.minus(y),
                    a.quantity().dimension(),
                    span);
        }
        if (operator == Operator.PLUS && left instanceof Value.Elements a && right instanceof Value.Elements b) {
            List<Value> all = new ArrayList<>(a.elements());
            all.addAll(b.elements());
            return new Value.Elements(all);
        }
        return mismatch(left, operator, right, span);
    }

    private Value product(Value left, Operator operator, Value right, Span span) {
        if (!(left instanceof Value.Amount a && right instanceof Value.Amount b)) {
            return mismatch(left, operator, right, span);
        }
        Quantity x = a.quantity();
        Quantity y = b.quantity();
        if (operator == Operator.DIVIDED_BY && y.amount().signum() == 0) {
            sink.report(Diagnostic.of(DiagnosticCode.DIVISION_BY_ZERO, span));
            return Value.Broken.INSTANCE;
        }
        boolean times = operator == Operator.TIMES;
        Dimension dimension =
                times ? x.dimension().times(y.dimension()) : x.dimension().dividedBy(y.dimension());
        return amount(times ? x.amount().times(y.amount()) : x.amount().dividedBy(y.amount()), dimension, span);
    }

    private Value by(Value left, Value right, Span span) {
        if (right instanceof Value.Amount b) {
            if (left instanceof Value.Amount a && a.quantity().dimension().equals(Dimension.NONE)) {
                if (b.quantity().dimension().equals(Dimension.NONE)) {
                    return new Value.Extents(
                            List.of(a.quantity().amount(), b.quantity().amount()));
                } else if (b.quantity().dimension().equals(Dimension.DATA)) {
                    return new Value.Lanes(a.quantity().amount(), b.quantity());
                }
            }
            if (left instanceof Value.Extents extents
                    && b.quantity().dimension().equals(Dimension.NONE)
                    && extents.extents().size() < 8) {
                List<Ratio> all = new ArrayList<>(extents.extents());
                all.add(b.quantity().amount());
                return new Value.Extents(all);
            }
        }
        return mismatch(left, Operator.BY, right, span);
    }

    private Value logic(Value left, Operator operator, Value right, Span span) {
        if (left instanceof Value.Truth a && right instanceof Value.Truth b) {
            return new Value.Truth(operator == Operator.AND ? a.value() && b.value() : a.value() || b.value());
        }
        return mismatch(left, operator, right, span);
    }

    private Value compare(Value left, Operator operator, Value right, Span span) {
        if (left instanceof Value.Amount a
                && right instanceof Value.Amount b
                && a.quantity().dimension().equals(b.quantity().dimension())) {
            int order = a.quantity().amount().compareTo(b.quantity().amount());
            return new Value.Truth(
                    switch (operator) {
                        case LESS -> order < 0;
                        case AT_MOST -> order <= 0;
                        case GREATER -> order > 0;
                        default -> order >= 0;
                    });
        }
        return mismatch(left, operator, right, span);
    }

    private Value equality(Value left, Value right, Span span, boolean equal) {
        if (left instanceof Value.Amount a
                && right instanceof Value.Amount b
                && !a.quantity().dimension().equals(b.quantity().dimension())) {
            return mismatch(left, equal ? Operator.EQUAL : Operator.NOT_EQUAL, right, span);
        }
        return new Value.Truth(left.equals(right) == equal);
    }

    private Value in(Value left, Value right, Span span) {
        if (right instanceof Value.Elements list) {
            return new Value.Truth(list.elements().contains(left));
        }
        return mismatch(left, Operator.IN, right, span);
    }

    Value prefixed(Expression.Prefixed prefixed, Value operand) {
        return switch (operand) {
            case Value.Amount a
            when prefixed.inversions() == 0 ->
                prefixed.negations() % 2 == 0
                        ? a
                        : new Value.Amount(new Quantity(
                                a.quantity().amount().negated(), a.quantity().dimension()));
            case Value.Truth truth
            when prefixed.negations() == 0 -> new Value.Truth(truth.value() == (prefixed.inversions() % 2 == 0));
            case Value.Broken broken -> broken;
            default -> {
                String operator = prefixed.negations() > 0 ? "-" : "not";
                sink.report(Diagnostic.of(DiagnosticCode.WRONG_OPERAND, prefixed.span(), operator, operand.describe()));
                yield Value.Broken.INSTANCE;
            }
        };
    }

    Value range(Expression.Range range, Value low, Value high, @Nullable Value step) {
        if (low instanceof Value.Broken || high instanceof Value.Broken || step instanceof Value.Broken) {
            return Value.Broken.INSTANCE;
        }
        if (!(low instanceof Value.Amount a)
                || !(high instanceof Value.Amount b)
                || (step != null && !(step instanceof Value.Amount))) {
            sink.report(Diagnostic.of(
                    DiagnosticCode.WRONG_OPERAND, range.span(), "..", low.describe() + " and " + high.describe()));
            return Value.Broken.INSTANCE;
        }
        Dimension dimension = b.quantity().dimension();
        Quantity first = withUnit(a.quantity(), dimension, range.high());
        Quantity distance = step instanceof Value.Amount s
                ? (range.geometric() ? s.quantity() : withUnit(s.quantity(), dimension, range.high()))
                : null;
        if (!first.dimension().equals(dimension)) {
            return mismatch(low, "..", high, range.span());
        }
        Dimension expected = range.geometric() ? Dimension.NONE : dimension;
        if (distance != null && !distance.dimension().equals(expected)) {
            Expression written = range.step();
            sink.report(Diagnostic.of(
                    DiagnosticCode.WRONG_UNIT,
                    written == null ? range.span() : written.span(),
                    expected.describe(),
                    distance + ", " + distance.dimension().describe()));
            return Value.Broken.INSTANCE;
        }
        if (first.amount().compareTo(b.quantity().amount()) > 0) {
            sink.report(Diagnostic.of(DiagnosticCode.EMPTY_RANGE, range.span(), first, b.quantity()));
            return Value.Broken.INSTANCE;
        }
        if (distance != null && distance.amount().compareTo(range.geometric() ? Ratio.ONE : Ratio.ZERO) <= 0) {
            sink.report(Diagnostic.of(DiagnosticCode.BAD_STEP, range.span(), distance, range.geometric() ? "1" : "0"));
            return Value.Broken.INSTANCE;
        }
        if (range.geometric() && first.amount().signum() <= 0) {
            sink.report(Diagnostic.of(
                    DiagnosticCode.OUT_OF_INTERVAL, range.low().span(), first, "a factor leads from above 0"));
            return Value.Broken.INSTANCE;
        }
        return new Value.Range(first, b.quantity(), distance, range.geometric());
    }

    /** A bare number takes the unit that the upper bound was written with. */
    private static Quantity withUnit(Quantity bare, Dimension dimension, Expression high) {
        if (!bare.dimension().equals(Dimension.NONE) || dimension.equals(Dimension.NONE)) {
            return bare;
        }
        if (high instanceof Expression.Numeral number && number.units().size() == 1) {
            var unit = npusim.dsl.quantity.Units.find(number.units().getFirst().text());
            if (unit != null) {
                return new Quantity(bare.amount().times(unit.factor()), dimension);
            }
        }
        return bare;
    }

    private Value amount(Ratio amount, Dimension dimension, Span span) {
        if (amount.bitLength() > MAX_BITS || !dimension.isSensible()) {
            sink.report(Diagnostic.of(DiagnosticCode.NUMBER_OUT_OF_RANGE, span));
            return Value.Broken.INSTANCE;
        }
        return new Value.Amount(new Quantity(amount, dimension));
    }

    private Value mismatch(Value left, Operator operator, Value right, Span span) {
        return mismatch(left, operator.symbol(), right, span);
    }

    private Value mismatch(Value left, String operator, Value right, Span span) {
        Diagnostic diagnostic =
                Diagnostic.of(DiagnosticCode.OPERANDS_DO_NOT_FIT, span, operator, left.describe(), right.describe());
        if (left instanceof Value.Amount a && right instanceof Value.Amount b) {
            boolean bareLeft = a.quantity().dimension().equals(Dimension.NONE);
            boolean bareRight = b.quantity().dimension().equals(Dimension.NONE);
            diagnostic = bareLeft != bareRight
                    ? diagnostic.withNote("give " + (bareLeft ? left : right) + " a unit")
                    : diagnostic;
        }
        sink.report(diagnostic);
        return Value.Broken.INSTANCE;
    }
}
