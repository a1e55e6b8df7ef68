package npusim.kernel.loop;

import java.util.function.Consumer;

/**
 * The loops that carry the arithmetic. Every method reads {@code count} (or more, as stated) elements from given starts of
 * given arrays and writes as many; source and destination may be the same range where both have one type. Results are
 * integers that do not depend on the implementation, in floating point too: see {@link #multiplyTile}.
 */
public sealed interface InnerLoops permits ScalarLoops, VectorLoops {
    /** Rows of a tile of a matrix product: whole runs of the forms of {@link VectorTiles}, of seven rows or of four. */
    int TILE_ROWS = 28;

    /** Rows of a tile of bytes: whole runs of the form of {@link VectorTilesOfBytes}, half a block. */
    int BYTE_TILE_ROWS = 70;

    /** So many times as deep as {@link #multiplyTile} may be, {@link #multiplyTileOfBytes} is exact. */
    int EXACT_BYTES = 4;

    /** The most rows of a form of {@link VectorTiles}, which are read in any case. */
    int FORM_ROWS = 7;

    /** Fewest pixels that a tile of a depthwise convolution is computed for, as many as a form of {@link VectorTaps} at most has. */
    int TILE_PIXELS = 14;

    /** Lines that {@link #joinLines} joins. */
    int JOINED_LINES = 3;

    /** Elements of a line that {@link #joinLines} reads. */
    int JOINED_REACH = 16;

    /** Fewer elements at a time than this are not worth a loop of their own on the Vector API. */
    int FEW_ELEMENTS = 1024;

    /** Elements after which a pattern of {@link #combineWithPattern} repeats. */
    int PERIOD = Long.BYTES;

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

    /** Widths that tiles of the matrix product may have, the one to prefer first. */
    int[] tileWidths();

    /** Channels that are taken together in a depthwise convolution. */
    int slotChannels();

    /**
     * One tile of a matrix product: sets row r, column c to its term plus {@code Σ left[leftStart + r · PackedRows.STRIDE + k]
     * · right[rightStart + k · width + c]} over {@code k < depth}. Operands are integers held in floats, and what is
     * added to the term are the bits of the float {@code Tile.ORIGIN} plus the sum. It is exact in any order as long as {@code
     * depth} times the greatest magnitudes of both operands does not exceed 2²²; {@link Tile#exactDepth} is the bound.
     */
    void multiplyTile(Tile tile, float[] left, int leftStart, float[] right, int rightStart, int depth);

    /** Width of the tiles of {@link #multiplyTileOfBytes}, or 0 if there are none. */
    default int byteTileWidth() {
        return 0;
    }

    /**
     * As {@link #multiplyTile}, of a left operand {@code left.bytes()[leftStart + r · left.bytesStride() + k] - left.zeroPoint()}.
     * Only rows that are wanted are read. Exact at {@link #EXACT_BYTES} times the depth.
     */
    default void multiplyTileOfBytes(
            Tile tile, PackedRows left, int leftStart, float[] right, int rightStart, int depth) {
        throw new UnsupportedOperationException("no tiles of bytes in " + description());
    }

    /**
     * Sets the {@link PackedMatrix#last} columns of {@code sums}, whose rows lie behind one another from {@code start} on, to their
     * term plus their product with each row of {@code left}, which are bytes.
     */
    default void multiplyFewColumns(PackedRows left, PackedMatrix right, int[] terms, int[] sums, int start) {
        throw new UnsupportedOperationException("no tiles of bytes in " + description());
    }

    /** Width of the panels of {@link #multiplyAndScale}, or 0 if it does not exist. */
    default int scaledWidth() {
        return 0;
    }

    /**
     * Sets the columns of a panel of {@code target}, whose rows lie behind one another from {@code start} on, to those of a product
     * for all rows of {@code left}, at least {@link #FORM_ROWS}.
     *
     * @param doubts is given for each row the lanes of its vectors that results in doubt are among, a bit each
     */
    default void multiplyAndScale(
            ScaledProduct product, PackedRows left, int panel, byte[] target, int start, short[] doubts) {
        throw new UnsupportedOperationException("no scaled products in " + description());
    }

    /** {@code target[to + r · toStride + c] += source[from + r · fromStride + c]} for so many rows and columns. */
    void addRows(int[] source, int from, int fromStride, int[] target, int to, int toStride, int rows, int columns);

    /**
     * One tile of a depthwise convolution, a row for each of adjacent pixels: sets row r, column c to its term plus {@code Σ
     * inputs[start + groupStarts[g] + (r + i) · slotChannels + c] · weights[weightsStart + ((g - firstGroup) · GROUP_TAPS + i)
     * · slotChannels + c]} over {@code groups} groups g from {@code firstGroup} on and the taps i of each. Exact as {@link
     * #multiplyTile} for as many taps; inputs of {@link #TILE_PIXELS} rows at least are read, also of those that are not wanted.
     */
    void multiplyTaps(
            Tile tile,
            float[] inputs,
            int start,
            int[] groupStarts,
            int firstGroup,
            int groups,
            float[] weights,
            int weightsStart);

    /**
     * Two adjacent lines of a depthwise convolution of stride 1 with three rows of three taps: sets pixel p, channel c of line l,
     * {@code sums[sumsStart + l · sumsLine + p · channels + c]}, to its term {@code terms[termsStart + c]} plus {@code Σ
     * inputs[start + (l + i) · LINE_BYTES + (p + j) · channels + c] · weights[weightsStart + (3 · i + j) · slotChannels + c]} for the
     * channels c of a slot. As exact as {@link #multiplyTile}.
     *
     * @param channels those of inputs and sums, at least as many as a slot has
     */
    void multiplyTwoLines(
            byte[] inputs,
            int start,
            float[] weights,
            int weightsStart,
            int[] terms,
            int termsStart,
            int[] sums,
            int sumsStart,
            int sumsLine,
            int pixels,
            int channels);

    /**
     * {@code target[to + r · toStride + i] = source[from + r · fromStride + i] - zeroPoint} as floats, for {@code count} elements i
     * of so many rows r.
     */
    void bytesToFloats(
            byte[] source,
            int from,
            int fromStride,
            int zeroPoint,
            float[] target,
            int to,
            int toStride,
            int rows,
            int count);

    /**
     * Fills slots: {@code target[targetStart + i · targetStep + c] = source[sourceStart + i · sourceStep + c]} as floats for
     * {@code count} slots i and the {@link #slotChannels} channels c. What would lie behind the source is left as it is.
     */
    void bytesToSlots(
            byte[] source, int sourceStart, int sourceStep, float[] target, int targetStart, int targetStep, int count);

    /** The most elements that a line of {@link #joinLines} may have, or 0 if it does not exist. */
    default int mostJoined() {
        return 0;
    }

    /**
     * Joins {@link #JOINED_LINES} lines: {@code target[to + i · PackedRows.STRIDE + l · width + j] = source[from + i · step + l · line +
     * j]} as floats, for {@code count} rows i, the lines l and {@code width} elements j, {@link #mostJoined} at most. Of each line {@link
     * #JOINED_REACH} elements are read, and as many of a row are set.
     */
    default void joinLines(byte[] source, int from, int line, int step, int width, float[] target, int to, int count) {
        throw new UnsupportedOperationException("no lines are joined in " + description());
    }

    /** {@code target[i] = source[i] - zeroPoint}. */
    void bytesToInts(byte[] source, int sourceStart, int zeroPoint, int[] target, int targetStart, int count);

    /** Scales int32 to int32; the clamp of {@code scaling} must be the whole range and its zero point 0. */
    void rescaleToInts(int[] source, int sourceStart, Requantization scaling, int[] target, int targetStart, int count);

    /** Scales {@code source[i] - zeroPoint} to int32, as {@link #rescaleToInts} with a scaling that rounds without sign. */
    void rescaleBytesToInts(
            byte[] source,
            int sourceStart,
            int zeroPoint,
            Requantization scaling,
            int[] target,
            int targetStart,
            int count);

    /** Scales int32, element i by channel {@code firstChannel + i}, the first following the last. */
    void rescaleToBytes(
            int[] source,
            int sourceStart,
            ByteScaling scaling,
            int firstChannel,
            byte[] target,
            int targetStart,
            int count);

    /** {@code target[i] = scaling.apply(a[i], b[i])}; the target must not be an operand. */
    void combineBytes(
            byte[] a, int aStart, byte[] b, int bStart, PairScaling scaling, byte[] target, int start, int count);

    /**
     * {@code target[i] = scaling.apply(a[i], byte i % PERIOD of pattern)}, counted from the lowest; the target must not be an
     * operand.
     */
    void combineWithPattern(
            byte[] a, int aStart, long pattern, PairScaling scaling, byte[] target, int start, int count);

    /** The byte of a pattern that belongs to element {@code i}. */
    static byte ofPattern(long pattern, int i) {
        return (byte) (pattern >>> i % PERIOD * Byte.SIZE);
    }

    /** {@code target[i] = table[source[i] + 128]} with 256 entries. */
    void lookUp(byte[] source, int sourceStart, byte[] table, byte[] target, int targetStart, int count);

    /** {@code target[i] = table.apply(source[i])}. */
    void interpolate(
            short[] source, int sourceStart, InterpolatedTable table, int[] target, int targetStart, int count);

    /** The loop that applies a function to elements of given types. */
    ElementLoop elements(ElementLoop.Kind kind);

    /**
     * As {@link #elements(ElementLoop.Kind)}, for so many elements at a time. Each kind of loop on the Vector API is compiled when
     * it is first used, which takes longer than a plain loop takes for few.
     */
    default ElementLoop elements(ElementLoop.Kind kind, int count) {
        return count < FEW_ELEMENTS ? ScalarLoops.INSTANCE.elements(kind) : elements(kind);
    }

    /** {@code target[i] = (a[i] · b[i] + 2^(shift - 1)) >> shift}, the product of 64 bits, for a shift of 1 to 63. */
    void multiplyShifted(int[] a, int aStart, int[] b, int bStart, int shift, int[] target, int start, int count);

    /** The loops that make one element of several. */
    Reductions reductions();

    /** The loops that exchange dimensions. */
    Transposes transposes();
}
