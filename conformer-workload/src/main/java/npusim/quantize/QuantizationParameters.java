package npusim.quantize;

/**
 * The affine int8 code of a tensor: {@code real = (code - zeroPoint) * scale} with codes in [-128, 127].
 *
 * <p>Source: the PT2E quantizer of ExecuTorch's Arm backend (PT2E affine per-tensor activations).
 *
 * @param scale real value of one step, positive and finite
 * @param zeroPoint the code of real 0, in [-128, 127]
 */
public record QuantizationParameters(double scale, int zeroPoint) {
    /** Smallest code of an int8 activation. */
    public static final int MIN_CODE = -128;

    /** Largest code of an int8 activation. */
    public static final int MAX_CODE = 127;

    private static final int STEPS = MAX_CODE - MIN_CODE;

    public QuantizationParameters {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("scale must be positive and finite, is " + scale);
        }
        if (zeroPoint < MIN_CODE || zeroPoint > MAX_CODE) {
            throw new IllegalArgumentException("zero point must lie in [-128, 127], is " + zeroPoint);
        }
    }

    /**
     * The parameters that cover a range of real values. Real 0 is always representable.
     *
     * @param range observed values
     * @param smallestScale floor of the scale (the observer's epsilon)
     */
    public static QuantizationParameters covering(ValueRange range, double smallestScale) {
        ValueRange withZero = range.including(0);
        double width = (double) withZero.maximum() - withZero.minimum();
        double scale = Math.max(width / STEPS, smallestScale);
        long zeroPoint = MIN_CODE - (long) Math.rint(withZero.minimum() / scale);
        return new QuantizationParameters(scale, clampToCode(zeroPoint));
    }

    /** The code nearest to a real value, ties to even, clamped to int8. */
    public byte quantize(double real) {
        double steps = Math.rint(real / scale) + zeroPoint;
        if (Double.isNaN(steps)) {
            return (byte) zeroPoint;
        }
        return (byte) Math.clamp(steps, MIN_CODE, MAX_CODE);
    }

    /** The codes of all values, in their order. */
    public byte[] quantize(float[] real) {
        byte[] codes = new byte[real.length];
        for (int i = 0; i < real.length; i++) {
            codes[i] = quantize(real[i]);
        }
        return codes;
    }

    /** The real value of a code. */
    public double dequantize(int code) {
        return (code - zeroPoint) * scale;
    }

    private static int clampToCode(long code) {
        return Math.clamp(code, MIN_CODE, MAX_CODE);
    }
}
