package npusim.kernel.loop;

import java.util.function.Consumer;

/**
 * The loops that carry the arithmetic. Every method reads {@code count} (or more, as stated) elements from given starts of
 * given arrays and writes as many; source and destination may be the same range where both have one type. Results are
 * integers that do not depend on the implementation, in floating point too: see {@link #multiplyTile}.
 */
public sealed interface InnerLoops permits ScalarLoops, VectorLoops {
    /** Rows of a tile of the matrix product. */
    int TILE_ROWS = 12;

    /** The plain-Java loops. */
    static InnerLoops scalar() {
        return ScalarLoops.INSTANCE;
    }

    /**
     * The fastest loops of this machine: those on the Vector API where the module is present and vectors have at least
     * 256 bits, otherwise the plain-Java ones, telling {@code warning} in one sentence why and what to do.
     */
    static InnerLoops fastest(Consumer<String> warning) {
        return LoopSelection.select(warning);
    }

    /**
     * Has the fastest loops compiled by a thread of its own from now on, if that has not begun yet; to be called before
     * files are read, so that both happen at the same time.
     */
    static void compileOnTheSide() {
        LoopSelection.compileOnTheSide();
    }

    /**
     * Waits until these loops are compiled, and starts that if need be. It takes up to a second of processor time, which
     * pays before work of that order and not before less.
     */
    default void awaitCompilation() {}

    /** What runs, for reports: {@code plain Java} or {@code Vector API, 512 bits}. */
    String description();

    /** Columns of a full tile of the matrix product; the last panel of a matrix may have half as many. */
    int tileColumns();

    /**
     * One tile of a matrix product: {@code tile[r·width + c] = Σ a[rowStarts[r] + rowOffset + k] · panel[panelStart +
     * k·width + c]} over {@code k < depth}, for {@link #TILE_ROWS} rows and {@code width} columns, {@link #tileColumns} or
     * half of it. All operands are integers held in floats. The sum is exact in any order as long as {@code depth} times
     * the greatest magnitudes of both operands does not exceed 2²⁴, which the caller assures.
     */
    void multiplyTile(
            float[] a,
            int[] rowStarts,
            int rowOffset,
            float[] panel,
            int panelStart,
            int width,
            int depth,
            float[] tile);

    /**
     * {@code sums[sumsStart + r·stride + c] = terms[termsStart + r·termsStride + c] + tile[r·width + c]} for all of a tile of
     * {@link #multiplyTile}; the terms may be the sums themselves.
     */
    void addTile(
            float[] tile,
            int width,
            int[] terms,
            int termsStart,
            int termsStride,
            int[] sums,
            int sumsStart,
            int stride);

    /**
     * One tile of a depthwise convolution: {@code tile[r·width + c] = Σ a[rowStarts[r] + channel + tapStarts[t] + c] ·
     * weights[t·stride + channel + c]} over {@code taps} taps t from {@code firstTap} on, rows and width as in {@link
     * #multiplyTile}.
     */
    void multiplyTaps(
            float[] a,
            int[] rowStarts,
            int channel,
            int[] tapStarts,
            int firstTap,
            int taps,
            float[] weights,
            int stride,
            int width,
            float[] tile);

    /** {@code target[i] = source[i] - zeroPoint} as floats. */
    void bytesToFloats(byte[] source, int sourceStart, int zeroPoint, float[] target, int targetStart, int count);

    /** {@code target[i] = source[i] - zeroPoint}. */
    void bytesToInts(byte[] source, int sourceStart, int zeroPoint, int[] target, int targetStart, int count);

    /** {@code target[i] += source[i]}, where the floats hold integers. */
    void addFloatsToInts(float[] source, int sourceStart, int[] target, int targetStart, int count);

    /** Scales int32 to int32; the clamp of {@code scaling} must be the whole range and its zero point 0. */
    void rescaleToInts(int[] source, int sourceStart, Requantization scaling, int[] target, int targetStart, int count);

    /** Scales int32 to the low bytes of the results. */
    void rescaleToBytes(
            int[] source, int sourceStart, Requantization scaling, byte[] target, int targetStart, int count);

    /** Scales int32 to the low bytes of the results, element i by channel {@code firstChannel + i}. */
    void rescaleChannelsToBytes(
            int[] source,
            int sourceStart,
            ChannelRequantization scaling,
            int firstChannel,
            byte[] target,
            int targetStart,
            int count);

    /** {@code target[i] = table[source[i] + 128]} with 256 entries. */
    void lookUp(byte[] source, int sourceStart, byte[] table, byte[] target, int targetStart, int count);

    /** The loop that applies a function to elements of given types. */
    ElementLoop elements(ElementLoop.Kind kind);

    /** {@code target[i] = (a[i] · b[i] + 2^(shift - 1)) >> shift}, the product of 64 bits, for a shift of 1 to 63. */
    void multiplyShifted(int[] a, int aStart, int[] b, int bStart, int shift, int[] target, int start, int count);

    /** {@code target[i] = max(target[i], source[i])}. */
    void maximum(byte[] source, int sourceStart, byte[] target, int targetStart, int count);
}
