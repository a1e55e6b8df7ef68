package npusim.dsl.analysis;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import npusim.dsl.diagnostic.Diagnostic;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.DiagnosticSink;
import npusim.dsl.quantity.Quantity;
import npusim.dsl.quantity.Ratio;
import npusim.dsl.schema.PropertyType;
import npusim.dsl.source.Span;
import org.jspecify.annotations.Nullable;

/** Checks values against the types of the schema: kind of value, unit, interval, powers of two. */
final class TypeCheck {

    private static final BigInteger MAX_EXTENT = BigInteger.valueOf(1 << 24);

    private final DiagnosticSink sink;

    TypeCheck(DiagnosticSink sink) {
        this.sink = sink;
    }

    Value check(Value value, PropertyType type, Span span, @Nullable Block block) {
        if (value instanceof Value.Broken) {
            return value;
        }
        return switch (type) {
            case PropertyType.Measure measure
            when value instanceof Value.Amount amount -> measure(amount, measure, span);
            case PropertyType.Text _ when value instanceof Value.Text -> value;
            case PropertyType.Flag _ when value instanceof Value.Truth -> value;
            case PropertyType.Symbol symbol
            when value instanceof Value.Symbol word ->
                symbol.takes(word.word()) ? value : unknownWord(word.word(), symbol, span);
            case PropertyType.ObjectName _ when value instanceof Value.Symbol -> value;
            case PropertyType.BlockName _ when value instanceof Value.Symbol -> value;
            case PropertyType.ListOf list
            when value instanceof Value.Elements elements -> elements(elements, list.element(), span, block);
            case PropertyType.Extents _ when value instanceof Value.Extents extents -> extents(extents, span);
            case PropertyType.Lanes _ when value instanceof Value.Lanes lanes -> lanes(lanes, span);
            case PropertyType.OrAny _ when value instanceof Value.Any -> value;
            case PropertyType.OrAny any -> check(value, any.inner(), span, block);
            case PropertyType.Table _ when value instanceof Value.Table -> value;
            case PropertyType.Call _ when value instanceof Value.Call -> value;
            default -> {
                sink.report(Advice.wrongType(value, type, span));
                yield Value.Broken.INSTANCE;
            }
        };
    }

    private Value unknownWord(String word, PropertyType.Symbol type, Span span) {
        sink.report(Advice.unknownWord(word, type, span));
        return Value.Broken.INSTANCE;
    }

    private Value measure(Value.Amount value, PropertyType.Measure type, Span span) {
        Quantity quantity = value.quantity();
        if (!quantity.dimension().equals(type.dimension())) {
            sink.report(Advice.wrongUnit(quantity, type, span));
            return Value.Broken.INSTANCE;
        }
        Ratio low = type.low();
        Ratio high = type.high();
        if ((low != null && quantity.amount().compareTo(low) < 0)
                || (high != null && quantity.amount().compareTo(high) > 0)) {
            sink.report(Advice.outOfInterval(quantity, type, span));
            return Value.Broken.INSTANCE;
        }
        if (type.integral() && !quantity.amount().isInteger()) {
            sink.report(Diagnostic.of(DiagnosticCode.NOT_WHOLE, span, quantity, wholeUnit(type)));
            return Value.Broken.INSTANCE;
        }
        if (type.powerOfTwo() && quantity.amount().numerator().bitCount() != 1) {
            sink.report(Advice.notPowerOfTwo(quantity, span));
            return Value.Broken.INSTANCE;
        }
        return value;
    }

    private static String wholeUnit(PropertyType.Measure type) {
        return type.unit().isEmpty() ? "number" : "number of " + (type.unit().equals("B") ? "bytes" : type.unit());
    }

    private Value elements(Value.Elements elements, PropertyType element, Span span, @Nullable Block block) {
        List<Value> checked = new ArrayList<>();
        for (Value value : elements.elements()) {
            Value good = check(value, element, span, block);
            if (good instanceof Value.Broken) {
                return good;
            }
            checked.add(good);
        }
        return new Value.Elements(checked);
    }

    private Value extents(Value.Extents extents, Span span) {
        if (extents.extents().size() != 3) {
            sink.report(Diagnostic.of(DiagnosticCode.WRONG_EXTENTS, span, extents));
            return Value.Broken.INSTANCE;
        }
        for (Ratio extent : extents.extents()) {
            if (!extent.isInteger()
                    || extent.signum() <= 0
                    || extent.numerator().compareTo(MAX_EXTENT) > 0) {
                sink.report(Diagnostic.of(DiagnosticCode.OUT_OF_INTERVAL, span, extent, "1 to " + MAX_EXTENT));
                return Value.Broken.INSTANCE;
            }
        }
        return extents;
    }

    private Value lanes(Value.Lanes lanes, Span span) {
        if (!lanes.count().isInteger()
                || lanes.count().signum() <= 0
                || lanes.count().compareTo(Ratio.of(64)) > 0) {
            sink.report(Diagnostic.of(DiagnosticCode.OUT_OF_INTERVAL, span, lanes.count(), "1 to 64"));
            return Value.Broken.INSTANCE;
        }
        Ratio bits = lanes.width().amount().times(Ratio.of(8));
        if (!bits.isInteger()
                || bits.numerator().bitCount() != 1
                || bits.compareTo(Ratio.of(8)) < 0
                || bits.compareTo(Ratio.of(4096)) > 0) {
            sink.report(Diagnostic.of(DiagnosticCode.BAD_PORT_WIDTH, span, bits + " bit"));
            return Value.Broken.INSTANCE;
        }
        return lanes;
    }
}
