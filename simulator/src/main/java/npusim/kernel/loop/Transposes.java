package npusim.kernel.loop;

/** Loops that exchange dimensions, or pick rows. */
public interface Transposes {
    /**
     * {@code target[columns[j] + i] = source[rows[i] + j]} for {@code height} rows i and {@code width} columns j.
     *
     * @param panel working memory of {@link #panelBytes} bytes
     * @param far whether no cache holds the rows, so that some are read ahead of the others
     */
    void transpose(
            byte[] source, int[] rows, int height, byte[] target, int[] columns, int width, byte[] panel, boolean far);

    /** Bytes of working memory in which so many columns are transposed, or none. */
    int panelBytes(int width);

    /** As {@link #transpose(byte[], int[], int, byte[], int[], int, byte[], boolean)}, of words. */
    void transpose(int[] source, int[] rows, int height, int[] target, int[] columns, int width, boolean far);

    /** {@code target[to + j · step + i] = source[from + 4 · i + j]} for {@code count} rows i of four columns j. */
    void separateFours(byte[] source, int from, byte[] target, int to, int step, int count);

    /** {@code target[to + 4 · j + i] = source[from + i · step + j]} for four rows i of {@code count} columns j. */
    void joinFours(byte[] source, int from, int step, byte[] target, int to, int count);

    /** {@code target[to + i · toStep + j] = source[from + i · fromStep + j]} for {@code count} rows i of {@code length} bytes j. */
    void copyRows(byte[] source, int from, int fromStep, byte[] target, int to, int toStep, int count, int length);

    /** {@code target[to + i · length + j] = source[from + picks[first + i] · length + j]} for {@code count} rows i of {@code length} bytes j. */
    void pickRows(byte[] source, int from, int[] picks, int first, byte[] target, int to, int count, int length);

    /**
     * Copies {@code count} bytes from a cache to memory and meanwhile reads as many of {@code next} from memory into the caches, which
     * takes hardly longer than one of both.
     *
     * @return a number without meaning, for want of which a compiler would leave out what is read ahead
     */
    int copyAndReadAhead(byte[] source, int from, byte[] target, int to, int count, byte[] next, int nextStart);

    /** As {@link #copyAndReadAhead(byte[], int, byte[], int, int, byte[], int)}, of words. */
    int copyAndReadAhead(int[] source, int from, int[] target, int to, int count, int[] next, int nextStart);
}
