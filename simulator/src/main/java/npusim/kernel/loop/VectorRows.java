package npusim.kernel.loop;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link Transposes#copyRows} of {@link #LEAST} to {@link #MOST} bytes, by two or three vectors, of which the last overlaps the one before. */
final class VectorRows {
    static final int LEAST = 16;

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;

    static final int MOST = 3 * BYTES.length();

    private VectorRows() {}

    static void copy(byte[] source, int from, int fromStep, byte[] target, int to, int toStep, int count, int length) {
        if (length > 2 * BYTES.length()) {
            byThree(source, from, fromStep, target, to, toStep, count, length);
        } else if (length > 64) {
            byTwo64(source, from, fromStep, target, to, toStep, count, length);
        } else if (length > 32) {
            byTwo32(source, from, fromStep, target, to, toStep, count, length);
        } else {
            byTwo16(source, from, fromStep, target, to, toStep, count, length);
        }
    }

    private static void byTwo16(
            byte[] source, int from, int fromStep, byte[] target, int to, int toStep, int count, int length) {
        ByteLanes.copyRows(ByteVector.SPECIES_128, source, from, fromStep, target, to, toStep, count, length);
    }

    private static void byTwo32(
            byte[] source, int from, int fromStep, byte[] target, int to, int toStep, int count, int length) {
        ByteLanes.copyRows(ByteVector.SPECIES_256, source, from, fromStep, target, to, toStep, count, length);
    }

    private static void byTwo64(
            byte[] source, int from, int fromStep, byte[] target, int to, int toStep, int count, int length) {
        ByteLanes.copyRows(ByteVector.SPECIES_512, source, from, fromStep, target, to, toStep, count, length);
    }

    private static void byThree(
            byte[] source, int from, int fromStep, byte[] target, int to, int toStep, int count, int length) {
        int last = length - BYTES.length();
        for (int i = 0; i < count; i++) {
            int at = from + i * fromStep;
            int put = to + i * toStep;
            ByteVector start = ByteVector.fromArray(BYTES, source, at);
            ByteVector middle = ByteVector.fromArray(BYTES, source, at + BYTES.length());
            ByteVector end = ByteVector.fromArray(BYTES, source, at + last);
            start.intoArray(target, put);
            middle.intoArray(target, put + BYTES.length());
            end.intoArray(target, put + last);
        }
    }
}
