package npusim.quantize;

/**
 * A positive real factor as the RESCALE operator takes it: {@code factor ≈ multiplier / 2^shift}.
 *
 * <p>Source: the operand conventions of ExecuTorch's Arm backend; the limits of the shift are TOSA 1.0's (RESCALE).
 *
 * @param multiplier 31-bit significand; in [2^30, 2^31) unless the factor is so small that the shift ran out
 * @param shift right shift, 2 to 62
 */
public record FixedPointScale(int multiplier, int shift) {
    private static final int SMALLEST_SHIFT = 2;
    private static final int LARGEST_SHIFT = 62;
    private static final int SIGNIFICAND_BITS = 31;

    /** Factor 1, which only removes or adds a zero point. */
    public static final FixedPointScale IDENTITY = of(1.0);

    public FixedPointScale {
        if (multiplier < 0 || shift < SMALLEST_SHIFT || shift > LARGEST_SHIFT) {
            throw new IllegalArgumentException("not a rescale factor: " + multiplier + " >> " + shift);
        }
    }

    /**
     * The nearest representable factor.
     *
     * @param factor positive, below 2^29
     * @throws IllegalArgumentException if the factor cannot be written with a shift of 2 to 62
     */
    public static FixedPointScale of(double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("a rescale factor must be positive and finite, is " + factor);
        }
        int exponent = Math.getExponent(factor) + 1;
        double significand = Math.scalb(factor, -exponent);
        long multiplier = (long) Math.rint(Math.scalb(significand, SIGNIFICAND_BITS));
        if (multiplier == 1L << SIGNIFICAND_BITS) {
            multiplier >>= 1;
            exponent++;
        }
        int shift = SIGNIFICAND_BITS - exponent;
        if (shift > LARGEST_SHIFT) {
            multiplier >>= Math.min(SIGNIFICAND_BITS, shift - LARGEST_SHIFT);
            shift = LARGEST_SHIFT;
        }
        if (shift < SMALLEST_SHIFT) {
            throw new IllegalArgumentException("a rescale factor must be below 2^29, is " + factor);
        }
        return new FixedPointScale((int) multiplier, shift);
    }

    /** {@code value * factor} rounded as SINGLE_ROUND does: half up. */
    public long apply(long value) {
        return (value * multiplier + (1L << (shift - 1))) >> shift;
    }
}
