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
        boolean far = random.nextBoolean();
        byte[] expected = before.clone();
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                expected[columns[column] + row] = source[rows[row] + column];
            }
        }

        for (InnerLoops loops : new InnerLoops[] {scalar, fastest}) {
            byte[] target = before.clone();
            Transposes transposes = loops.transposes();
            transposes.transpose(
                    source, rows, height, target, columns, width, new byte[transposes.panelBytes(width)], far);
            assertThat(target).as(loops.description()).isEqualTo(expected);
            int[] words = widened(before);
            transposes.transpose(widened(source), rows, height, words, columns, width, far);
            assertThat(words).as(loops.description()).isEqualTo(widened(expected));
        }
    }

    /** Bytes as words that differ in all places where the bytes do. */
    private static int[] widened(byte[] bytes) {
        int[] words = new int[bytes.length];
        Arrays.setAll(words, i -> bytes[i] * 0x01020301);
        return words;
    }

    /** A source too large for caches is read ahead, some rows at a time of which the last are fewer; targets begin anywhere in a line. */
    @Test
    void everyElementArrivesFromALargeSource() {
        int width = 131;
        int pitch = 1 << 13;
        for (int height : new int[] {600, 1024, 1025, 2200}) {
            byte[] source = new byte[height * pitch];
            new Random(height).nextBytes(source);
            int[] rows = IntStream.range(0, height).map(row -> row * pitch + 7).toArray();
            int[] columns = IntStream.range(0, width)
                    .map(column -> column * (height + 2) + 5)
                    .toArray();
            byte[] expected = new byte[width * (height + 2) + 5];
            Arrays.fill(expected, (byte) 7);
            byte[] target = expected.clone();
            for (int column = 0; column < width; column++) {
                for (int row = 0; row < height; row++) {
                    expected[columns[column] + row] = source[rows[row] + column];
                }
            }
            Transposes transposes = fastest.transposes();
            transposes.transpose(
                    source, rows, height, target, columns, width, new byte[transposes.panelBytes(width)], true);
            assertThat(target).as("%d rows", height).isEqualTo(expected);
            int[] words = new int[expected.length];
            Arrays.fill(words, 7 * 0x01020301);
            transposes.transpose(widened(source), rows, height, words, columns, width, true);
            assertThat(words).as("%d rows of words", height).isEqualTo(widened(expected));
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
            loops.transposes().separateFours(source, start, separated, start, step, count);
            assertThat(separated).as(loops.description()).isEqualTo(expected);
            byte[] joined = source.clone();
            random.nextBytes(joined);
            System.arraycopy(source, 0, joined, 0, start);
            loops.transposes().joinFours(expected, start, step, joined, start, count);
            assertThat(joined).as(loops.description()).isEqualTo(source);
        }
    }

    @Property
    void rowsAreCopied(
            @ForAll @IntRange(min = 1, max = 250) int length,
            @ForAll @IntRange(min = 1, max = 9) int count,
            @ForAll @IntRange(max = 9) int gap,
            @ForAll @IntRange(max = 9) int start,
            @ForAll long seed) {
        Random random = new Random(seed);
        int fromStep = random.nextInt(300);
        int toStep = length + gap;
        byte[] source = new byte[start + (count - 1) * fromStep + length];
        byte[] before = new byte[start + (count - 1) * toStep + length];
        random.nextBytes(source);
        random.nextBytes(before);
        byte[] expected = before.clone();
        for (int i = 0; i < count; i++) {
            System.arraycopy(source, start + i * fromStep, expected, start + i * toStep, length);
        }

        for (InnerLoops loops : new InnerLoops[] {scalar, fastest}) {
            byte[] copied = before.clone();
            loops.transposes().copyRows(source, start, fromStep, copied, start, toStep, count, length);
            assertThat(copied).as(loops.description()).isEqualTo(expected);
        }
        if (length >= VectorRows.LEAST && length <= VectorRows.MOST) { // which are taken after many rows only
            byte[] copied = before.clone();
            VectorRows.copy(source, start, fromStep, copied, start, toStep, count, length);
            assertThat(copied).isEqualTo(expected);
        }
    }

    @Property
    void rowsArePicked(
            @ForAll @IntRange(min = 1, max = 300) int length,
            @ForAll @IntRange(max = 9) int count,
            @ForAll @IntRange(max = 9) int gap,
            @ForAll long seed) {
        Random random = new Random(seed);
        int[] picks = random.ints(gap + count, 0, 5).toArray();
        byte[] source = new byte[gap + 5 * length];
        byte[] before = new byte[gap + count * length + gap];
        random.nextBytes(source);
        random.nextBytes(before);
        byte[] expected = before.clone();
        for (int i = 0; i < count; i++) {
            System.arraycopy(source, gap + picks[gap + i] * length, expected, gap + i * length, length);
        }

        for (InnerLoops loops : new InnerLoops[] {scalar, fastest}) {
            byte[] picked = before.clone();
            loops.transposes().pickRows(source, gap, picks, gap, picked, gap, count, length);
            assertThat(picked).as(loops.description()).isEqualTo(expected);
        }
        if (length >= VectorRows.LEAST && length <= VectorRows.MOST_PICKED) { // which are taken after many rows only
            byte[] picked = before.clone();
            VectorRows.pick(source, gap, picks, gap, picked, gap, count, length);
            assertThat(picked).isEqualTo(expected);
        }
    }

    /** Where vectors have as many bytes as a row. */
    @Test
    void rowsOfAVectorArePicked() {
        for (int length : new int[] {16, 32, 64, 128, 192, 256}) {
            rowsArePicked(length, 9, 0, length);
        }
    }

    /** Nothing beside the elements is written, and nothing beside the array read: the next begins or ends with its array. */
    @Property
    void whatIsReadAheadLeavesACopyAsItIs(
            @ForAll @IntRange(max = 300) int count, @ForAll @IntRange(max = 9) int gap, @ForAll long seed) {
        byte[] source = new byte[count + gap];
        byte[] before = new byte[count + 2 * gap];
        byte[] next = new byte[count];
        Random random = new Random(seed);
        random.nextBytes(source);
        random.nextBytes(before);
        byte[] expected = before.clone();
        System.arraycopy(source, gap, expected, gap, count);
        for (InnerLoops loops : new InnerLoops[] {scalar, fastest}) {
            byte[] target = before.clone();
            loops.transposes().copyAndReadAhead(source, gap, target, gap, count, next, 0);
            assertThat(target).as(loops.description()).isEqualTo(expected);
            int[] words = widened(before);
            loops.transposes().copyAndReadAhead(widened(source), gap, words, gap, count, widened(next), 0);
            assertThat(words).as(loops.description()).isEqualTo(widened(expected));
        }
    }
}
