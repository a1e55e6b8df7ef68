package npusim.kernel.loop;

import static npusim.kernel.loop.RandomOperands.bytes;
import static npusim.kernel.loop.RandomOperands.words;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Products of matrices and depthwise convolutions by the plain loops and the fastest of the machine are those on paper. */
class ProductProperties {
    private static final int MARGIN = 3;

    private final InnerLoops scalar = InnerLoops.scalar();
    private final InnerLoops fastest = InnerLoops.fastest(warning -> {});

    /** The worst case for sums in floats: all operands as great as their zero points allow, at every depth. */
    @Property(tries = 150)
    void productsAreExact(
            @ForAll @IntRange(min = 1, max = 1100) int depth,
            @ForAll @IntRange(min = 1, max = 140) int columns,
            @ForAll @IntRange(min = 1, max = 70) int rows,
            @ForAll @IntRange(min = -128, max = 127) int leftZeroPoint,
            @ForAll @IntRange(min = -128, max = 127) int rightZeroPoint,
            @ForAll boolean extreme,
            @ForAll long seed) {
        byte[] left = bytes(seed, rows * depth, extreme, leftZeroPoint);
        byte[] right = bytes(seed + 1, depth * columns, extreme, rightZeroPoint);
        int[] bias = words(seed + 2, columns);
        int[] expected = new int[rows * columns];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(bias, 0, expected, row * columns, columns);
            for (int k = 0; k < depth; k++) {
                int factor = left[row * depth + k] - leftZeroPoint;
                for (int column = 0; column < columns; column++) {
                    expected[row * columns + column] += factor * (right[k * columns + column] - rightZeroPoint);
                }
            }
        }
        for (InnerLoops loops : new InnerLoops[] {scalar, fastest}) {
            PackedMatrix packed = new PackedMatrix(loops, depth, columns, rightZeroPoint).packRows(right, 0);
            PackedRows rowsOfLeft = new PackedRows(loops);
            rowsOfLeft.resize(rows, packed);
            for (int row = 0; row < rows; row++) {
                rowsOfLeft.put(row, 1, 0, left, row * depth, depth, depth);
            }
            int[] sums = new int[rows * columns];
            MatrixProduct.multiply(loops, rowsOfLeft, packed, packed.terms(bias, leftZeroPoint), sums, 0);
            assertThat(sums).isEqualTo(expected);
            for (boolean often : new boolean[] {false, true}) {
                packed = new PackedMatrix(loops, depth, columns, rightZeroPoint, leftZeroPoint, often);
                packed.packRows(right, 0);
                rowsOfLeft.setRows(left, 0, rows, packed);
                Arrays.fill(sums, 0);
                MatrixProduct.multiply(loops, rowsOfLeft, packed, packed.terms(bias, 0), sums, 0);
                assertThat(sums).isEqualTo(expected);
            }
        }
    }

    /** With results in doubt among them, which are one in some thousands. */
    @Property(tries = 60)
    void scaledProductsAreExact(
            @ForAll @IntRange(min = 1, max = 192) int depth,
            @ForAll @IntRange(min = 1, max = 200) int columns,
            @ForAll @IntRange(min = 1, max = 70) int rows,
            @ForAll @IntRange(min = -128, max = 127) int leftZeroPoint,
            @ForAll @IntRange(min = 36, max = 48) int shift,
            @ForAll boolean byChannel,
            @ForAll boolean extreme,
            @ForAll long seed) {
        Random random = new Random(seed);
        byte[] left = bytes(seed, rows * depth, extreme, leftZeroPoint);
        byte[] right = bytes(seed + 1, depth * columns, extreme, 3);
        int[] bias = random.ints(columns, -100_000, 100_000).toArray();
        int channels = byChannel ? columns : 1;
        int[] multipliers = random.ints(channels, 1 << 30, Integer.MAX_VALUE).toArray();
        int[] shifts = random.ints(channels, shift, shift + 2).toArray();
        ByteScaling scaling = new ByteScaling(multipliers, shifts, -7, -100, 127);
        PackedMatrix packed = new PackedMatrix(fastest, depth, columns, 3, leftZeroPoint, false).packRows(right, 0);
        int[] terms = packed.terms(bias, 0);
        ScaledProduct product = ScaledProduct.of(fastest, packed, terms, scaling);
        int width = fastest.scaledWidth();
        boolean serves = packed.width() == width && columns >= width && packed.pieces() == 1 && scaling.hasFloats();
        assertThat(product != null).isEqualTo(serves);
        if (product == null) {
            return;
        }
        PackedRows rowsOfLeft = new PackedRows(fastest);
        rowsOfLeft.setRows(left, 0, rows, packed);
        int[] sums = new int[rows * columns];
        MatrixProduct.multiply(fastest, rowsOfLeft, packed, terms, sums, 0);
        byte[] expected = new byte[rows * columns + 2 * MARGIN];
        for (int i = 0; i < sums.length; i++) {
            expected[MARGIN + i] =
                    (byte) scaling.channel(i % columns % channels).apply(sums[i]);
        }
        byte[] results = new byte[expected.length];
        product.multiply(rowsOfLeft, results, MARGIN);
        assertThat(results).isEqualTo(expected);
    }

    /** Sums that floats might not hold are left to integers. */
    @Test
    void productsWithGreatBiasAreNotScaled() {
        ByteScaling scaling = new ByteScaling(new int[] {1_234_567_890}, new int[] {40}, 0, -128, 127);
        PackedMatrix packed = new PackedMatrix(fastest, 1, 48, 0);
        int[] bias = new int[48];
        bias[47] = 1 << 23;
        boolean has = fastest.scaledWidth() == 48;
        assertThat(ScaledProduct.of(fastest, packed, packed.terms(bias, 0), scaling) != null)
                .isEqualTo(has);
        bias[47]++;
        assertThat(ScaledProduct.of(fastest, packed, packed.terms(bias, 0), scaling))
                .isNull();
    }

    /** Of few columns more than a multiple of two vectors fill, where there are tiles of bytes. */
    @Property(tries = 100)
    void productsOfFewColumnsMoreThanVectorsAreExact(
            @ForAll @IntRange(min = 1, max = 1100) int depth,
            @ForAll @IntRange(min = 1, max = 3) int panels,
            @ForAll @IntRange(min = 1, max = 4) int few,
            @ForAll @IntRange(min = 1, max = 150) int rows,
            @ForAll @IntRange(min = -128, max = 127) int leftZeroPoint,
            @ForAll @IntRange(min = -128, max = 127) int rightZeroPoint,
            @ForAll boolean extreme,
            @ForAll long seed) {
        int columns = panels * 32 + few;
        int mostDepth =
                16 * Tile.exactDepth(PackedMatrix.magnitudeOf(leftZeroPoint), PackedMatrix.magnitudeOf(rightZeroPoint));
        assertThat(new PackedMatrix(fastest, depth, columns, rightZeroPoint, leftZeroPoint, true).takesBytes())
                .isEqualTo(fastest.byteTileWidth() == 32 && depth >= 16 && depth <= mostDepth);
        productsAreExact(depth, columns, rows, leftZeroPoint, rightZeroPoint, extreme, seed);
    }

    /** Where a vector of the depth, a piece of it or what a float holds ends, all operands as great as can be. */
    @Test
    void productsOfFewColumnsAreExactAtTheBoundsOfTheirDepth() {
        for (int depth : new int[] {15, 16, 17, 31, 32, 33, 255, 256, 257, 511, 512, 513, 1023, 1024, 1025}) {
            productsAreExact(depth, 36, 11, -128, -128, true, depth);
        }
        for (int depth : new int[] {511, 512, 513, 1024, 1025, 4096, 4097}) {
            productsAreExact(depth, 33, 3, 0, 0, true, depth);
        }
    }

    /** Taps beyond what a float sums exactly among them. */
    @Property(tries = 100)
    void depthwiseProductsAreExact(
            @ForAll @IntRange(min = 1, max = 600) int taps,
            @ForAll @IntRange(min = 1, max = 70) int channels,
            @ForAll @IntRange(min = 1, max = 60) int pixels,
            @ForAll @IntRange(min = -128, max = 127) int inputZeroPoint,
            @ForAll @IntRange(min = -128, max = 127) int weightZeroPoint,
            @ForAll boolean extreme,
            @ForAll long seed) {
        byte[] input = bytes(seed, (taps + pixels - 1) * channels, extreme, inputZeroPoint);
        byte[] weights = bytes(seed + 1, taps * channels, extreme, weightZeroPoint);
        int[] bias = words(seed + 2, channels);
        int[] expected = new int[pixels * channels];
        for (int i = 0; i < expected.length; i++) {
            int channel = i % channels;
            expected[i] = bias[channel];
            for (int tap = 0; tap < taps; tap++) {
                int weight = weights[tap * channels + channel] - weightZeroPoint;
                expected[i] += (input[i + tap * channels] - inputZeroPoint) * weight;
            }
        }
        int[][] groups = new int[Math.ceilDiv(taps, DepthwiseProduct.GROUP_TAPS)][DepthwiseProduct.GROUP_TAPS];
        for (int tap = 0; tap < groups.length * DepthwiseProduct.GROUP_TAPS; tap++) {
            groups[tap / DepthwiseProduct.GROUP_TAPS][tap % DepthwiseProduct.GROUP_TAPS] =
                    tap < taps ? tap : DepthwiseProduct.NO_TAP;
        }
        for (InnerLoops loops : new InnerLoops[] {scalar, fastest}) {
            DepthwiseProduct product = new DepthwiseProduct(loops, groups, channels, weights, weightZeroPoint);
            int slots = taps + DepthwiseProduct.GROUP_TAPS + pixels + InnerLoops.TILE_PIXELS;
            int blockPitch = slots * loops.slotChannels();
            float[] inputs = new float[product.blocks() * blockPitch];
            for (int i = 0; i < product.blocks(); i++) {
                loops.bytesToSlots(
                        input,
                        product.firstChannel(i),
                        channels,
                        inputs,
                        i * blockPitch,
                        loops.slotChannels(),
                        taps + pixels - 1);
            }
            int[] starts = new int[groups.length];
            Arrays.setAll(starts, i -> i * DepthwiseProduct.GROUP_TAPS * loops.slotChannels());
            int[] sums = new int[expected.length];
            product.multiply(
                    inputs, blockPitch, new int[][] {starts}, pixels, product.terms(bias, inputZeroPoint), sums, 0);
            assertThat(sums).isEqualTo(expected);
        }
    }

    /** Operands of greatest magnitude among them; sums beside the wanted ones stay as they are. */
    @Property(tries = 100)
    void linesOfTapsAreExact(
            @ForAll @IntRange(min = 16, max = 50) int channels,
            @ForAll @IntRange(min = 1, max = 30) int pixels,
            @ForAll @IntRange(min = 2, max = 5) int lines,
            @ForAll boolean extreme,
            @ForAll long seed) {
        byte[] weights = bytes(seed, 9 * channels, extreme, -128);
        byte[] input = bytes(seed + 1, (lines + 2) * DepthwiseProduct.LINE_BYTES, extreme, 0);
        int[] bias = words(seed, channels);
        int sumsLine = pixels * channels + MARGIN;
        int[] expected = new int[MARGIN + lines * sumsLine];
        for (int i = 0; i < lines * pixels * channels; i++) {
            int channel = i % channels;
            int pixel = i / channels;
            int sum = bias[channel];
            for (int tap = 0; tap < 9; tap++) {
                int line = (pixel / pixels + tap / 3) * DepthwiseProduct.LINE_BYTES;
                byte value = input[line + (pixel % pixels + tap % 3) * channels + channel];
                sum += (value - 100) * (weights[tap * channels + channel] + 128);
            }
            expected[MARGIN + pixel / pixels * sumsLine + i % (pixels * channels)] = sum;
        }
        int[][] rows = {{0, 1, 2}, {3, 4, 5}, {6, 7, 8}};
        for (InnerLoops loops : new InnerLoops[] {scalar, fastest}) {
            DepthwiseProduct product = new DepthwiseProduct(loops, rows, channels, weights, -128);
            int[] sums = new int[expected.length];
            product.multiplyLines(input, pixels, lines, product.terms(bias, 100), sums, MARGIN, sumsLine);
            assertThat(sums).isEqualTo(expected);
        }
    }

    @Property(tries = 50)
    void packingColumnsIsPackingTheTransposedRows(
            @ForAll @IntRange(min = 1, max = 20) int depth,
            @ForAll @IntRange(min = 1, max = 70) int columns,
            @ForAll long seed) {
        byte[] byColumn = bytes(seed, depth * columns, false, 0);
        byte[] byRow = new byte[depth * columns];
        for (int row = 0; row < depth; row++) {
            for (int column = 0; column < columns; column++) {
                byRow[row * columns + column] = byColumn[column * depth + row];
            }
        }
        PackedMatrix fromColumns = new PackedMatrix(fastest, depth, columns, 5).packColumns(byColumn, 0);
        PackedMatrix fromRows = new PackedMatrix(fastest, depth, columns, 5).packRows(byRow, 0);
        assertThat(fromColumns.values()).isEqualTo(fromRows.values());
    }
}
