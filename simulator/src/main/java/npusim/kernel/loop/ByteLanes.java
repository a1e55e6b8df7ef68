package npusim.kernel.loop;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;

/**
 * What the loops of {@link VectorTranspose} are made of, to be inlined into them: bytes of vectors of 512 bits that are
 * exchanged by words. The tables are here since the launcher has all of the other class compiled at its first run.
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

    /** The bytes of each quarter as a matrix of four by four, transposed. */
    static final byte[] SQUARES = new byte[VectorTranspose.SIDE];

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
            SQUARES[i] = (byte) (i - within + within % FOUR * FOUR + within / FOUR);
            FOURTHS[i] = (byte) (within * FOUR + i / QUARTER);
            SIXTEENTHS[i] = (byte) (i % FOUR * QUARTER + i / FOUR);
        }
    }

    private ByteLanes() {}

    static IntVector words(byte[] source, int start) {
        return ByteVector.fromArray(ByteVector.SPECIES_512, source, start).reinterpretAsInts();
    }

    /** Bytes in a given order. */
    static IntVector words(ByteVector order, byte[] source, int start) {
        return order.selectFrom(ByteVector.fromArray(ByteVector.SPECIES_512, source, start))
                .reinterpretAsInts();
    }

    static void store(IntVector words, byte[] target, int start) {
        words.reinterpretAsBytes().intoArray(target, start);
    }

    /** Stores bytes in a given order. */
    static void store(ByteVector order, IntVector words, byte[] target, int start) {
        order.selectFrom(words.reinterpretAsBytes()).intoArray(target, start);
    }
}
