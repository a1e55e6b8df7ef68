package npusim.kernel.loop;

/** Loops that make one element of several: the greatest, sums and averages. */
public interface Reductions {
    /** Rows that {@link #addRows} adds to sums at a time, which then are read and written once for all of them. */
    int SUMMED_ROWS = 8;

    /** {@code target[i] = max(target[i], source[i])}; the source may also be a later part of the target's array. */
    void maximum(byte[] source, int sourceStart, byte[] target, int targetStart, int count);

    /** The greatest of each of {@code rows} rows of {@code length} elements that lie one behind the other. */
    void rowMaxima(byte[] source, int sourceStart, int length, byte[] target, int targetStart, int rows);

    /**
     * The greatest of each column: {@code target[targetStart + s · width + i]} is that of {@code source[sourceStart + (s · height +
     * row) · width + i]} over {@code height} rows, for each of {@code slices} slices s.
     */
    void columnMaxima(
            byte[] source, int sourceStart, int height, int width, byte[] target, int targetStart, int slices);

    /** The sum of each row, laid out as by {@link #rowMaxima}. */
    void rowSums(byte[] source, int sourceStart, int length, int[] target, int targetStart, int rows);

    /** The sum of each row, modulo 2³², laid out as by {@link #rowMaxima}. */
    void rowSums(int[] source, int sourceStart, int length, int[] target, int targetStart, int rows);

    /** {@code target[targetStart + i] += Σ source[sourceStart + row · stride + i]} over {@link #SUMMED_ROWS} rows, modulo 2³². */
    void addRows(int[] source, int sourceStart, int stride, int[] target, int targetStart, int count);

    /**
     * Averages of windows of two by two pixels: {@code target[targetStart + w · channels + c]} is that of {@code source[sourceStart +
     * w · step + i · line + j · channels + c]} over i and j of 0 and 1, for all channels c of each of {@code windows} windows w.
     *
     * @return a number without meaning, for want of which a compiler would leave out what is read ahead
     */
    int averageSquares(
            byte[] source, int sourceStart, SquareAverage average, byte[] target, int targetStart, int windows);

    /** The greatest of windows of two by two pixels, laid out as by {@link #averageSquares}. */
    void greatestOfSquares(
            byte[] source, int sourceStart, SquareWindows squares, byte[] target, int targetStart, int windows);
}
