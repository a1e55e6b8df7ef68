package npusim.kernel.loop;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Transposes#copyRows} of {@link #LEAST} to {@link #MOST} bytes and {@link Transposes#pickRows} of up to {@link #MOST_PICKED}: by one
 * to four vectors, of which the last overlaps the one before. The fewer instructions a row takes, the more rows the processor
 * reads at a time, so that each number of vectors has a loop without branches.
 */
final class VectorRows {
    static final int LEAST = 16;

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;

    static final int MOST = 3 * BYTES.length();

    static final int MOST_PICKED = 4 * BYTES.length();

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

    /** {@link Transposes#pickRows} of {@link #LEAST} to {@link #MOST_PICKED} bytes. */
    static void pick(byte[] source, int from, int[] picks, int first, byte[] target, int to, int count, int length) {
        int vector = BYTES.length();
        if (length > 3 * vector) {
            byFourPicked(source, from, picks, first, target, to, count, length);
        } else if (length > 2 * vector) {
            byThreePicked(source, from, picks, first, target, to, count, length);
        } else if (length > 64) {
            byTwo64Picked(source, from, picks, first, target, to, count, length);
        } else if (length == 64 && vector == 64) {
            by64Picked(source, from, picks, first, target, to, count);
        } else if (length > 32) {
            byTwo32Picked(source, from, picks, first, target, to, count, length);
        } else if (length == 32) {
            by32Picked(source, from, picks, first, target, to, count);
        } else if (length > LEAST) {
            byTwo16Picked(source, from, picks, first, target, to, count, length);
        } else {
            by16Picked(source, from, picks, first, target, to, count);
        }
    }

    private static void by16Picked(byte[] source, int from, int[] picks, int first, byte[] target, int to, int count) {
        ByteLanes.pickVectors(ByteVector.SPECIES_128, source, from, picks, first, target, to, count);
    }

    private static void by32Picked(byte[] source, int from, int[] picks, int first, byte[] target, int to, int count) {
        ByteLanes.pickVectors(ByteVector.SPECIES_256, source, from, picks, first, target, to, count);
    }

    private static void by64Picked(byte[] source, int from, int[] picks, int first, byte[] target, int to, int count) {
        ByteLanes.pickVectors(ByteVector.SPECIES_512, source, from, picks, first, target, to, count);
    }

    private static void byTwo16Picked(
            byte[] source, int from, int[] picks, int first, byte[] target, int to, int count, int length) {
        ByteLanes.pickRows(ByteVector.SPECIES_128, source, from, picks, first, target, to, count, length);
    }

    private static void byTwo32Picked(
            byte[] source, int from, int[] picks, int first, byte[] target, int to, int count, int length) {
        ByteLanes.pickRows(ByteVector.SPECIES_256, source, from, picks, first, target, to, count, length);
    }

    private static void byTwo64Picked(
            byte[] source, int from, int[] picks, int first, byte[] target, int to, int count, int length) {
        ByteLanes.pickRows(ByteVector.SPECIES_512, source, from, picks, first, target, to, count, length);
    }

    private static void byThreePicked(
            byte[] source, int from, int[] picks, int first, byte[] target, int to, int count, int length) {
        int last = length - BYTES.length();
        for (int i = 0; i < count; i++) {
            int at = from + picks[first + i] * length;
            int put = to + i * length;
            ByteVector start = ByteVector.fromArray(BYTES, source, at);
            ByteVector middle = ByteVector.fromArray(BYTES, source, at + BYTES.length());
            ByteVector end = ByteVector.fromArray(BYTES, source, at + last);
            start.intoArray(target, put);
            middle.intoArray(target, put + BYTES.length());
            end.intoArray(target, put + last);
        }
    }

    private static void byFourPicked(
            byte[] source, int from, int[] picks, int first, byte[] target, int to, int count, int length) {
        int last = length - BYTES.length();
        for (int i = 0; i < count; i++) {
            int at = from + picks[first + i] * length;
            int put = to + i * length;
            ByteVector a = ByteVector.fromArray(BYTES, source, at);
            ByteVector b = ByteVector.fromArray(BYTES, source, at + BYTES.length());
            ByteVector c = ByteVector.fromArray(BYTES, source, at + 2 * BYTES.length());
            ByteVector d = ByteVector.fromArray(BYTES, source, at + last);
            a.intoArray(target, put);
            b.intoArray(target, put + BYTES.length());
            c.intoArray(target, put + 2 * BYTES.length());
            d.intoArray(target, put + last);
        }
    }
}
