package npusim.kernel.loop;

/**
 * Windows of two by two pixels of INT8 that are averaged (TOSA 1.0, AVG_POOL2D).
 *
 * @param line elements from a pixel to the one below
 * @param step elements from one window to the next
 * @param channels of a pixel
 */
public record SquareWindows(int line, int step, int channels, int inputZeroPoint, int outputZeroPoint) {
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
    byte average(int sum) {
        int value = sum - excess();
        int sign = value >> Integer.SIZE - 1;
        return (byte) Math.clamp(value + sign + rounding() >> 2, Byte.MIN_VALUE, Byte.MAX_VALUE);
    }
}
