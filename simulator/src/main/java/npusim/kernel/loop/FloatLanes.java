package npusim.kernel.loop;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.B2F;
import static jdk.incubator.vector.VectorOperators.I2B;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
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

    private FloatLanes() {}

    static FloatVector fromInts(int[] source, int start) {
        return (FloatVector) IntVector.fromArray(INTS, source, start).convertShape(I2F, FLOATS, 0);
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

    /** 1 if any fraction is in doubt, without a branch: one never taken would be compiled as a trap. */
    static int isDoubtful(IntVector a, IntVector b, IntVector c, IntVector d, int doubt) {
        IntVector least = fractions(a).min(fractions(b)).min(fractions(c).min(fractions(d)));
        long lanes = least.compare(LT, doubt).toLong();
        return (int) (-lanes >>> 63); // a long of at most 16 bits
    }

    /** Stores the whole parts. */
    static void store(IntVector bits, byte[] target, int start) {
        IntVector whole = bits.lanewise(ASHR, FloatRounding.FRACTION_BITS);
        ((ByteVector) whole.convertShape(I2B, QUARTER, 0)).intoArray(target, start);
    }
}
