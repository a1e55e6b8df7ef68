package npusim.dsl.quantity;

import java.math.BigInteger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of units. */
public final class Units {

    private static final Map<String, Unit> BY_NAME = new LinkedHashMap<>();

    static {
        add("B", Dimension.DATA, Ratio.ONE, "byte");
        add("byte", Dimension.DATA, Ratio.ONE, "byte");
        add("bytes", Dimension.DATA, Ratio.ONE, "byte");
        add("KiB", Dimension.DATA, Ratio.of(1L << 10), "1024 bytes");
        add("MiB", Dimension.DATA, Ratio.of(1L << 20), "1024 KiB");
        add("GiB", Dimension.DATA, Ratio.of(1L << 30), "1024 MiB");
        add("kB", Dimension.DATA, Ratio.of(1_000), "1000 bytes");
        add("MB", Dimension.DATA, Ratio.of(1_000_000), "1000 kB");
        add("GB", Dimension.DATA, Ratio.of(1_000_000_000), "1000 MB");
        add("bit", Dimension.DATA, Ratio.of(1, 8), "bit");
        add("bits", Dimension.DATA, Ratio.of(1, 8), "bit");
        add("cycle", Dimension.CYCLES, Ratio.ONE, "core cycle");
        add("cycles", Dimension.CYCLES, Ratio.ONE, "core cycle");
        add("s", Dimension.TIME, Ratio.ONE, "second");
        add("ms", Dimension.TIME, power(-3), "millisecond");
        add("us", Dimension.TIME, power(-6), "microsecond");
        add("µs", Dimension.TIME, power(-6), "microsecond");
        add("ns", Dimension.TIME, power(-9), "nanosecond");
        add("ps", Dimension.TIME, power(-12), "picosecond");
        add("Hz", Dimension.FREQUENCY, Ratio.ONE, "hertz");
        add("kHz", Dimension.FREQUENCY, power(3), "kilohertz");
        add("MHz", Dimension.FREQUENCY, power(6), "megahertz");
        add("GHz", Dimension.FREQUENCY, power(9), "gigahertz");
        add("J", Dimension.ENERGY, Ratio.ONE, "joule");
        add("mJ", Dimension.ENERGY, power(-3), "millijoule");
        add("uJ", Dimension.ENERGY, power(-6), "microjoule");
        add("nJ", Dimension.ENERGY, power(-9), "nanojoule");
        add("pJ", Dimension.ENERGY, power(-12), "picojoule");
        add("fJ", Dimension.ENERGY, power(-15), "femtojoule");
        add("W", Dimension.POWER, Ratio.ONE, "watt");
        add("mW", Dimension.POWER, power(-3), "milliwatt");
        add("uW", Dimension.POWER, power(-6), "microwatt");
        add("mm2", Dimension.AREA, power(-6), "square millimetre");
        add("mm²", Dimension.AREA, power(-6), "square millimetre");
        add("um2", Dimension.AREA, power(-12), "square micrometre");
        add("µm²", Dimension.AREA, power(-12), "square micrometre");
        add("%", Dimension.NONE, Ratio.of(1, 100), "hundredth");
    }

    private Units() {}

    /** The unit called {@code name}, or null. */
    public static @Nullable Unit find(String name) {
        return BY_NAME.get(name.replace('\u03bc', '\u00b5'));
    }

    /** One of the unit that {@code names} make, later ones dividing as in {@code B/cycle}; null if one is unknown. */
    public static @Nullable Quantity quotient(List<String> names) {
        Quantity quotient = Quantity.number(Ratio.ONE);
        for (int i = 0; i < names.size(); i++) {
            Unit unit = find(names.get(i));
            if (unit == null) {
                return null;
            }
            quotient = i == 0
                    ? new Quantity(unit.factor(), unit.dimension())
                    : new Quantity(
                            quotient.amount().dividedBy(unit.factor()),
                            quotient.dimension().dividedBy(unit.dimension()));
        }
        return quotient;
    }

    /** The unit that {@code name} spells with wrong case, or null. */
    public static @Nullable Unit findIgnoringCase(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (Unit unit : BY_NAME.values()) {
            if (unit.name().toLowerCase(Locale.ROOT).equals(lower)) {
                return unit;
            }
        }
        return null;
    }

    /** All names. */
    public static Collection<String> names() {
        return BY_NAME.keySet();
    }

    /** All units in the order of the reference page. */
    public static Collection<Unit> all() {
        return BY_NAME.values();
    }

    private static Ratio power(int exponent) {
        BigInteger ten = BigInteger.TEN.pow(Math.abs(exponent));
        return exponent >= 0 ? new Ratio(ten, BigInteger.ONE) : new Ratio(BigInteger.ONE, ten);
    }

    private static void add(String name, Dimension dimension, Ratio factor, String meaning) {
        BY_NAME.put(name, new Unit(name, dimension, factor, meaning));
    }
}
