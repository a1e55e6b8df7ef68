package npusim.kernel.loop;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What loops over bytes are made of, to be inlined into them. Those of {@link VectorTranspose} exchange bytes of vectors of 512 bits
 * by words. Its tables are here since the launcher has all of the other class compiled at its first run.
 */
final class ByteLanes {
    static final int WORDS = 16;
    static final int QUARTER = 16;

    /** Rows of a four, words of a quarter, quarters of a vector. */
    static final int FOUR = 4;

    /**
     * Four selections of words from two vectors, within quarters: the low words of both in turn, the high ones, the low pairs,
     * the high pairs. The first two and the last two in turn transpose a matrix of four by four words in each quarter.
     */
    static final int[] BY_WORDS = new int[4 * WORDS];

    /** As {@link #BY_WORDS}, of quarters instead of words. */
    static final int[] BY_QUARTERS = new int[4 * WORDS];

    /** The bytes of the first halves of two vectors in turn. */
    static final byte[] LOW_BYTES = new byte[VectorTranspose.SIDE];

    /** Those of the second halves. */
    static final byte[] HIGH_BYTES = new byte[VectorTranspose.SIDE];

    /** As {@link #LOW_BYTES}, of eight bytes each. */
    static final long[] LOW_EIGHTS = {0, 8, 1, 9, 2, 10, 3, 11};

    /** As {@link #HIGH_BYTES}, of eight bytes each. */
    static final long[] HIGH_EIGHTS = {4, 12, 5, 13, 6, 14, 7, 15};

    /** Bytes as a matrix of 16 by four, transposed. */
    static final byte[] FOURTHS = new byte[VectorTranspose.SIDE];

    /** Bytes as a matrix of four by 16, transposed. */
    static final byte[] SIXTEENTHS = new byte[VectorTranspose.SIDE];

    static {
        int[][] selections = {{0, 4, 1, 5}, {2, 6, 3, 7}, {0, 1, 4, 5}, {2, 3, 6, 7}};
        for (int selection = 0; selection < selections.length; selection++) {
            for (int i = 0; i < WORDS; i++) {
                int word = selections[selection][i % FOUR];
                BY_WORDS[selection * WORDS + i] = word / FOUR * WORDS + i / FOUR * FOUR + word % FOUR;
                BY_QUARTERS[selection * WORDS + i] = selections[selection][i / FOUR] * FOUR + i % FOUR;
            }
        }
        for (int i = 0; i < VectorTranspose.SIDE; i++) {
            int within = i % QUARTER;
            LOW_BYTES[i] = (byte) (i / 2 + i % 2 * VectorTranspose.SIDE);
            HIGH_BYTES[i] = (byte) (VectorTranspose.SIDE / 2 + LOW_BYTES[i]);
            FOURTHS[i] = (byte) (within * FOUR + i / QUARTER);
            SIXTEENTHS[i] = (byte) (i % FOUR * QUARTER + i / FOUR);
        }
    }

    /** What {@link #lowBytes} are greater by: exclusively or-ed, it flips their sign. */
    static final short LOW_BYTE_OFFSET = 0x80;

    private static final short LOW = 0xFF;
    private static final short HIGH = (short) 0xFF00;

    private ByteLanes() {}

    /** Two bytes in each lane. */
    static ShortVector pairs(byte[] source, int start) {
        return ByteVector.fromArray(ByteVector.SPECIES_PREFERRED, source, start).reinterpretAsShorts();
    }

    /** The low bytes of pairs, plus {@link #LOW_BYTE_OFFSET}. */
    static ShortVector lowBytes(ShortVector pairs) {
        return pairs.lanewise(XOR, LOW_BYTE_OFFSET).and(LOW);
    }

    static ShortVector highBytes(ShortVector pairs) {
        return pairs.lanewise(ASHR, Byte.SIZE);
    }

    /** A quarter of the sum of a value, its sign (-1 or 0) and {@code rounding}, clamped to INT8. */
    static ShortVector quarters(ShortVector values, short rounding) {
        ShortVector sum = values.add(values.lanewise(ASHR, Short.SIZE - 1)).add(rounding);
        return sum.lanewise(ASHR, 2).max(Byte.MIN_VALUE).min(Byte.MAX_VALUE);
    }

    /** The low bytes of some shorts and the high ones of others. */
    static ShortVector joinBytes(ShortVector low, ShortVector high) {
        return low.and(LOW).or(high.and(HIGH));
    }

    static IntVector words(byte[] source, int start) {
        return ByteVector.fromArray(ByteVector.SPECIES_512, source, start).reinterpretAsInts();
    }

    /** Bytes in a given order. */
    static IntVector words(ByteVector order, byte[] source, int start) {
        return order.selectFrom(ByteVector.fromArray(ByteVector.SPECIES_512, source, start))
                .reinterpretAsInts();
    }

    static LongVector longs(byte[] source, int start) {
        return ByteVector.fromArray(ByteVector.SPECIES_512, source, start).reinterpretAsLongs();
    }

    static void store(LongVector longs, byte[] target, int start) {
        longs.reinterpretAsBytes().intoArray(target, start);
    }

    static void store(IntVector words, byte[] target, int start) {
        words.reinterpretAsBytes().intoArray(target, start);
    }

    /** Stores bytes in a given order. */
    static void store(ByteVector order, IntVector words, byte[] target, int start) {
        order.selectFrom(words.reinterpretAsBytes()).intoArray(target, start);
    }

    /** {@link Transposes#copyRows} of one to two vectors, of which the second overlaps the first. */
    static void copyRows(
            VectorSpecies<Byte> bytes,
            byte[] source,
            int from,
            int fromStep,
            byte[] target,
            int to,
            int toStep,
            int count,
            int length) {
        int last = length - bytes.length();
        for (int i = 0; i < count; i++) {
            int at = from + i * fromStep;
            int put = to + i * toStep;
            ByteVector start = ByteVector.fromArray(bytes, source, at);
            ByteVector end = ByteVector.fromArray(bytes, source, at + last);
            start.intoArray(target, put);
            end.intoArray(target, put + last);
        }
    }

    /** {@link Transposes#pickRows} of a vector each. */
    static void pickVectors(
            VectorSpecies<Byte> bytes,
            byte[] source,
            int from,
            int[] picks,
            int first,
            byte[] target,
            int to,
            int count) {
        for (int i = 0; i < count; i++) {
            ByteVector row = ByteVector.fromArray(bytes, source, from + picks[first + i] * bytes.length());
            row.intoArray(target, to + i * bytes.length());
        }
    }

    /** {@link Transposes#pickRows} of one to two vectors, of which the second overlaps the first. */
    static void pickRows(
            VectorSpecies<Byte> bytes,
            byte[] source,
            int from,
            int[] picks,
            int first,
            byte[] target,
            int to,
            int count,
            int length) {
        int last = length - bytes.length();
        for (int i = 0; i < count; i++) {
            int at = from + picks[first + i] * length;
            int put = to + i * length;
            ByteVector start = ByteVector.fromArray(bytes, source, at);
            ByteVector end = ByteVector.fromArray(bytes, source, at + last);
            start.intoArray(target, put);
            end.intoArray(target, put + last);
        }
    }
}
