package npusim.kernel.loop;

/** Brings into the caches what is about to be read in an order that the processor does not foresee. */
public final class ReadAhead {
    private static final int CACHE_LINE_BYTES = 64;

    private ReadAhead() {}

    /**
     * Reads one of each 64 of {@code count} bytes, so that the processor waits for many cache lines at a time. Yields a number to
     * be stored where it does no harm: else a compiler would leave the reads out.
     */
    public static byte touch(byte[] values, int start, int count) {
        int sum = 0;
        for (int i = start; i < start + count; i += CACHE_LINE_BYTES) {
            sum += values[i];
        }
        return (byte) sum;
    }

    /** As {@link #touch(byte[], int, int)}, of words. */
    public static int touch(int[] values, int start, int count) {
        int sum = 0;
        for (int i = start; i < start + count; i += CACHE_LINE_BYTES / Integer.BYTES) {
            sum += values[i];
        }
        return sum;
    }
}
