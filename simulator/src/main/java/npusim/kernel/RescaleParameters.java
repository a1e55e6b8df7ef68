package npusim.kernel;

/**
 * Operands and attributes of RESCALE (TOSA 1.0, RESCALE).
 *
 * @param multipliers one, or one for each innermost channel when {@code perChannel}
 * @param shifts as many as multipliers, each 2 to 62
 * @param inputZeroPoint already extended as {@code inputUnsigned} says
 * @param outputZeroPoint already extended as {@code outputUnsigned} says
 * @param doubleRound the rounding mode is DOUBLE_ROUND
 */
public record RescaleParameters(
        int[] multipliers,
        byte[] shifts,
        int inputZeroPoint,
        int outputZeroPoint,
        boolean scale32,
        boolean doubleRound,
        boolean perChannel,
        boolean inputUnsigned,
        boolean outputUnsigned) {

    /** {@code apply_scale_32}, or for {@code !scale32} {@code apply_scale_16}, of one value by one multiplier. */
    public static int scale(long value, int multiplier, int shift, boolean scale32, boolean doubleRound) {
        long round = 1L << (shift - 1);
        if (scale32 && doubleRound && shift > 31) {
            round += value >= 0 ? 1L << 30 : -(1L << 30);
        }
        return (int) ((value * multiplier + round) >> shift);
    }
}
