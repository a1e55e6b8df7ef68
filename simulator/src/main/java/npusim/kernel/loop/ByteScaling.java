package npusim.kernel.loop;

import java.util.Arrays;

/**
 * Scaling of INT32 to INT8 by one multiplier and shift, or by those of each innermost channel. Immutable; arrays that are
 * given are shared, not copied.
 */
public final class ByteScaling {
    /** At least as many channels as a step over elements has. */
    private static final int FEWEST_FACTORS = 64;

    /**
     * How much greater the factor of averages is made, as part of itself. A result half-way between integers, at least 1/2 in
     * magnitude, moves by at least 2⁻¹⁴, and floats are wrong by 2⁻¹⁵ for the sum and 255 · 2⁻²⁴ for the factor. No result of
     * magnitude 255 moves by more than 2⁻⁵, less than what lies between neighbours.
     */
    private static final double AWAY_FROM_ZERO = 1.0 / (1 << 13);

    /** Numbers in an even average of which neighbouring results are far enough apart. */
    private static final int MOST_AVERAGED = 30;

    private final int[] multipliers;
    private final int[] shifts;
    private final boolean doubleRound;
    private final int outputZeroPoint;
    private final int minimum;
    private final int maximum;

    /** What a value is multiplied by, as floats, of {@link #period} channels and once more of as many as a step has. */
    private final float[] factors;

    private final int period;

    /** See {@link FloatRounding}. */
    private final int doubt;

    private final float offset;
    private final boolean hasFloats;

    /** The scaling of channel c by {@code multipliers[c]} and {@code shifts[c]}, clamped as {@link Requantization} does. */
    public ByteScaling(int[] multipliers, int[] shifts, int outputZeroPoint, int minimum, int maximum) {
        this(multipliers, shifts, false, outputZeroPoint, minimum, maximum, 0);
    }

    /** One scaling of all elements. */
    public ByteScaling(Requantization scaling) {
        this(
                new int[] {scaling.multiplier()},
                new int[] {scaling.shift()},
                scaling.doubleRound(),
                scaling.outputZeroPoint(),
                scaling.minimum(),
                scaling.maximum(),
                0);
    }

    /**
     * The scaling of sums of {@code size} differences of two INT8 to their average, by TOSA's {@code reciprocal_scale}. That
     * is the reciprocal and up to 2⁻³⁰ of it, so that results half-way between integers are rounded away from zero. So floats
     * serve, with a factor that is greater still, but too little to move any other result to the next integer.
     */
    public static ByteScaling ofAverages(int size, int outputZeroPoint) {
        int places = Integer.SIZE - Integer.numberOfLeadingZeros(size - 1);
        int multiplier = (int) ((((1L << 30) + 1) << places) / size);
        return new ByteScaling(
                new int[] {multiplier},
                new int[] {30 + places},
                false,
                outputZeroPoint,
                Byte.MIN_VALUE,
                Byte.MAX_VALUE,
                size % 2 == 0 && size <= MOST_AVERAGED ? AWAY_FROM_ZERO : 0);
    }

    private ByteScaling(
            int[] multipliers,
            int[] shifts,
            boolean doubleRound,
            int outputZeroPoint,
            int minimum,
            int maximum,
            double excess) {
        if (multipliers.length != shifts.length) {
            throw new IllegalArgumentException(multipliers.length + " multipliers, " + shifts.length + " shifts");
        }
        this.multipliers = multipliers;
        this.shifts = shifts;
        this.doubleRound = doubleRound;
        this.outputZeroPoint = outputZeroPoint;
        this.minimum = minimum;
        this.maximum = maximum;
        int channels = multipliers.length;
        period = channels * Math.ceilDiv(FEWEST_FACTORS, channels);
        factors = new float[period + FEWEST_FACTORS];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = (float) (channel(i % channels).factor() * (1 + excess));
        }
        doubt = excess > 0 ? 0 : greatestDoubt();
        offset = (float) (FloatRounding.ORIGIN + outputZeroPoint + 0.5 + FloatRounding.offset(doubt));
        hasFloats = doubt != FloatRounding.NEVER && (channels > 1 || !FloatRounding.isTooMany(doubtfulSamples()));
    }

    private int greatestDoubt() {
        int greatest = 0;
        for (int channel = 0; channel < multipliers.length; channel++) {
            Requantization scaling = channel(channel);
            boolean wraps = scaling.shift() < Integer.SIZE - 1 && !scaling.isIdentity();
            int doubt = wraps ? FloatRounding.NEVER : FloatRounding.doubt(error(scaling));
            if (doubt == FloatRounding.NEVER) {
                return doubt;
            }
            greatest = Math.max(greatest, doubt);
        }
        return greatest;
    }

    /**
     * Greatest error of a sum that is not clamped: 2⁻¹⁵ of the sum, which lies between 512 and 1024, 2⁻²⁴ each of value and
     * factor relative to a result, and the term by sign that the sum leaves out; none where all results are exact.
     */
    private static double error(Requantization scaling) {
        if (scaling.signTerm() == 0 && FloatRounding.isOnGrid(scaling.factor())) {
            return 0;
        }
        double greatest = Math.max(Math.abs(scaling.lowest()), Math.abs(scaling.highest())) + 0.5;
        return FloatRounding.SUM_ERROR + 2 * greatest * FloatRounding.RELATIVE_ERROR + scaling.signTerm();
    }

    /** Of the least values, which hit the middle between results as often as any others. */
    private int doubtfulSamples() {
        int doubtful = 0;
        for (int value = 0; value < FloatRounding.SAMPLES; value++) {
            doubtful += FloatRounding.isDoubtful(sum(value, 0), doubt) ? 1 : 0;
        }
        return doubtful;
    }

    /** The sum of floats whose whole part is the result, if it is not clamped. */
    float sum(int value, int channel) {
        return Math.fma((float) value, factors[channel], offset);
    }

    /** Calculates a result anew if it is in doubt. */
    void settle(int value, int channel, byte[] target, int at) {
        if (FloatRounding.isDoubtful(sum(value, channel), doubt)) {
            target[at] = (byte) channel(channel).apply(value);
        }
    }

    /** The number of channels, 1 for one scaling of all elements. */
    public int channels() {
        return multipliers.length;
    }

    /** Whether floats serve: {@code value · factor + offset} is as near to the result as {@link FloatRounding} asks for. */
    boolean hasFloats() {
        return hasFloats;
    }

    /** After so many channels {@link #factors} repeat; a multiple of the number of channels. */
    int period() {
        return period;
    }

    float[] factors() {
        return factors;
    }

    float offset() {
        return offset;
    }

    /** Fractions below this are in doubt. */
    int doubt() {
        return doubt;
    }

    int minimum() {
        return minimum;
    }

    int maximum() {
        return maximum;
    }

    /** The scaling of one channel. */
    Requantization channel(int channel) {
        return new Requantization(
                multipliers[channel], shifts[channel], doubleRound, outputZeroPoint, minimum, maximum);
    }

    @Override
    public String toString() {
        return "scaling by " + Arrays.toString(multipliers) + " / 2^" + Arrays.toString(shifts);
    }
}
