package npusim.schedule.operation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Zero point and fixed-point scale of a connection.
 *
 * @param zeroPoint value that stands for zero
 * @param multipliers one multiplier, or one per channel; {@code null} stands for the unit scale
 * @param shifts right shifts that belong to the multipliers; {@code null} stands for the unit scale
 */
public record Rescaling(long zeroPoint, int @Nullable [] multipliers, int @Nullable [] shifts) {

    /** No zero point and unit scale. */
    public static final Rescaling NONE = new Rescaling(0, null, null);

    /** Unit scale around {@code zeroPoint}. */
    public static Rescaling ofZeroPoint(long zeroPoint) {
        return zeroPoint == 0 ? NONE : new Rescaling(zeroPoint, null, null);
    }

    /** Whether the scale is 1, however it is written. */
    public boolean isUnitScale() {
        if (multipliers == null || shifts == null) {
            return true;
        }
        return multipliers.length == 1 && shifts[0] >= 0 && shifts[0] < 63 && multipliers[0] == 1L << shifts[0];
    }

    /** Whether one scale serves all channels. */
    public boolean isGlobal() {
        return multipliers == null || multipliers.length <= 1;
    }

    /** Number of scales. */
    public int scales() {
        return multipliers == null ? 1 : multipliers.length;
    }

    /** The first multiplier. */
    public int multiplier() {
        return multipliers == null ? 1 : multipliers[0];
    }

    /** The first shift. */
    public int shift() {
        return shifts == null ? 0 : shifts[0];
    }

    /** The same scale around another zero point. */
    public Rescaling withZeroPoint(long other) {
        return new Rescaling(other, multipliers, shifts);
    }

    /** This zero point with the scale of {@code other}. */
    public Rescaling withScaleOf(Rescaling other) {
        return new Rescaling(zeroPoint, other.multipliers, other.shifts);
    }

    /** Whether the written scales are the same. */
    public boolean sameScales(Rescaling other) {
        if (isUnitScale() && other.isUnitScale()) {
            return true;
        }
        return Arrays.equals(multipliers, other.multipliers) && Arrays.equals(shifts, other.shifts);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Rescaling rescaling
                && zeroPoint == rescaling.zeroPoint
                && Arrays.equals(multipliers, rescaling.multipliers)
                && Arrays.equals(shifts, rescaling.shifts);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(zeroPoint) + Arrays.hashCode(multipliers);
    }

    @Override
    public String toString() {
        return "zero point " + zeroPoint + ", " + scales() + " scales";
    }
}
