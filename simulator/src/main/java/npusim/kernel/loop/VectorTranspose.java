package npusim.kernel.loop;

import static npusim.kernel.loop.ByteLanes.BY_QUARTERS;
import static npusim.kernel.loop.ByteLanes.BY_WORDS;
import static npusim.kernel.loop.ByteLanes.FOUR;
import static npusim.kernel.loop.ByteLanes.FOURTHS;
import static npusim.kernel.loop.ByteLanes.HIGH_BYTES;
import static npusim.kernel.loop.ByteLanes.HIGH_EIGHTS;
import static npusim.kernel.loop.ByteLanes.LOW_BYTES;
import static npusim.kernel.loop.ByteLanes.LOW_EIGHTS;
import static npusim.kernel.loop.ByteLanes.SIXTEENTHS;
import static npusim.kernel.loop.ByteLanes.WORDS;
import static npusim.kernel.loop.ByteLanes.longs;
import static npusim.kernel.loop.ByteLanes.store;
import static npusim.kernel.loop.ByteLanes.words;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The transposes of {@link VectorTransposes}, for vectors of 512 bits. Bytes go through a panel: of each eight rows as many columns as a
 * vector has bytes are exchanged until each vector holds eight columns of them; when the panel has all columns of some rows, eight
 * of them at a time are stored from the first row to the last. So memory is read and written in long runs.
 */
final class VectorTranspose {
    /** Rows and columns that are taken together, which are the bytes of a vector. */
    static final int SIDE = 64;

    /** Rows that are read ahead together: the longer a run, the better the processor foresees what follows. */
    private static final int AHEAD_ROWS = 1024;

    /** Blocks of {@link #SIDE} rows in a panel, which few columns have: the second-level cache holds it. */
    private static final int PANEL_BLOCKS = AHEAD_ROWS / SIDE;

    private static final int EIGHT = 8;

    /** Bytes of eight columns of a block. */
    private static final int STRIPE = EIGHT * SIDE;

    /** Bytes from eight columns of a panel to the next: no power of two, so that they do not compete for places in the cache. */
    private static final int STEP = PANEL_BLOCKS * STRIPE + SIDE;

    /** Bytes before the first element of an array. A large one mostly begins where a page does, so that its lines are known. */
    private static final int HEADER_BYTES = 16;

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;

    private VectorTranspose() {}

    /** {@link Transposes#transpose} of at least {@link #SIDE} rows and columns. */
    static void transpose(
            byte[] source, int[] rows, int height, byte[] target, int[] columns, int width, byte[] panel, boolean far) {
        int[] blocks = blockStarts(height, SIDE, columns, HEADER_BYTES);
        for (int first = 0; first < blocks.length; first += PANEL_BLOCKS) {
            int end = Math.min(blocks.length, first + PANEL_BLOCKS);
            if (far) {
                panel[0] = readAhead(source, rows, blocks[first], blocks[end - 1] + SIDE - 1, width);
            }
            mixRows(source, rows, blocks, first, end, width, panel);
            for (int j = 0; j < width; j += SIDE) {
                int column = Math.min(j, width - SIDE); // the last may overlap columns that are stored already
                for (int i = (j - column) / EIGHT; i < EIGHT; i++) {
                    int from = (j / EIGHT + i) * STEP;
                    storeColumns(panel, from, blocks, first, end, target, columns, column + i * EIGHT);
                }
            }
        }
    }

    /** See {@link Transposes#panelBytes}. */
    static int panelBytes(int width) {
        return Math.ceilDiv(width, SIDE) * EIGHT * STEP;
    }

    private static byte readAhead(byte[] source, int[] rows, int first, int last, int width) {
        int reach = rows[last] - rows[first] + width;
        if (reach == (last + 1 - first) * width) { // one behind the other
            return ReadAhead.touch(source, rows[first], reach);
        }
        byte sum = 0;
        for (int row = first; row <= last; row++) {
            sum += ReadAhead.touch(source, rows[row], width);
        }
        return sum;
    }

    /**
     * Where blocks of {@code side} rows start, of which the last may overlap another: behind the first they begin lines of the
     * target, unless columns lie differently in theirs.
     */
    private static int[] blockStarts(int height, int side, int[] columns, int header) {
        boolean alike = (columns[1] - columns[0]) % side == 0;
        int second = alike ? side - (columns[0] + header) % side : side;
        int last = height - side;
        int[] starts = new int[last == 0 ? 1 : 2 + Math.max(0, Math.ceilDiv(last - second, side))];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = Math.min(second + (i - 1) * side, last);
        }
        return starts;
    }

    /**
     * Exchanges the bytes of rows by eights, for all columns of a panel: of 64 columns, vector k of each eight holds the eight bytes
     * of column 8 k and of the next seven.
     */
    private static void mixRows(byte[] source, int[] rows, int[] blocks, int first, int end, int width, byte[] panel) {
        ByteVector low = ByteVector.fromArray(BYTES, LOW_BYTES, 0);
        ByteVector high = ByteVector.fromArray(BYTES, HIGH_BYTES, 0);
        int eights = (end - first) * EIGHT;
        for (int i = 0; i < eights; i++) {
            int row = blocks[first + i / EIGHT] + i % EIGHT * EIGHT;
            int to = i * SIDE;
            for (int j = 0; j < width; j += SIDE) {
                int column = Math.min(j, width - SIDE);
                ByteVector a = ByteVector.fromArray(BYTES, source, rows[row] + column);
                ByteVector b = ByteVector.fromArray(BYTES, source, rows[row + 1] + column);
                ByteVector c = ByteVector.fromArray(BYTES, source, rows[row + 2] + column);
                ByteVector d = ByteVector.fromArray(BYTES, source, rows[row + 3] + column);
                ByteVector e = ByteVector.fromArray(BYTES, source, rows[row + 4] + column);
                ByteVector f = ByteVector.fromArray(BYTES, source, rows[row + 5] + column);
                ByteVector g = ByteVector.fromArray(BYTES, source, rows[row + 6] + column);
                ByteVector h = ByteVector.fromArray(BYTES, source, rows[row + 7] + column);
                ByteVector aeLow = low.selectFrom(a, e);
                ByteVector aeHigh = high.selectFrom(a, e);
                ByteVector bfLow = low.selectFrom(b, f);
                ByteVector bfHigh = high.selectFrom(b, f);
                ByteVector cgLow = low.selectFrom(c, g);
                ByteVector cgHigh = high.selectFrom(c, g);
                ByteVector dhLow = low.selectFrom(d, h);
                ByteVector dhHigh = high.selectFrom(d, h);
                ByteVector even = low.selectFrom(aeLow, cgLow);
                ByteVector odd = low.selectFrom(bfLow, dhLow);
                low.selectFrom(even, odd).intoArray(panel, to);
                high.selectFrom(even, odd).intoArray(panel, to + STEP);
                even = high.selectFrom(aeLow, cgLow);
                odd = high.selectFrom(bfLow, dhLow);
                low.selectFrom(even, odd).intoArray(panel, to + 2 * STEP);
                high.selectFrom(even, odd).intoArray(panel, to + 3 * STEP);
                even = low.selectFrom(aeHigh, cgHigh);
                odd = low.selectFrom(bfHigh, dhHigh);
                low.selectFrom(even, odd).intoArray(panel, to + 4 * STEP);
                high.selectFrom(even, odd).intoArray(panel, to + 5 * STEP);
                even = high.selectFrom(aeHigh, cgHigh);
                odd = high.selectFrom(bfHigh, dhHigh);
                low.selectFrom(even, odd).intoArray(panel, to + 6 * STEP);
                high.selectFrom(even, odd).intoArray(panel, to + 7 * STEP);
                to += EIGHT * STEP;
            }
        }
    }

    /** Stores eight columns of a panel. */
    private static void storeColumns(
            byte[] panel, int from, int[] blocks, int first, int end, byte[] target, int[] columns, int column) {
        LongVector low = LongVector.fromArray(LONGS, LOW_EIGHTS, 0);
        LongVector high = LongVector.fromArray(LONGS, HIGH_EIGHTS, 0);
        for (int i = first; i < end; i++) {
            int at = from + (i - first) * STRIPE;
            int to = blocks[i];
            LongVector a = longs(panel, at);
            LongVector b = longs(panel, at + SIDE);
            LongVector c = longs(panel, at + 2 * SIDE);
            LongVector d = longs(panel, at + 3 * SIDE);
            LongVector e = longs(panel, at + 4 * SIDE);
            LongVector f = longs(panel, at + 5 * SIDE);
            LongVector g = longs(panel, at + 6 * SIDE);
            LongVector h = longs(panel, at + 7 * SIDE);
            LongVector aeLow = low.selectFrom(a, e);
            LongVector aeHigh = high.selectFrom(a, e);
            LongVector bfLow = low.selectFrom(b, f);
            LongVector bfHigh = high.selectFrom(b, f);
            LongVector cgLow = low.selectFrom(c, g);
            LongVector cgHigh = high.selectFrom(c, g);
            LongVector dhLow = low.selectFrom(d, h);
            LongVector dhHigh = high.selectFrom(d, h);
            LongVector even = low.selectFrom(aeLow, cgLow);
            LongVector odd = low.selectFrom(bfLow, dhLow);
            store(low.selectFrom(even, odd), target, columns[column] + to);
            store(high.selectFrom(even, odd), target, columns[column + 1] + to);
            even = high.selectFrom(aeLow, cgLow);
            odd = high.selectFrom(bfLow, dhLow);
            store(low.selectFrom(even, odd), target, columns[column + 2] + to);
            store(high.selectFrom(even, odd), target, columns[column + 3] + to);
            even = low.selectFrom(aeHigh, cgHigh);
            odd = low.selectFrom(bfHigh, dhHigh);
            store(low.selectFrom(even, odd), target, columns[column + 4] + to);
            store(high.selectFrom(even, odd), target, columns[column + 5] + to);
            even = high.selectFrom(aeHigh, cgHigh);
            odd = high.selectFrom(bfHigh, dhHigh);
            store(low.selectFrom(even, odd), target, columns[column + 6] + to);
            store(high.selectFrom(even, odd), target, columns[column + 7] + to);
        }
    }

    /** {@link Transposes#transpose} of at least 16 rows and columns of words: 16 by 16 at a time, by words and then by quarters. */
    static void transpose(int[] source, int[] rows, int height, int[] target, int[] columns, int width, boolean far) {
        int[] blocks = blockStarts(height, WORDS, columns, HEADER_BYTES / Integer.BYTES);
        int[] mixed = new int[WORDS * WORDS];
        for (int first = 0; first < blocks.length; first += AHEAD_ROWS / WORDS) {
            int end = Math.min(blocks.length, first + AHEAD_ROWS / WORDS);
            if (far) {
                mixed[0] = readAhead(source, rows, blocks[first], blocks[end - 1] + WORDS - 1, width);
            }
            for (int j = 0; j < width; j += WORDS) {
                int column = Math.min(j, width - WORDS);
                for (int i = first; i < end; i++) {
                    mixRows(source, rows, blocks[i], column, mixed);
                    storeColumns(mixed, blocks[i], target, columns, column);
                }
            }
        }
    }

    private static int readAhead(int[] source, int[] rows, int first, int last, int width) {
        int reach = rows[last] - rows[first] + width;
        if (reach == (last + 1 - first) * width) {
            return ReadAhead.touch(source, rows[first], reach);
        }
        int sum = 0;
        for (int row = first; row <= last; row++) {
            sum += ReadAhead.touch(source, rows[row], width);
        }
        return sum;
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

    /** {@link Transposes#separateFours} of whole vectors. */
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

    /** {@link Transposes#joinFours} of whole vectors. */
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

    /** {@link Transposes#copyAndReadAhead} of whole vectors. */
    static int copyAndReadAhead(byte[] source, int from, byte[] target, int to, int count, byte[] next, int nextStart) {
        VectorSpecies<Byte> bytes = ByteVector.SPECIES_PREFERRED;
        int sum = 0;
        for (int i = 0; i < count; i += bytes.length()) {
            ByteVector.fromArray(bytes, source, from + i).intoArray(target, to + i);
            sum += next[nextStart + i];
        }
        return sum;
    }

    /** {@link Transposes#copyAndReadAhead} of whole vectors. */
    static int copyAndReadAhead(int[] source, int from, int[] target, int to, int count, int[] next, int nextStart) {
        VectorSpecies<Integer> words = IntVector.SPECIES_PREFERRED;
        int sum = 0;
        for (int i = 0; i < count; i += words.length()) {
            IntVector.fromArray(words, source, from + i).intoArray(target, to + i);
            sum += next[nextStart + i];
        }
        return sum;
    }
}
