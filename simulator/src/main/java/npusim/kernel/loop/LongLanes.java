package npusim.kernel.loop;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.util.Arrays;
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

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;

    /** Bytes that a vector has at most before those that are new to a step of four vectors. */
    private static final int MOST_KNOWN = 4 * BYTES.length();

    /** As many zeros, then the ones of a vector. */
    private static final byte[] NEW_BYTES = new byte[MOST_KNOWN + BYTES.length()];

    static {
        Arrays.fill(NEW_BYTES, MOST_KNOWN, NEW_BYTES.length, (byte) -1);
    }

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

    /**
     * The sums of two neighbouring bytes each, of a row of at least a vector: of those from {@code done} on, where {@code last} is the
     * place of the row's last vector. What that vector has of the bytes before {@code done} counts as zero.
     */
    static ShortVector newPairSums(byte[] source, int rowStart, int done, int last) {
        int at = Math.min(done, last);
        return newPairSums(source, rowStart + at, newBytes(done - at));
    }

    /** As above, of the vector at {@code at}. */
    static ShortVector newPairSums(byte[] source, int at, ByteVector newBytes) {
        ShortVector pairs =
                ByteVector.fromArray(BYTES, source, at).and(newBytes).reinterpretAsShorts();
        return pairs.lanewise(LSHL, Byte.SIZE).lanewise(ASHR, Byte.SIZE).add(pairs.lanewise(ASHR, Byte.SIZE));
    }

    /** Ones in the bytes of a vector but the first {@code known}. */
    static ByteVector newBytes(int known) {
        return ByteVector.fromArray(BYTES, NEW_BYTES, MOST_KNOWN - known);
    }

    /** The sum of all lanes: at last of a few longs, which are added up faster than as many shorts. */
    static int sumOfLanes(ShortVector shorts) {
        IntVector pairs = shorts.reinterpretAsInts();
        IntVector ints =
                pairs.lanewise(LSHL, Short.SIZE).lanewise(ASHR, Short.SIZE).add(pairs.lanewise(ASHR, Short.SIZE));
        LongVector longs = ints.reinterpretAsLongs();
        return (int) longs.add(longs.lanewise(LSHR, Integer.SIZE)).reduceLanes(ADD); // of which the low halves count
    }
}
