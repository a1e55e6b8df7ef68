package npusim.schedule.weights;

import java.util.List;

/**
 * One way to code the weights of a slice.
 *
 * @param divisor remainder bits of a Golomb-Rice code; for plain weights the whole width, known per section
 * @param truncated quotients 0..2 in at most two unary bits
 * @param plain binary without quotient
 */
record GolombCode(int divisor, boolean truncated, boolean plain) {
    private static final int LARGEST_QUOTIENT = 31;
    private static final int LARGEST_TRUNCATED_QUOTIENT = 2;

    /** The weight codes, in the order in which ties are broken. */
    static final List<GolombCode> WEIGHT_CODES = List.of(
            unary(0),
            unary(1),
            unary(2),
            unary(3),
            unary(4),
            unary(5),
            truncated(0),
            truncated(1),
            truncated(2),
            truncated(3),
            truncated(4),
            truncated(5),
            new GolombCode(0, false, true));

    /** Number of zero-run divisors tried: 0..3. */
    static final int ZERO_RUN_CODES = 4;

    private static GolombCode unary(int divisor) {
        return new GolombCode(divisor, false, false);
    }

    private static GolombCode truncated(int divisor) {
        return new GolombCode(divisor, true, false);
    }

    boolean canCode(int value) {
        int quotient = value >> divisor;
        return plain || quotient <= (truncated ? LARGEST_TRUNCATED_QUOTIENT : LARGEST_QUOTIENT);
    }

    /** Bits of {@code value} without the padding of chunks; not for plain weights. */
    int bits(int value) {
        return symbols(value) + secondBits(value) + divisor;
    }

    /** Symbols of the first unary field. */
    int symbols(int value) {
        return truncated ? 1 : (value >> divisor) / 2 + 1;
    }

    /** Symbols of the second unary field: one for each symbol of the first that is not zero. */
    int secondBits(int value) {
        int quotient = value >> divisor;
        return truncated ? Math.min(quotient, 1) : (quotient + 1) / 2;
    }
}
