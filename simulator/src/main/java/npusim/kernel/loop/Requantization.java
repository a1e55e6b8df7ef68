package npusim.kernel.loop;

/**
 * One scaling of TOSA's RESCALE: {@code clamp(((value · multiplier + rounding) >> shift) + outputZeroPoint)}, where the
 * product has 64 bits and the input zero point is already subtracted from {@code value}.
 *
 * @param multiplier non-negative, 31 or 15 bits
 * @param shift 2 to 62
 * @param doubleRound for shifts beyond 31, adds 2³⁰ with the sign of the value before rounding (EXT-DOUBLEROUND)
 * @param outputZeroPoint added after scaling
 * @param minimum least result
 * @param maximum greatest result
 */
public record Requantization(
        int multiplier, int shift, boolean doubleRound, int outputZeroPoint, int minimum, int maximum) {
    /** Leaves INT32 as they are. */
    public static final Requantization SAME = toInt32(1 << 30, 30, false);

    public Requantization {
        if (multiplier < 0 || shift < 2 || shift > 62) {
            throw new IllegalArgumentException("no scaling by " + multiplier + " / 2^" + shift);
        }
        Math.subtractExact(minimum, outputZeroPoint);
        Math.subtractExact(maximum, outputZeroPoint);
    }

    /** A scaling to the whole range of int32 without output zero point. */
    public static Requantization toInt32(int multiplier, int shift, boolean doubleRound) {
        return new Requantization(multiplier, shift, doubleRound, 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** Whether scaling leaves every value as it is, so that only zero point and clamp remain. */
    public boolean isIdentity() {
        return shift < 31 && multiplier == 1 << shift;
    }

    /** Whether the sign of the value enters the rounding. */
    public boolean roundsBySign() {
        return doubleRound && shift > 31;
    }

    /** What a value is multiplied by before it is rounded. */
    double factor() {
        return Math.scalb((double) multiplier, -shift);
    }

    /** What is added with the sign of the value beside a half, in units of the result. */
    double signTerm() {
        return roundsBySign() ? Math.scalb(1.0, 30 - shift) : 0;
    }

    /** Bound of the result before the output zero point is added, so that the addition cannot overflow. */
    int lowest() {
        return minimum - outputZeroPoint;
    }

    /** Bound of the result before the output zero point is added. */
    int highest() {
        return maximum - outputZeroPoint;
    }

    /** The scaled, offset and clamped value; wraps to 32 bits where the specification leaves the outcome open. */
    public int apply(int value) {
        long rounding = 1L << (shift - 1);
        if (roundsBySign()) {
            rounding += value >= 0 ? 1L << 30 : -(1L << 30);
        }
        int scaled = (int) (((long) value * multiplier + rounding) >> shift);
        return Math.clamp(scaled, lowest(), highest()) + outputZeroPoint;
    }
}
