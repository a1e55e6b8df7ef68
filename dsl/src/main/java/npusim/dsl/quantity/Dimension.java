package npusim.dsl.quantity;

/**
 * What a quantity measures, as exponents of the language's base measures.
 *
 * @param data bytes
 * @param cycles core cycles
 * @param time seconds
 * @param energy joules
 * @param area square metres
 */
public record Dimension(int data, int cycles, int time, int energy, int area) {

    /** A bare number. */
    public static final Dimension NONE = new Dimension(0, 0, 0, 0, 0);

    /** Bytes. */
    public static final Dimension DATA = new Dimension(1, 0, 0, 0, 0);

    /** Core cycles. */
    public static final Dimension CYCLES = new Dimension(0, 1, 0, 0, 0);

    /** Seconds. */
    public static final Dimension TIME = new Dimension(0, 0, 1, 0, 0);

    /** Hertz. */
    public static final Dimension FREQUENCY = new Dimension(0, 0, -1, 0, 0);

    /** Bytes per core cycle. */
    public static final Dimension DATA_PER_CYCLE = new Dimension(1, -1, 0, 0, 0);

    /** Bytes per second. */
    public static final Dimension DATA_PER_TIME = new Dimension(1, 0, -1, 0, 0);

    /** Joules. */
    public static final Dimension ENERGY = new Dimension(0, 0, 0, 1, 0);

    /** Joules per byte. */
    public static final Dimension ENERGY_PER_DATA = new Dimension(-1, 0, 0, 1, 0);

    /** Joules per core cycle. */
    public static final Dimension ENERGY_PER_CYCLE = new Dimension(0, -1, 0, 1, 0);

    /** Watts. */
    public static final Dimension POWER = new Dimension(0, 0, -1, 1, 0);

    /** Square metres. */
    public static final Dimension AREA = new Dimension(0, 0, 0, 0, 1);

    /** Square metres per byte. */
    public static final Dimension AREA_PER_DATA = new Dimension(-1, 0, 0, 0, 1);

    private static final int MAX_EXPONENT = 8;

    /** The dimension of a product. */
    public Dimension times(Dimension other) {
        return new Dimension(
                data + other.data, cycles + other.cycles, time + other.time, energy + other.energy, area + other.area);
    }

    /** The dimension of a quotient. */
    public Dimension dividedBy(Dimension other) {
        return new Dimension(
                data - other.data, cycles - other.cycles, time - other.time, energy - other.energy, area - other.area);
    }

    /** Whether all exponents are small enough to make sense. */
    public boolean isSensible() {
        return Math.abs(data) <= MAX_EXPONENT
                && Math.abs(cycles) <= MAX_EXPONENT
                && Math.abs(time) <= MAX_EXPONENT
                && Math.abs(energy) <= MAX_EXPONENT
                && Math.abs(area) <= MAX_EXPONENT;
    }

    /** A noun with the base unit, such as {@code a size (B)}. */
    public String describe() {
        if (equals(NONE)) {
            return "a number without unit";
        } else if (equals(DATA)) {
            return "a size (B)";
        } else if (equals(CYCLES)) {
            return "a number of cycles";
        } else if (equals(TIME)) {
            return "a time (s)";
        } else if (equals(FREQUENCY)) {
            return "a frequency (Hz)";
        } else if (equals(DATA_PER_CYCLE)) {
            return "a bandwidth (B/cycle)";
        } else if (equals(DATA_PER_TIME)) {
            return "a bandwidth (B/s)";
        } else if (equals(ENERGY)) {
            return "an energy (J)";
        } else if (equals(ENERGY_PER_DATA)) {
            return "an energy per byte (J/B)";
        } else if (equals(ENERGY_PER_CYCLE)) {
            return "an energy per cycle (J/cycle)";
        } else if (equals(POWER)) {
            return "a power (W)";
        } else if (equals(AREA)) {
            return "an area (m²)";
        } else if (equals(AREA_PER_DATA)) {
            return "an area per byte (m²/B)";
        }
        return "a quantity in " + symbol();
    }

    /** Base units with exponents, such as {@code B/cycle}; empty for a bare number. */
    public String symbol() {
        StringBuilder above = new StringBuilder();
        StringBuilder below = new StringBuilder();
        part(above, below, "B", data);
        part(above, below, "cycle", cycles);
        part(above, below, "s", time);
        part(above, below, "J", energy);
        part(above, below, "m²", area);
        if (below.isEmpty()) {
            return above.toString();
        }
        return (above.isEmpty() ? "1" : above) + "/" + below;
    }

    private static void part(StringBuilder above, StringBuilder below, String symbol, int exponent) {
        StringBuilder side = exponent > 0 ? above : below;
        for (int i = 0; i < Math.abs(exponent); i++) {
            if (!side.isEmpty()) {
                side.append(exponent > 0 ? "·" : "/");
            }
            side.append(symbol);
        }
    }
}
