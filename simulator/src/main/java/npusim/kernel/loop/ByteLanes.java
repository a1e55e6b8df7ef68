package npusim.kernel.loop;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/** Bytes of vectors of 512 bits that are exchanged by words, to be inlined into the loops of {@link VectorTranspose}. */
final class ByteLanes {
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

    static void store(IntVector words, VectorMask<Byte> wanted, byte[] target, int start) {
        words.reinterpretAsBytes().intoArray(target, start, wanted);
    }
}
