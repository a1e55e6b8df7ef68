package npusim.quantize;

import java.util.function.DoubleUnaryOperator;

/** Functions of one value that become an int8 TABLE. */
public enum ElementFunction {
    SIGMOID,
    EXP,
    LOG,
    RECIPROCAL,
    RECIPROCAL_SQUARE_ROOT;

    private static final float LOG2_E = 1.442695f;
    private static final float LN2_HIGH = 0.6933594f;
    private static final float LN2_LOW = -2.1219444e-4f;
    private static final float ROUNDING_SHIFT = 12582912f;
    private static final float LARGEST_ARGUMENT = 88f;
    private static final int EXPONENT_BIAS = 127;
    private static final int MANTISSA_BITS = 23;

    /** The function in double precision, the same on every machine. */
    public DoubleUnaryOperator exact() {
        return switch (this) {
            case SIGMOID -> x -> 1 / (1 + StrictMath.exp(-x));
            case EXP -> StrictMath::exp;
            case LOG -> StrictMath::log;
            case RECIPROCAL -> x -> 1 / x;
            case RECIPROCAL_SQUARE_ROOT -> x -> 1 / Math.sqrt(x);
        };
    }

    /** All function values in single precision, the same on every machine. */
    float[] apply(float[] input) {
        float[] output = new float[input.length];
        switch (this) {
            case SIGMOID -> {
                for (int i = 0; i < input.length; i++) {
                    output[i] = 1 / (1 + exponential(-input[i]));
                }
            }
            case EXP -> {
                for (int i = 0; i < input.length; i++) {
                    output[i] = exponential(input[i]);
                }
            }
            case LOG, RECIPROCAL, RECIPROCAL_SQUARE_ROOT -> {
                DoubleUnaryOperator exact = exact();
                for (int i = 0; i < input.length; i++) {
                    output[i] = (float) exact.applyAsDouble(input[i]);
                }
            }
        }
        return output;
    }

    /**
     * e^x with about 22 good bits: x = n ln 2 + r, and a Taylor polynomial in r; branch-free so that the compiler can
     * vectorise it.
     */
    static float exponential(float x) {
        float bounded = Math.clamp(x, -LARGEST_ARGUMENT + 1, LARGEST_ARGUMENT);
        float n = Math.fma(bounded, LOG2_E, ROUNDING_SHIFT) - ROUNDING_SHIFT;
        float r = Math.fma(n, -LN2_HIGH, bounded);
        r = Math.fma(n, -LN2_LOW, r);
        float sum = 1f / 5040;
        sum = Math.fma(sum, r, 1f / 720);
        sum = Math.fma(sum, r, 1f / 120);
        sum = Math.fma(sum, r, 1f / 24);
        sum = Math.fma(sum, r, 1f / 6);
        sum = Math.fma(sum, r, 0.5f);
        sum = Math.fma(sum, r, 1f);
        sum = Math.fma(sum, r, 1f);
        return sum * Float.intBitsToFloat(((int) n + EXPONENT_BIAS) << MANTISSA_BITS);
    }
}
