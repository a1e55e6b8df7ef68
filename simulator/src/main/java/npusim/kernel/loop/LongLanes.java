package npusim.kernel.loop;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Scaling of vectors of int, to be inlined into a loop. A 32-bit value times a 32-bit multiplier needs 64 bits, so a vector
 * of int is treated as two of long: the even lanes and the odd lanes. C2 makes one widening multiplication of long lanes
 * that it sees to be extended from 32 bits, cheapest by zeros: {@link #scale} adds 2³¹ to a value, which flips its sign bit
 * and leaves nothing negative, and takes the multiplier times 2³¹ off with the rounding.
 */
final class LongLanes {
    static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

    private static final long LOW = 0xFFFF_FFFFL;
    private static final long SIGN = 1L << 31;

    private LongLanes() {}

    /** The multiplier of {@link #scale}. */
    static LongVector multiplier(Requantization scaling) {
        return LongVector.broadcast(LONGS, scaling.multiplier()).and(LOW);
    }

    /** What {@link #scale} adds to a product. */
    static LongVector offset(Requantization scaling) {
        long rounding = 1L << (scaling.shift() - 1);
        long bySign = scaling.roundsBySign() ? 1L << 30 : 0;
        return LongVector.broadcast(LONGS, rounding - bySign - scaling.multiplier() * SIGN);
    }

    /** Low 32 bits of {@code (values · multiplier + rounding) >> shift}. */
    static IntVector scale(IntVector values, LongVector multiplier, LongVector offset, int shift) {
        LongVector pairs = values.lanewise(XOR, Integer.MIN_VALUE).reinterpretAsLongs();
        LongVector even = pairs.and(LOW).mul(multiplier).add(offset);
        LongVector odd = pairs.lanewise(LSHR, 32).mul(multiplier).add(offset);
        return shifted(even, odd, shift);
    }

    /** As {@link #scale}, with 2³⁰ of the value's sign added to the rounding; the offset has taken it off. */
    static IntVector scaleBySign(IntVector values, LongVector multiplier, LongVector offset, int shift) {
        LongVector pairs = values.lanewise(XOR, Integer.MIN_VALUE).reinterpretAsLongs();
        LongVector even = pairs.and(LOW);
        LongVector odd = pairs.lanewise(LSHR, 32);
        LongVector evenProduct = even.mul(multiplier).add(offset).add(even.and(SIGN));
        LongVector oddProduct = odd.mul(multiplier).add(offset).add(odd.and(SIGN));
        return shifted(evenProduct, oddProduct, shift);
    }

    /** The even lanes of ints, extended by their sign. */
    static LongVector even(LongVector pairs) {
        return pairs.lanewise(LSHL, 32).lanewise(ASHR, 32);
    }

    /** The odd lanes of ints, extended by their sign. */
    static LongVector odd(LongVector pairs) {
        return pairs.lanewise(ASHR, 32);
    }

    /** Low 32 bits of all lanes shifted right, as ints in their places: 32 bits are chosen, what is left is shifted there. */
    static IntVector shifted(LongVector even, LongVector odd, int shift) {
        int first = Math.min(shift, 32);
        return interleave(even.lanewise(LSHR, first), odd.lanewise(LSHL, 32 - first))
                .lanewise(ASHR, shift - first);
    }

    /** The low halves of the even lanes and the high halves of the odd ones. */
    static IntVector interleave(LongVector even, LongVector odd) {
        return even.lanewise(XOR, odd).and(~LOW).lanewise(XOR, even).reinterpretAsInts();
    }

    /** The sums of two neighbouring bytes each. */
    static ShortVector pairSums(byte[] source, int start) {
        ShortVector pairs = ByteVector.fromArray(ByteVector.SPECIES_PREFERRED, source, start)
                .reinterpretAsShorts();
        return pairs.lanewise(LSHL, Byte.SIZE).lanewise(ASHR, Byte.SIZE).add(pairs.lanewise(ASHR, Byte.SIZE));
    }
}
