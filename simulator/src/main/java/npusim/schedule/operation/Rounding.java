package npusim.schedule.operation;

/** Integer rounding to granules. */
public final class Rounding {
    private Rounding() {}

    /** {@code value} rounded up to a multiple of {@code granule}. */
    public static int up(int value, int granule) {
        return ceilDiv(value, granule) * granule;
    }

    /** {@code value} rounded up to a multiple of {@code granule}. */
    public static long up(long value, long granule) {
        return (value + granule - 1) / granule * granule;
    }

    /** {@code value} rounded down to a multiple of {@code granule}. */
    public static int down(int value, int granule) {
        return value / granule * granule;
    }

    /** Quotient rounded up, for a non-negative dividend. */
    public static int ceilDiv(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
