package npusim.simulation;

/**
 * Durations with fractions. They are rounded up to a 65,536th of a cycle, so that a 64-bit floating-point number holds every sum of
 * them exactly for 2³⁷ cycles, and what takes the same course at another time takes it to the last bit.
 */
final class ExactCycles {
    private static final double PARTS = 1 << 16;
    /** What earlier rounding may have added to a duration that is a whole number of parts. */
    private static final double NOISE = 1e-5;

    private ExactCycles() {}

    /** The duration that stands for {@code cycles}. */
    static double of(double cycles) {
        return Math.ceil(cycles * PARTS - NOISE) / PARTS;
    }
}
