package npusim.quantize;

/**
 * The smallest and the largest value that a tensor took during calibration.
 *
 * @param minimum smallest value, finite
 * @param maximum largest value, finite, not below {@code minimum}
 */
public record ValueRange(float minimum, float maximum) {
    public ValueRange {
        if (!Float.isFinite(minimum) || !Float.isFinite(maximum) || minimum > maximum) {
            throw new IllegalArgumentException("not a finite range: " + minimum + " .. " + maximum);
        }
    }

    /**
     * The range of some values.
     *
     * @throws IllegalArgumentException if there is none or one of them is not finite
     */
    public static ValueRange of(float[] values) {
        float minimum = Float.POSITIVE_INFINITY;
        float maximum = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            minimum = Math.min(minimum, value);
            maximum = Math.max(maximum, value);
        }
        return new ValueRange(minimum, maximum);
    }

    /** The smallest range that holds this one and a value. */
    public ValueRange including(float value) {
        return new ValueRange(Math.min(minimum, value), Math.max(maximum, value));
    }

    /** The smallest range that holds both. */
    public ValueRange union(ValueRange other) {
        return new ValueRange(Math.min(minimum, other.minimum), Math.max(maximum, other.maximum));
    }
}
