package npusim.kernel.loop;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.B2F;
import static jdk.incubator.vector.VectorOperators.B2I;
import static jdk.incubator.vector.VectorOperators.I2B;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.S2I;
import static jdk.incubator.vector.VectorOperators.XOR;
import static npusim.kernel.loop.FloatRounding.FRACTION_BITS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** What loops that round by {@link FloatRounding} are made of, to be inlined into them. */
final class FloatLanes {
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    static final int LANES = INTS.length();

    /** As many bytes as a vector has ints. */
    static final VectorSpecies<Byte> QUARTER =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, INTS.vectorBitSize() / 4)));

    /** As many shorts as a vector has ints. */
    private static final VectorSpecies<Short> HALF =
            VectorSpecies.of(short.class, VectorShape.forBitSize(INTS.vectorBitSize() / 2));

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;

    /** What bytes at the top of words have to be multiplied by. */
    static final float BYTE_UNIT = 1f / (1 << 24);

    private static final int TOP = 0xFF << 24;
    private static final int EVEN = 0x00FF_00FF;
    private static final int LOW = 0x0000_FFFF;

    /** Of a note, which names lanes, and above them steps. */
    static final int LANE_BITS = 16;

    /** Steps of which a note tells. */
    static final int NOTED_STEPS = Long.SIZE - LANE_BITS;

    private FloatLanes() {}

    /** Four bytes in each lane. */
    static IntVector words(byte[] source, int start) {
        return ByteVector.fromArray(BYTES, source, start).reinterpretAsInts();
    }

    static void storeWords(IntVector words, byte[] target, int start) {
        words.reinterpretAsBytes().intoArray(target, start);
    }

    /** The first bytes of words, as all below at the top of their words, so that they are 2²⁴ times as great. */
    static FloatVector firstBytes(IntVector words) {
        return toFloats(words.lanewise(LSHL, 24));
    }

    static FloatVector secondBytes(IntVector words) {
        return toFloats(words.lanewise(LSHL, 16).and(TOP));
    }

    static FloatVector thirdBytes(IntVector words) {
        return toFloats(words.lanewise(LSHL, 8).and(TOP));
    }

    static FloatVector fourthBytes(IntVector words) {
        return toFloats(words.and(TOP));
    }

    private static FloatVector toFloats(IntVector words) {
        return (FloatVector) words.convertShape(I2F, FLOATS, 0);
    }

    /** The whole parts of four sums as the four bytes of words. */
    static IntVector join(IntVector first, IntVector second, IntVector third, IntVector fourth) {
        IntVector low = choose(EVEN, first.lanewise(LSHR, FRACTION_BITS), second.lanewise(LSHR, FRACTION_BITS - 8));
        IntVector high =
                choose(EVEN, third.lanewise(LSHL, 16 - FRACTION_BITS), fourth.lanewise(LSHL, 24 - FRACTION_BITS));
        return choose(LOW, low, high);
    }

    /** The bits of {@code ones} where the mask has ones, else those of {@code zeros}; one instruction of AVX-512. */
    private static IntVector choose(int mask, IntVector ones, IntVector zeros) {
        return ones.lanewise(XOR, zeros).and(mask).lanewise(XOR, zeros);
    }

    static FloatVector fromInts(int[] source, int start) {
        return (FloatVector) IntVector.fromArray(INTS, source, start).convertShape(I2F, FLOATS, 0);
    }

    static IntVector fromShorts(short[] source, int start) {
        return (IntVector) ShortVector.fromArray(HALF, source, start).convertShape(S2I, INTS, 0);
    }

    static IntVector intsFromBytes(byte[] source, int start) {
        return (IntVector) ByteVector.fromArray(QUARTER, source, start).convertShape(B2I, INTS, 0);
    }

    static FloatVector fromBytes(byte[] source, int start) {
        return (FloatVector) ByteVector.fromArray(QUARTER, source, start).convertShape(B2F, FLOATS, 0);
    }

    /** The fixed-point numbers that sums are, clamped. */
    static IntVector bits(FloatVector sums, int lowest, int highest) {
        return sums.reinterpretAsInts().max(lowest).min(highest);
    }

    static IntVector fractions(IntVector bits) {
        return bits.and(FloatRounding.FRACTION);
    }

    /**
     * A note, to which the lanes of a step are added in which a fraction is in doubt, and the step if there are any. There is no
     * branch, since one never taken would be compiled as a trap, and nothing is stored, which costs as much as a third of the loop.
     *
     * @param step below {@link #NOTED_STEPS}
     */
    static long noteDoubt(IntVector a, IntVector b, IntVector c, IntVector d, int doubt, int step, long note) {
        IntVector least = fractions(a).min(fractions(b)).min(fractions(c).min(fractions(d)));
        long lanes = least.compare(LT, doubt).toLong(); // at most 16 bits
        return note | lanes | -lanes >>> 63 << (LANE_BITS + step);
    }

    /** A bit for each step of a note with a doubt. */
    static long steps(long note) {
        return note >>> LANE_BITS;
    }

    /** A bit for each lane that is in doubt in any of the steps. */
    static int lanes(long note) {
        return (int) note & (1 << LANE_BITS) - 1;
    }

    /** Stores the whole parts. */
    static void store(IntVector bits, byte[] target, int start) {
        IntVector whole = bits.lanewise(ASHR, FRACTION_BITS);
        ((ByteVector) whole.convertShape(I2B, QUARTER, 0)).intoArray(target, start);
    }
}
