package npusim.dsl.schema;

import java.util.List;
import npusim.dsl.quantity.Dimension;
import npusim.dsl.quantity.Ratio;

/** Short names for property types, for the tables in {@link Schemas}. */
final class Types {

    static final PropertyType TEXT = new PropertyType.Text();
    static final PropertyType FLAG = new PropertyType.Flag();
    static final PropertyType EXTENTS = new PropertyType.Extents();
    static final PropertyType LANES = new PropertyType.Lanes();
    static final PropertyType CALL = new PropertyType.Call();
    static final PropertyType FREQUENCY =
            new PropertyType.Measure(Dimension.FREQUENCY, Ratio.ONE, Ratio.of(100_000_000_000L), true, false, "MHz");
    static final PropertyType RATIO = new PropertyType.Measure(Dimension.NONE, Ratio.ZERO, null, false, false, "");
    static final PropertyType ELEMENT_CYCLES =
            new PropertyType.Measure(Dimension.NONE, Ratio.ZERO, Ratio.of(1L << 16), false, false, "");
    static final PropertyType POSITIVE_RATE =
            new PropertyType.Measure(Dimension.NONE, Ratio.of(1, 1_000_000), Ratio.of(1L << 24), false, false, "");
    static final PropertyType FRACTION =
            new PropertyType.Measure(Dimension.NONE, Ratio.ZERO, Ratio.ONE, false, false, "");

    private Types() {}

    static PropertyType count(long low, long high) {
        return new PropertyType.Measure(Dimension.NONE, Ratio.of(low), Ratio.of(high), true, false, "");
    }

    static PropertyType powerOfTwo(long low, long high) {
        return new PropertyType.Measure(Dimension.NONE, Ratio.of(low), Ratio.of(high), true, true, "");
    }

    static PropertyType bytes(long low, long high) {
        return new PropertyType.Measure(Dimension.DATA, Ratio.of(low), Ratio.of(high), true, false, "B");
    }

    static PropertyType bytesPowerOfTwo(long low, long high) {
        return new PropertyType.Measure(Dimension.DATA, Ratio.of(low), Ratio.of(high), true, true, "B");
    }

    static PropertyType bits(long low, long high) {
        return new PropertyType.Measure(Dimension.DATA, Ratio.of(low, 8), Ratio.of(high, 8), false, false, "bit");
    }

    static PropertyType cycles(long high) {
        return new PropertyType.Measure(Dimension.CYCLES, Ratio.ZERO, Ratio.of(high), true, false, "cycles");
    }

    static PropertyType amount(Dimension dimension, String unit) {
        return new PropertyType.Measure(dimension, Ratio.ZERO, null, false, false, unit);
    }

    static PropertyType word(String noun, String... words) {
        return new PropertyType.Symbol(List.of(words), noun, false);
    }

    /** Words to which descriptions may add. */
    static PropertyType.Symbol openWord(String noun, List<String> words) {
        return new PropertyType.Symbol(words, noun, true);
    }

    static PropertyType anyWord(String noun) {
        return new PropertyType.Symbol(List.of(), noun, false);
    }

    static PropertyType name(String kind) {
        return new PropertyType.ObjectName(kind);
    }

    static PropertyType blockName(String kind) {
        return new PropertyType.BlockName(kind);
    }

    static PropertyType list(PropertyType element) {
        return new PropertyType.ListOf(element);
    }

    static PropertyType orAny(PropertyType inner) {
        return new PropertyType.OrAny(inner);
    }

    static PropertyType table(PropertyType.Column... columns) {
        return new PropertyType.Table(List.of(columns));
    }

    static PropertyType.Column column(String name, PropertyType type, String meaning) {
        return new PropertyType.Column(name, type, true, meaning);
    }

    static PropertyType.Column optionalColumn(String name, PropertyType type, String meaning) {
        return new PropertyType.Column(name, orAny(type), false, meaning);
    }
}
