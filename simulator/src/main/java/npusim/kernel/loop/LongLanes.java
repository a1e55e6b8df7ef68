package npusim.kernel.loop;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Scaling of vectors of int, to be inlined into a loop. A 32-bit value times a 32-bit multiplier needs 64 bits, so a vector
 * of int is treated as two of long: the even lanes and the odd lanes, each sign-extended in place by shifts, which C2 turns
 * into one widening multiplication.
 */
final class LongLanes {
    static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

    /** Added before a logical right shift so that the shifted number is not negative; 2⁶² after the shift is taken off. */
    static final long BIAS = 1L << 62;

    private static final VectorMask<Integer> ODD =
            VectorMask.fromLong(IntVector.SPECIES_PREFERRED, 0xAAAA_AAAA_AAAA_AAAAL);

    private LongLanes() {}

    /** Low 32 bits of {@code (values · multiplier + rounding) >>> shift}. */
    static IntVector scale(IntVector values, LongVector multiplier, LongVector rounding, int shift) {
        LongVector pairs = values.reinterpretAsLongs();
        LongVector even = even(pairs).mul(multiplier).add(rounding).lanewise(LSHR, shift);
        LongVector odd = odd(pairs).mul(multiplier).add(rounding).lanewise(LSHR, shift);
        return interleave(even, odd);
    }

    /** As {@link #scale}, with 2³⁰ of the value's sign added to the rounding. */
    static IntVector scaleBySign(IntVector values, LongVector multiplier, LongVector rounding, int shift) {
        LongVector pairs = values.reinterpretAsLongs();
        LongVector even = even(pairs);
        LongVector odd = odd(pairs);
        LongVector evenSign = even.lanewise(ASHR, 63);
        LongVector oddSign = odd.lanewise(ASHR, 63);
        // x ^ s - s is x for s = 0 and -x for s = -1
        LongVector evenTerm = evenSign.lanewise(XOR, 1L << 30).sub(evenSign);
        LongVector oddTerm = oddSign.lanewise(XOR, 1L << 30).sub(oddSign);
        even = even.mul(multiplier).add(rounding).add(evenTerm).lanewise(LSHR, shift);
        odd = odd.mul(multiplier).add(rounding).add(oddTerm).lanewise(LSHR, shift);
        return interleave(even, odd);
    }

    static LongVector even(LongVector pairs) {
        return pairs.lanewise(LSHL, 32).lanewise(ASHR, 32);
    }

    static LongVector odd(LongVector pairs) {
        return pairs.lanewise(ASHR, 32);
    }

    static IntVector interleave(LongVector even, LongVector odd) {
        return even.reinterpretAsInts().blend(odd.lanewise(LSHL, 32).reinterpretAsInts(), ODD);
    }
}
