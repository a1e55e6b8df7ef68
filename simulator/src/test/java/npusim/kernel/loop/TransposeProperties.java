package npusim.kernel.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TransposeProperties {
    private final InnerLoops scalar = InnerLoops.scalar();
    private final InnerLoops fastest = InnerLoops.fastest(warning -> {});

    @Property(tries = 2000)
    void everyElementArrivesAndNothingElseChanges(
            @ForAll @IntRange(min = 1, max = 150) int height,
            @ForAll @IntRange(min = 1, max = 150) int width,
            @ForAll @IntRange(max = 9) int sourceGap,
            @ForAll @IntRange(max = 9) int targetGap,
            @ForAll long seed) {
        Random random = new Random(seed);
        int[] rows = starts(random, height, width + sourceGap);
        int[] columns = starts(random, width, height + targetGap);
        byte[] source = new byte[3 + height * (width + sourceGap)];
        byte[] before = new byte[3 + width * (height + targetGap)];
        random.nextBytes(source);
        random.nextBytes(before);
        byte[] expected = before.clone();
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                expected[columns[column] + row] = source[rows[row] + column];
            }
        }

        for (InnerLoops loops : new InnerLoops[] {scalar, fastest}) {
            byte[] target = before.clone();
            loops.transpose(source, rows, height, target, columns, width);
            assertThat(target).as(loops.description()).isEqualTo(expected);
            int[] words = widened(before);
            loops.transpose(widened(source), rows, height, words, columns, width);
            assertThat(words).as(loops.description()).isEqualTo(widened(expected));
        }
    }

    /** Bytes as words that differ in all places where the bytes do. */
    private static int[] widened(byte[] bytes) {
        int[] words = new int[bytes.length];
        Arrays.setAll(words, i -> bytes[i] * 0x01020301);
        return words;
    }

    /** A target too large for caches is written column by column, in stretches of rows of which the last is short. */
    @Test
    void everyElementArrivesInALargeTarget() {
        int width = 131;
        int pitch = 1 << 18;
        byte[] target = new byte[width * pitch];
        assertThat(target.length).isGreaterThan(VectorTranspose.MOST_BYTES);
        for (int height : new int[] {64, 512, 513, 1100}) {
            byte[] source = new byte[height * width];
            new Random(height).nextBytes(source);
            int[] rows = IntStream.range(0, height).map(row -> row * width).toArray();
            int[] columns =
                    IntStream.range(0, width).map(column -> column * pitch + 5).toArray();
            Arrays.fill(target, (byte) 7);
            fastest.transpose(source, rows, height, target, columns, width);
            byte[] column = new byte[height + 2];
            for (int i = 0; i < width; i++) {
                Arrays.fill(column, (byte) 7);
                for (int row = 0; row < height; row++) {
                    column[row + 1] = source[rows[row] + i];
                }
                assertThat(Arrays.copyOfRange(target, columns[i] - 1, columns[i] + height + 1))
                        .as("column %d of %d rows", i, height)
                        .isEqualTo(column);
            }
        }
    }

    /** Starts of lines that do not overlap, in any order. */
    private static int[] starts(Random random, int count, int step) {
        int[] starts = new int[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            starts[i] = starts[other];
            starts[other] = 3 + i * step;
        }
        return starts;
    }

    @Property
    void foursAreSeparatedAndJoined(
            @ForAll @IntRange(min = 1, max = 300) int count,
            @ForAll @IntRange(max = 9) int gap,
            @ForAll @IntRange(max = 9) int start,
            @ForAll long seed) {
        Random random = new Random(seed);
        int step = count + gap;
        byte[] source = new byte[start + 4 * count];
        byte[] before = new byte[start + 4 * step];
        random.nextBytes(source);
        random.nextBytes(before);
        byte[] expected = before.clone();
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < 4; j++) {
                expected[start + j * step + i] = source[start + 4 * i + j];
            }
        }

        for (InnerLoops loops : new InnerLoops[] {scalar, fastest}) {
            byte[] separated = before.clone();
            loops.separateFours(source, start, separated, start, step, count);
            assertThat(separated).as(loops.description()).isEqualTo(expected);
            byte[] joined = source.clone();
            random.nextBytes(joined);
            System.arraycopy(source, 0, joined, 0, start);
            loops.joinFours(expected, start, step, joined, start, count);
            assertThat(joined).as(loops.description()).isEqualTo(source);
        }
    }
}
