package npusim.execution.plan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Transposes a plane of bytes in blocks of eight by eight, or eight by four, that are held in longs: blocks of half the
 * side are exchanged, then of a quarter, then single bytes. At the end of a plane a block overlaps its neighbour rather
 * than being smaller.
 */
final class ByteTranspose {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int SIDE = 8;
    private static final int HALF = 4;
    private static final long WORD = 0xFFFF_FFFFL;
    private static final long PAIRS = 0x0000_FFFF_0000_FFFFL;
    private static final long BYTES = 0x00FF_00FF_00FF_00FFL;

    private ByteTranspose() {}

    /**
     * {@code target[to + column · targetStep + row] = source[from + row · sourceStep + column]} for {@code height} rows
     * and {@code width} columns.
     */
    static void copy(
            byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep, int height, int width) {
        int blockHeight = height >= SIDE ? SIDE : HALF;
        int blockWidth = width >= SIDE ? SIDE : HALF;
        if (height < HALF || width < HALF || blockHeight + blockWidth == 2 * HALF) {
            copySmall(source, from, sourceStep, target, to, targetStep, height, width);
            return;
        }
        // Down the columns, so that few lines of the target are written at a time.
        for (int j = 0; j < width; j += blockWidth) {
            int column = Math.min(j, width - blockWidth);
            for (int i = 0; i < height; i += blockHeight) {
                int row = Math.min(i, height - blockHeight);
                int start = from + row * sourceStep + column;
                int end = to + column * targetStep + row;
                if (blockHeight == HALF) {
                    fourRows(source, start, sourceStep, target, end, targetStep);
                } else if (blockWidth == HALF) {
                    fourColumns(source, start, sourceStep, target, end, targetStep);
                } else {
                    square(source, start, sourceStep, target, end, targetStep);
                }
            }
        }
    }

    private static void copySmall(
            byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep, int height, int width) {
        for (int column = 0; column < width; column++) {
            for (int row = 0; row < height; row++) {
                target[to + column * targetStep + row] = source[from + row * sourceStep + column];
            }
        }
    }

    private static void square(byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep) {
        long a = (long) LONGS.get(source, from);
        long b = (long) LONGS.get(source, from + sourceStep);
        long c = (long) LONGS.get(source, from + 2 * sourceStep);
        long d = (long) LONGS.get(source, from + 3 * sourceStep);
        long e = (long) LONGS.get(source, from + 4 * sourceStep);
        long f = (long) LONGS.get(source, from + 5 * sourceStep);
        long g = (long) LONGS.get(source, from + 6 * sourceStep);
        long h = (long) LONGS.get(source, from + 7 * sourceStep);
        fourByEight(
                a & WORD | e << 32, b & WORD | f << 32, c & WORD | g << 32, d & WORD | h << 32, target, to, targetStep);
        fourByEight(
                a >>> 32 | e & ~WORD,
                b >>> 32 | f & ~WORD,
                c >>> 32 | g & ~WORD,
                d >>> 32 | h & ~WORD,
                target,
                to + HALF * targetStep,
                targetStep);
    }

    private static void fourColumns(byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep) {
        fourByEight(
                pair(source, from, sourceStep),
                pair(source, from + sourceStep, sourceStep),
                pair(source, from + 2 * sourceStep, sourceStep),
                pair(source, from + 3 * sourceStep, sourceStep),
                target,
                to,
                targetStep);
    }

    /** Four bytes of a row and of the fourth row after it. */
    private static long pair(byte[] source, int from, int sourceStep) {
        long low = (int) INTS.get(source, from) & WORD;
        long high = (int) INTS.get(source, from + HALF * sourceStep);
        return low | high << 32;
    }

    /** Stores four columns of eight rows, given as four bytes of row i and of row i + 4 each. */
    private static void fourByEight(long a, long b, long c, long d, byte[] target, int to, int targetStep) {
        long ac = (a >>> 16 ^ c) & PAIRS;
        long bd = (b >>> 16 ^ d) & PAIRS;
        long first = a ^ ac << 16;
        long second = b ^ bd << 16;
        long third = c ^ ac;
        long fourth = d ^ bd;
        long low = (first >>> 8 ^ second) & BYTES;
        long high = (third >>> 8 ^ fourth) & BYTES;
        LONGS.set(target, to, first ^ low << 8);
        LONGS.set(target, to + targetStep, second ^ low);
        LONGS.set(target, to + 2 * targetStep, third ^ high << 8);
        LONGS.set(target, to + 3 * targetStep, fourth ^ high);
    }

    private static void fourRows(byte[] source, int from, int sourceStep, byte[] target, int to, int targetStep) {
        long a = (long) LONGS.get(source, from);
        long b = (long) LONGS.get(source, from + sourceStep);
        long c = (long) LONGS.get(source, from + 2 * sourceStep);
        long d = (long) LONGS.get(source, from + 3 * sourceStep);
        long ab = (a >>> 8 ^ b) & BYTES;
        long cd = (c >>> 8 ^ d) & BYTES;
        long first = a ^ ab << 8;
        long second = b ^ ab;
        long third = c ^ cd << 8;
        long fourth = d ^ cd;
        long low = (first >>> 16 ^ third) & PAIRS;
        long high = (second >>> 16 ^ fourth) & PAIRS;
        storePair(first ^ low << 16, target, to, targetStep);
        storePair(second ^ high << 16, target, to + targetStep, targetStep);
        storePair(third ^ low, target, to + 2 * targetStep, targetStep);
        storePair(fourth ^ high, target, to + 3 * targetStep, targetStep);
    }

    /** Stores four bytes to a row and four to the fourth row after it. */
    private static void storePair(long values, byte[] target, int to, int targetStep) {
        INTS.set(target, to, (int) values);
        INTS.set(target, to + HALF * targetStep, (int) (values >>> 32));
    }
}
