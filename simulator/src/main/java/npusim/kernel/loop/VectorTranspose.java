package npusim.kernel.loop;

import static npusim.kernel.loop.ByteLanes.BY_QUARTERS;
import static npusim.kernel.loop.ByteLanes.BY_WORDS;
import static npusim.kernel.loop.ByteLanes.FOUR;
import static npusim.kernel.loop.ByteLanes.FOURTHS;
import static npusim.kernel.loop.ByteLanes.QUARTER;
import static npusim.kernel.loop.ByteLanes.SIXTEENTHS;
import static npusim.kernel.loop.ByteLanes.SQUARES;
import static npusim.kernel.loop.ByteLanes.WORDS;
import static npusim.kernel.loop.ByteLanes.store;
import static npusim.kernel.loop.ByteLanes.words;

import java.util.stream.IntStream;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The transposes of {@link VectorLoops}, for vectors of 512 bits: 64 rows by 64 columns at a time. Four rows are exchanged by
 * words and then by bytes, four such fours by words again, both times within quarters of a vector, and four such sixteens by
 * quarters. What lies between is kept in the first-level cache: held in registers, it would leave none for what it is
 * exchanged by.
 */
final class VectorTranspose {
    /** Rows and columns that are taken together, which are the bytes of a vector. */
    static final int SIDE = 64;

    /** Of a target that some cache holds. In memory it is slower to write to 64 pages in turn, 64 bytes each time. */
    static final int MOST_BYTES = 1 << 25;

    /** Rows that are taken before columns are written to memory. */
    private static final int STAGE = 512;

    /** Where staged columns begin: farther apart than they are long, so that they do not compete for places in the cache. */
    private static final int[] STAGED =
            IntStream.range(0, SIDE).map(i -> i * (STAGE + SIDE)).toArray();

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;

    private VectorTranspose() {}

    /** {@link InnerLoops#transpose} of at least {@link #SIDE} rows and columns. */
    static void transpose(byte[] source, int[] rows, int height, byte[] target, int[] columns, int width) {
        byte[] work = new byte[2 * SIDE * SIDE];
        boolean isNear = target.length <= MOST_BYTES;
        byte[] staged = new byte[isNear ? 0 : SIDE * (STAGE + SIDE)];
        for (int j = 0; j < width; j += SIDE) {
            int column = Math.min(j, width - SIDE); // the last columns and rows may overlap those before
            if (isNear) {
                strip(source, rows, 0, height, column, work, target, columns, column);
                continue;
            }
            for (int i = 0; i < height; i += STAGE) {
                int first = Math.min(i, height - SIDE);
                int count = Math.min(STAGE, height - first);
                strip(source, rows, first, count, column, work, staged, STAGED, 0);
                for (int k = 0; k < SIDE; k++) {
                    System.arraycopy(staged, STAGED[k], target, columns[column + k] + first, count);
                }
            }
        }
    }

    /** Transposes {@code count} rows of as many columns as a vector has bytes, to the beginnings of other ones. */
    private static void strip(
            byte[] source,
            int[] rows,
            int first,
            int count,
            int column,
            byte[] work,
            byte[] target,
            int[] columns,
            int to) {
        for (int i = 0; i < count; i += SIDE) {
            int row = Math.min(i, count - SIDE);
            mixRows(source, rows, first + row, column, work);
            joinRows(work, SIDE * SIDE);
            storeColumns(work, SIDE * SIDE, row, target, columns, to);
        }
    }

    /** Exchanges rows by fours: quarter q of vector k of each holds the four bytes of columns 16 q + 4 k and of the next three. */
    private static void mixRows(byte[] source, int[] rows, int first, int column, byte[] mixed) {
        IntVector low = IntVector.fromArray(INTS, BY_WORDS, 0);
        IntVector high = IntVector.fromArray(INTS, BY_WORDS, WORDS);
        IntVector lowPairs = IntVector.fromArray(INTS, BY_WORDS, 2 * WORDS);
        IntVector highPairs = IntVector.fromArray(INTS, BY_WORDS, 3 * WORDS);
        ByteVector squares = ByteVector.fromArray(BYTES, SQUARES, 0);
        int to = 0;
        for (int row = first; row < first + SIDE; row += FOUR) {
            IntVector a = words(source, rows[row] + column);
            IntVector b = words(source, rows[row + 1] + column);
            IntVector c = words(source, rows[row + 2] + column);
            IntVector d = words(source, rows[row + 3] + column);
            IntVector abLow = low.selectFrom(a, b);
            IntVector abHigh = high.selectFrom(a, b);
            IntVector cdLow = low.selectFrom(c, d);
            IntVector cdHigh = high.selectFrom(c, d);
            store(squares, lowPairs.selectFrom(abLow, cdLow), mixed, to);
            store(squares, highPairs.selectFrom(abLow, cdLow), mixed, to + SIDE);
            store(squares, lowPairs.selectFrom(abHigh, cdHigh), mixed, to + 2 * SIDE);
            store(squares, highPairs.selectFrom(abHigh, cdHigh), mixed, to + 3 * SIDE);
            to += FOUR * SIDE;
        }
    }

    /** Joins four fours of rows to a block: quarter q of vector i of it holds the 16 bytes of column 16 q + i. */
    private static void joinRows(byte[] mixed, int joined) {
        IntVector low = IntVector.fromArray(INTS, BY_WORDS, 0);
        IntVector high = IntVector.fromArray(INTS, BY_WORDS, WORDS);
        IntVector lowPairs = IntVector.fromArray(INTS, BY_WORDS, 2 * WORDS);
        IntVector highPairs = IntVector.fromArray(INTS, BY_WORDS, 3 * WORDS);
        for (int i = 0; i < SIDE / FOUR; i++) {
            int from = i / FOUR * (QUARTER * SIDE) + i % FOUR * SIDE;
            IntVector a = words(mixed, from);
            IntVector b = words(mixed, from + FOUR * SIDE);
            IntVector c = words(mixed, from + 2 * FOUR * SIDE);
            IntVector d = words(mixed, from + 3 * FOUR * SIDE);
            IntVector abLow = low.selectFrom(a, b);
            IntVector abHigh = high.selectFrom(a, b);
            IntVector cdLow = low.selectFrom(c, d);
            IntVector cdHigh = high.selectFrom(c, d);
            int to = joined + i * FOUR * SIDE;
            store(lowPairs.selectFrom(abLow, cdLow), mixed, to);
            store(highPairs.selectFrom(abLow, cdLow), mixed, to + SIDE);
            store(lowPairs.selectFrom(abHigh, cdHigh), mixed, to + 2 * SIDE);
            store(highPairs.selectFrom(abHigh, cdHigh), mixed, to + 3 * SIDE);
        }
    }

    /** Stores the columns of four blocks. */
    private static void storeColumns(byte[] joined, int from, int row, byte[] target, int[] columns, int column) {
        IntVector low = IntVector.fromArray(INTS, BY_QUARTERS, 0);
        IntVector high = IntVector.fromArray(INTS, BY_QUARTERS, WORDS);
        IntVector lowPairs = IntVector.fromArray(INTS, BY_QUARTERS, 2 * WORDS);
        IntVector highPairs = IntVector.fromArray(INTS, BY_QUARTERS, 3 * WORDS);
        for (int i = 0; i < QUARTER; i++) {
            IntVector a = words(joined, from + i * SIDE);
            IntVector b = words(joined, from + (QUARTER + i) * SIDE);
            IntVector c = words(joined, from + (2 * QUARTER + i) * SIDE);
            IntVector d = words(joined, from + (3 * QUARTER + i) * SIDE);
            IntVector abLow = low.selectFrom(a, b);
            IntVector abHigh = high.selectFrom(a, b);
            IntVector cdLow = low.selectFrom(c, d);
            IntVector cdHigh = high.selectFrom(c, d);
            int at = column + i;
            store(lowPairs.selectFrom(abLow, cdLow), target, columns[at] + row);
            store(highPairs.selectFrom(abLow, cdLow), target, columns[at + QUARTER] + row);
            store(lowPairs.selectFrom(abHigh, cdHigh), target, columns[at + 2 * QUARTER] + row);
            store(highPairs.selectFrom(abHigh, cdHigh), target, columns[at + 3 * QUARTER] + row);
        }
    }

    /** {@link InnerLoops#transpose} of at least 16 rows and columns of words: 16 by 16 at a time, by words and then by quarters. */
    static void transpose(int[] source, int[] rows, int height, int[] target, int[] columns, int width) {
        int[] mixed = new int[WORDS * WORDS];
        for (int j = 0; j < width; j += WORDS) {
            int column = Math.min(j, width - WORDS);
            for (int i = 0; i < height; i += WORDS) {
                int row = Math.min(i, height - WORDS);
                mixRows(source, rows, row, column, mixed);
                storeColumns(mixed, row, target, columns, column);
            }
        }
    }

    /** Exchanges rows by fours: quarter q of vector k of each holds the four words of column 4 q + k. */
    private static void mixRows(int[] source, int[] rows, int first, int column, int[] mixed) {
        IntVector low = IntVector.fromArray(INTS, BY_WORDS, 0);
        IntVector high = IntVector.fromArray(INTS, BY_WORDS, WORDS);
        IntVector lowPairs = IntVector.fromArray(INTS, BY_WORDS, 2 * WORDS);
        IntVector highPairs = IntVector.fromArray(INTS, BY_WORDS, 3 * WORDS);
        for (int i = 0; i < WORDS; i += FOUR) {
            int row = first + i;
            IntVector a = IntVector.fromArray(INTS, source, rows[row] + column);
            IntVector b = IntVector.fromArray(INTS, source, rows[row + 1] + column);
            IntVector c = IntVector.fromArray(INTS, source, rows[row + 2] + column);
            IntVector d = IntVector.fromArray(INTS, source, rows[row + 3] + column);
            IntVector abLow = low.selectFrom(a, b);
            IntVector abHigh = high.selectFrom(a, b);
            IntVector cdLow = low.selectFrom(c, d);
            IntVector cdHigh = high.selectFrom(c, d);
            lowPairs.selectFrom(abLow, cdLow).intoArray(mixed, i * WORDS);
            highPairs.selectFrom(abLow, cdLow).intoArray(mixed, (i + 1) * WORDS);
            lowPairs.selectFrom(abHigh, cdHigh).intoArray(mixed, (i + 2) * WORDS);
            highPairs.selectFrom(abHigh, cdHigh).intoArray(mixed, (i + 3) * WORDS);
        }
    }

    /** Stores the columns of four fours. */
    private static void storeColumns(int[] mixed, int row, int[] target, int[] columns, int column) {
        IntVector low = IntVector.fromArray(INTS, BY_QUARTERS, 0);
        IntVector high = IntVector.fromArray(INTS, BY_QUARTERS, WORDS);
        IntVector lowPairs = IntVector.fromArray(INTS, BY_QUARTERS, 2 * WORDS);
        IntVector highPairs = IntVector.fromArray(INTS, BY_QUARTERS, 3 * WORDS);
        for (int i = 0; i < FOUR; i++) {
            IntVector a = IntVector.fromArray(INTS, mixed, i * WORDS);
            IntVector b = IntVector.fromArray(INTS, mixed, (FOUR + i) * WORDS);
            IntVector c = IntVector.fromArray(INTS, mixed, (2 * FOUR + i) * WORDS);
            IntVector d = IntVector.fromArray(INTS, mixed, (3 * FOUR + i) * WORDS);
            IntVector abLow = low.selectFrom(a, b);
            IntVector abHigh = high.selectFrom(a, b);
            IntVector cdLow = low.selectFrom(c, d);
            IntVector cdHigh = high.selectFrom(c, d);
            int at = column + i;
            lowPairs.selectFrom(abLow, cdLow).intoArray(target, columns[at] + row);
            highPairs.selectFrom(abLow, cdLow).intoArray(target, columns[at + FOUR] + row);
            lowPairs.selectFrom(abHigh, cdHigh).intoArray(target, columns[at + 2 * FOUR] + row);
            highPairs.selectFrom(abHigh, cdHigh).intoArray(target, columns[at + 3 * FOUR] + row);
        }
    }

    /** {@link InnerLoops#separateFours} of whole vectors. */
    static void separateFours(byte[] source, int from, byte[] target, int to, int step, int count) {
        IntVector low = IntVector.fromArray(INTS, BY_QUARTERS, 0);
        IntVector high = IntVector.fromArray(INTS, BY_QUARTERS, WORDS);
        IntVector lowPairs = IntVector.fromArray(INTS, BY_QUARTERS, 2 * WORDS);
        IntVector highPairs = IntVector.fromArray(INTS, BY_QUARTERS, 3 * WORDS);
        ByteVector fourths = ByteVector.fromArray(BYTES, FOURTHS, 0);
        for (int i = 0; i < count; i += SIDE) {
            int at = from + FOUR * i;
            IntVector a = words(fourths, source, at);
            IntVector b = words(fourths, source, at + SIDE);
            IntVector c = words(fourths, source, at + 2 * SIDE);
            IntVector d = words(fourths, source, at + 3 * SIDE);
            IntVector abLow = low.selectFrom(a, b);
            IntVector abHigh = high.selectFrom(a, b);
            IntVector cdLow = low.selectFrom(c, d);
            IntVector cdHigh = high.selectFrom(c, d);
            store(lowPairs.selectFrom(abLow, cdLow), target, to + i);
            store(highPairs.selectFrom(abLow, cdLow), target, to + step + i);
            store(lowPairs.selectFrom(abHigh, cdHigh), target, to + 2 * step + i);
            store(highPairs.selectFrom(abHigh, cdHigh), target, to + 3 * step + i);
        }
    }

    /** {@link InnerLoops#joinFours} of whole vectors. */
    static void joinFours(byte[] source, int from, int step, byte[] target, int to, int count) {
        IntVector low = IntVector.fromArray(INTS, BY_QUARTERS, 0);
        IntVector high = IntVector.fromArray(INTS, BY_QUARTERS, WORDS);
        IntVector lowPairs = IntVector.fromArray(INTS, BY_QUARTERS, 2 * WORDS);
        IntVector highPairs = IntVector.fromArray(INTS, BY_QUARTERS, 3 * WORDS);
        ByteVector sixteenths = ByteVector.fromArray(BYTES, SIXTEENTHS, 0);
        for (int i = 0; i < count; i += SIDE) {
            IntVector a = words(source, from + i);
            IntVector b = words(source, from + step + i);
            IntVector c = words(source, from + 2 * step + i);
            IntVector d = words(source, from + 3 * step + i);
            IntVector abLow = low.selectFrom(a, b);
            IntVector abHigh = high.selectFrom(a, b);
            IntVector cdLow = low.selectFrom(c, d);
            IntVector cdHigh = high.selectFrom(c, d);
            int at = to + FOUR * i;
            store(sixteenths, lowPairs.selectFrom(abLow, cdLow), target, at);
            store(sixteenths, highPairs.selectFrom(abLow, cdLow), target, at + SIDE);
            store(sixteenths, lowPairs.selectFrom(abHigh, cdHigh), target, at + 2 * SIDE);
            store(sixteenths, highPairs.selectFrom(abHigh, cdHigh), target, at + 3 * SIDE);
        }
    }
}
