package npusim.kernel.loop;

/**
 * The scalings of a per-channel RESCALE with single rounding: as {@link Requantization}, with multiplier and shift of
 * each channel. The arrays are shared, not copied, and of one length. Immutable.
 */
public final class ChannelRequantization {
    /** More channels than any vector has elements. */
    private static final int WRAP = 64;

    private final int[] multipliers;
    private final int[] shifts;
    private final int outputZeroPoint;
    private final int minimum;
    private final int maximum;
    private final int[] wrappedMultipliers;
    private final int[] wrappedPlaces;

    /** Whether no product needs its low half: shifts are beyond 32, as they are where values become much smaller. */
    private final boolean hasLargeShifts;

    /** The scaling of channel c by {@code multipliers[c]} and {@code shifts[c]}, clamped as {@link Requantization} does. */
    public ChannelRequantization(int[] multipliers, int[] shifts, int outputZeroPoint, int minimum, int maximum) {
        if (multipliers.length != shifts.length) {
            throw new IllegalArgumentException(multipliers.length + " multipliers, " + shifts.length + " shifts");
        }
        this.multipliers = multipliers;
        this.shifts = shifts;
        this.outputZeroPoint = outputZeroPoint;
        this.minimum = minimum;
        this.maximum = maximum;
        this.wrappedMultipliers = new int[multipliers.length + WRAP];
        this.wrappedPlaces = new int[shifts.length + WRAP];
        for (int i = 0; i < wrappedPlaces.length; i++) {
            wrappedMultipliers[i] = multipliers[i % multipliers.length];
            wrappedPlaces[i] = shifts[i % shifts.length] - 1;
        }
        boolean large = true;
        for (int shift : shifts) {
            large &= shift > Integer.SIZE;
        }
        this.hasLargeShifts = large;
    }

    /** The number of channels. */
    public int channels() {
        return multipliers.length;
    }

    int outputZeroPoint() {
        return outputZeroPoint;
    }

    boolean hasLargeShifts() {
        return hasLargeShifts;
    }

    /** Bound of the result before the output zero point is added. */
    int lowest() {
        return minimum - outputZeroPoint;
    }

    /** Bound of the result before the output zero point is added. */
    int highest() {
        return maximum - outputZeroPoint;
    }

    /** The multipliers, and once more as many of the first ones as a vector may read behind the last. */
    int[] wrappedMultipliers() {
        return wrappedMultipliers;
    }

    /** The shifts less one, laid out as {@link #wrappedMultipliers}. */
    int[] wrappedPlaces() {
        return wrappedPlaces;
    }

    /** The scaling of one channel. */
    public Requantization channel(int channel) {
        return new Requantization(multipliers[channel], shifts[channel], false, outputZeroPoint, minimum, maximum);
    }
}
