package npusim.kernel.loop;

/**
 * Rounding to INT8 by floats, exact all the same. A real result is approximated by a float with a known greatest error and
 * added to {@link #ORIGIN}: the floats from 512 to 1024 are multiples of 2⁻¹⁴, so the sum's bits are a fixed-point number,
 * whole part and fraction, and grow with its value over all floats that are not negative. An offset of the error keeps the
 * sum from being too low; it is too high, perhaps, only where the fraction is below {@link #doubt twice the error}. Those few
 * results, one in some thousands, are calculated anew in integers.
 */
final class FloatRounding {
    /** Bits of the fraction. */
    static final int FRACTION_BITS = 14;

    static final int FRACTION = (1 << FRACTION_BITS) - 1;

    /** A multiple of 256, so that the low byte of the whole part is the result, in the middle of a binade. */
    static final double ORIGIN = 768;

    /** Between neighbouring sums. */
    private static final double STEP = 1.0 / (1 << FRACTION_BITS);

    /** Error of rounding a sum. */
    static final double SUM_ERROR = STEP / 2;

    /** Of a number made a float. */
    static final double RELATIVE_ERROR = 1.0 / (1 << 24);

    /** Multiples of the step are floats up to here. */
    static final double EXACT = 1024;

    /** Beyond, too many results would be calculated twice. */
    private static final int MOST_DOUBT = 10;

    /** Of so many operands tried ... */
    static final int SAMPLES = 64;

    /** ... not more may give a doubtful result: a scale such as 1/6 gives results half-way between integers. */
    private static final int MOST_DOUBTFUL_SAMPLES = SAMPLES / 16;

    /** For results that floats do not serve. */
    static final int NEVER = -1;

    private FloatRounding() {}

    /** Fractions below this are in doubt if a sum has so great an error, or {@link #NEVER}. */
    static int doubt(double error) {
        double steps = 2 * Math.ceil(error / STEP);
        return steps <= MOST_DOUBT ? (int) steps : NEVER;
    }

    /** What keeps a sum from being too low. */
    static double offset(int doubt) {
        return Math.max(0, doubt) * STEP / 2;
    }

    /** Whether a number is a multiple of the step between sums and a float, so that no sum of such is rounded. */
    static boolean isOnGrid(double number) {
        return number / STEP == Math.rint(number / STEP) && (float) number == number;
    }

    /** Greatest error of a float near a number. */
    static double error(double number) {
        return Math.ulp((float) Math.abs(number)) / 2.0;
    }

    /** Bits of the sum that are an INT8 result, with a fraction beyond doubt. */
    static int bits(int result) {
        return Float.floatToRawIntBits((float) (ORIGIN + result + 0.5));
    }

    /** Whether a sum is too near a whole number from above. */
    static boolean isDoubtful(float sum, int doubt) {
        return (Float.floatToRawIntBits(sum) & FRACTION) < doubt;
    }

    /** Whether too many of {@link #SAMPLES} results were doubtful. */
    static boolean isTooMany(int doubtful) {
        return doubtful > MOST_DOUBTFUL_SAMPLES;
    }
}
