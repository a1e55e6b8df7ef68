package npusim.kernel.loop;

/**
 * The scalings of a per-channel RESCALE with single rounding: as {@link Requantization}, with multiplier and shift of
 * each channel. The arrays are shared, not copied, and of one length.
 */
public record ChannelRequantization(int[] multipliers, int[] shifts, int outputZeroPoint, int minimum, int maximum) {
    public ChannelRequantization {
        if (multipliers.length != shifts.length) {
            throw new IllegalArgumentException(multipliers.length + " multipliers, " + shifts.length + " shifts");
        }
    }

    public int channels() {
        return multipliers.length;
    }

    /** Bound of the result before the output zero point is added. */
    int lowest() {
        return minimum - outputZeroPoint;
    }

    /** Bound of the result before the output zero point is added. */
    int highest() {
        return maximum - outputZeroPoint;
    }

    /** The scaling of one channel. */
    public Requantization channel(int channel) {
        return new Requantization(multipliers[channel], shifts[channel], false, outputZeroPoint, minimum, maximum);
    }
}
