package npusim.kernel.loop;

import static npusim.kernel.loop.RandomOperands.bytes;
import static npusim.kernel.loop.RandomOperands.words;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import jdk.incubator.vector.ByteVector;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** As {@link InnerLoopsProperties}, of loops that make one element of several: sums, greatest and averages. */
class ReductionProperties {
    private static final int MARGIN = 3;

    private final Reductions scalar = InnerLoops.scalar().reductions();
    private final Reductions fastest = InnerLoops.fastest(warning -> {}).reductions();

    @Property
    void sumsOfRowsAgree(
            @ForAll long seed, @ForAll @IntRange(max = 200) int count, @ForAll @IntRange(max = 20) int distance) {
        int stride = count + distance;
        int[] rows = words(seed, Reductions.SUMMED_ROWS * stride + 1);
        int[] found = words(seed + 1, count + 2);
        int[] expected = found.clone();
        scalar.addRows(rows, 1, stride, expected, 2, count);
        fastest.addRows(rows, 1, stride, found, 2, count);
        assertThat(found).isEqualTo(expected);
    }

    @Property
    void averagesOfSquaresAreThoseOnPaper(
            @ForAll @IntRange(min = 1, max = 150) int channels,
            @ForAll @IntRange(max = 5) int windows,
            @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll byte inputZeroPoint,
            @ForAll byte outputZeroPoint,
            @ForAll boolean extreme,
            @ForAll long seed) {
        int line = (windows * stride + 2) * channels;
        int following = (int) (seed >> 1 & 3); // lines that may be read ahead
        byte[] bytes = bytes(seed, (2 + following) * line + MARGIN, extreme, (int) (seed & 1));
        byte[] expected = new byte[windows * channels + 2];
        for (int i = 0; i < windows * channels; i++) {
            int at = MARGIN + i / channels * stride * channels + i % channels;
            int sum = bytes[at] + bytes[at + channels] + bytes[at + line] + bytes[at + line + channels];
            int value = sum - 4 * inputZeroPoint;
            int average = (value < 0 ? -(2 - value >> 2) : value + 2 >> 2) + outputZeroPoint;
            expected[i + 1] = (byte) Math.clamp(average, Byte.MIN_VALUE, Byte.MAX_VALUE);
        }
        SquareWindows squares = new SquareWindows(line, stride * channels, channels);
        SquareAverage squareAverage = new SquareAverage(squares, inputZeroPoint, outputZeroPoint);
        for (Reductions loops : List.of(scalar, fastest)) {
            byte[] found = new byte[expected.length];
            loops.averageSquares(bytes, MARGIN, squareAverage, found, 1, windows);
            assertThat(found).as(loops.getClass().getName()).isEqualTo(expected);
        }
    }

    @Property
    void greatestOfSquaresAreThoseOnPaper(
            @ForAll @IntRange(min = 1, max = 150) int channels,
            @ForAll @IntRange(max = 5) int windows,
            @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll long seed) {
        int line = (windows * stride + 2) * channels;
        byte[] bytes = bytes(seed, 2 * line + MARGIN, false, (int) (seed & 1));
        byte[] expected = new byte[windows * channels + 2];
        for (int i = 0; i < windows * channels; i++) {
            int at = MARGIN + i / channels * stride * channels + i % channels;
            expected[i + 1] = (byte) IntStream.of(at, at + channels, at + line, at + line + channels)
                    .map(position -> bytes[position])
                    .max()
                    .orElseThrow();
        }
        SquareWindows squares = new SquareWindows(line, stride * channels, channels);
        for (Reductions loops : List.of(scalar, fastest)) {
            byte[] found = new byte[expected.length];
            loops.greatestOfSquares(bytes, MARGIN, squares, found, 1, windows);
            assertThat(found).as(loops.getClass().getName()).isEqualTo(expected);
        }
    }

    @Property
    void reducedRowsAgree(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 600) int length,
            @ForAll @IntRange(max = 5) int rows,
            @ForAll boolean extreme) {
        byte[] bytes = bytes(seed, rows * length + MARGIN, extreme, (int) (seed & 1));
        byte[] greatest = new byte[rows + 1];
        byte[] expectedGreatest = greatest.clone();
        scalar.rowMaxima(bytes, MARGIN, length, expectedGreatest, 1, rows);
        fastest.rowMaxima(bytes, MARGIN, length, greatest, 1, rows);
        assertThat(greatest).isEqualTo(expectedGreatest);
        int[] sums = new int[rows + 1];
        int[] expectedSums = sums.clone();
        scalar.rowSums(bytes, MARGIN, length, expectedSums, 1, rows);
        fastest.rowSums(bytes, MARGIN, length, sums, 1, rows);
        assertThat(sums).isEqualTo(expectedSums);
        int width = ByteVector.SPECIES_PREFERRED.length();
        if (length >= width && length <= 4 * width) { // what these rows come to when they are many
            Arrays.fill(sums, 0);
            VectorReduction.sumsOfShortRows(bytes, MARGIN, length, sums, 1, rows);
            assertThat(sums).isEqualTo(expectedSums);
        }
        int[] words = words(seed, rows * length + MARGIN);
        scalar.rowSums(words, MARGIN, length, expectedSums, 1, rows);
        fastest.rowSums(words, MARGIN, length, sums, 1, rows);
        assertThat(sums).isEqualTo(expectedSums);
    }

    @Property
    void greatestOfColumnsAgree(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 300) int anyHeight,
            @ForAll @IntRange(min = 1, max = 70) int anyWidth,
            @ForAll boolean divides,
            @ForAll @IntRange(min = 1, max = 150) int slices) {
        int height = slices > 3 ? 1 + anyHeight % 30 : anyHeight;
        int width = divides ? Integer.highestOneBit(anyWidth) : anyWidth;
        byte[] bytes = bytes(seed, slices * height * width + MARGIN, false, 0);
        byte[] expected = new byte[slices * width + 2];
        Arrays.fill(expected, 1, 1 + slices * width, Byte.MIN_VALUE);
        for (int i = 0; i < slices * height * width; i++) {
            int at = 1 + i / (height * width) * width + i % width;
            expected[at] = (byte) Math.max(expected[at], bytes[MARGIN + i]);
        }
        for (Reductions loops : List.of(scalar, fastest)) {
            byte[] found = new byte[expected.length];
            loops.columnMaxima(bytes, MARGIN, height, width, found, 1, slices);
            assertThat(found).as(loops.getClass().getName()).isEqualTo(expected);
        }
    }
}
