package npusim.kernel.loop;

/** The average of windows of two by two pixels of INT8 (TOSA 1.0, AVG_POOL2D). */
public record SquareAverage(SquareWindows windows, int inputZeroPoint, int outputZeroPoint) {
    /** Pixels of a window. */
    static final int SIZE = 4;

    private static final int HALF = SIZE / 2;

    /** What the sum of a window is greater by than that of its values less their zero points. */
    int excess() {
        return SIZE * inputZeroPoint;
    }

    /** What is added to such a sum, and 1 taken off below zero, before the division: halves are rounded away from zero. */
    int rounding() {
        return HALF + SIZE * outputZeroPoint;
    }

    /**
     * The average of a window of a given sum. TOSA's reciprocal of four is too great by 2⁻³², so that halves below zero go to the
     * next lower integer, which no other sum does.
     */
    byte of(int sum) {
        int value = sum - excess();
        int sign = value >> Integer.SIZE - 1;
        return (byte) Math.clamp(value + sign + rounding() >> 2, Byte.MIN_VALUE, Byte.MAX_VALUE);
    }
}
