package npusim.kernel.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The transposes of {@link ScalarTransposes}, in blocks of eight by eight bytes, or eight by four, that are held in longs: blocks of
 * half the side are exchanged, then of a quarter, then single bytes. At the end of a plane a block overlaps its neighbour
 * rather than being smaller.
 */
final class ByteTranspose {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int SIDE = 8;

    /** Rows, of which the lines that hold some columns stay in the second-level cache while the next columns are read. */
    private static final int STRETCH = 1024;

    private static final int FOUR = 4;
    private static final long WORD = 0xFFFF_FFFFL;
    private static final long PAIRS = 0x0000_FFFF_0000_FFFFL;
    private static final long BYTES = 0x00FF_00FF_00FF_00FFL;

    private ByteTranspose() {}

    /** {@link Transposes#transpose}. */
    static void transpose(byte[] source, int[] rows, int height, byte[] target, int[] columns, int width) {
        if (height < SIDE || width < SIDE) {
            transposeSmall(source, rows, height, target, columns, width);
            return;
        }
        for (int first = 0; first < height; first += STRETCH) {
            int end = Math.min(height, first + STRETCH);
            // Down the columns, so that few lines of the target are written at a time.
            for (int j = 0; j < width; j += SIDE) {
                int column = Math.min(j, width - SIDE);
                for (int i = first; i < end; i += SIDE) {
                    square(source, rows, Math.min(i, height - SIDE), target, columns, column);
                }
            }
        }
    }

    private static void transposeSmall(byte[] source, int[] rows, int height, byte[] target, int[] columns, int width) {
        for (int column = 0; column < width; column++) {
            for (int row = 0; row < height; row++) {
                target[columns[column] + row] = source[rows[row] + column];
            }
        }
    }

    private static void square(byte[] source, int[] rows, int row, byte[] target, int[] columns, int column) {
        long a = (long) LONGS.get(source, rows[row] + column);
        long b = (long) LONGS.get(source, rows[row + 1] + column);
        long c = (long) LONGS.get(source, rows[row + 2] + column);
        long d = (long) LONGS.get(source, rows[row + 3] + column);
        long e = (long) LONGS.get(source, rows[row + 4] + column);
        long f = (long) LONGS.get(source, rows[row + 5] + column);
        long g = (long) LONGS.get(source, rows[row + 6] + column);
        long h = (long) LONGS.get(source, rows[row + 7] + column);
        fourByEight(
                a & WORD | e << 32,
                b & WORD | f << 32,
                c & WORD | g << 32,
                d & WORD | h << 32,
                target,
                columns,
                column,
                row);
        fourByEight(
                a >>> 32 | e & ~WORD,
                b >>> 32 | f & ~WORD,
                c >>> 32 | g & ~WORD,
                d >>> 32 | h & ~WORD,
                target,
                columns,
                column + FOUR,
                row);
    }

    /** Stores four columns of eight rows, given as four bytes of row i and of row i + 4 each. */
    private static void fourByEight(long a, long b, long c, long d, byte[] target, int[] columns, int column, int row) {
        long ac = (a >>> 16 ^ c) & PAIRS;
        long bd = (b >>> 16 ^ d) & PAIRS;
        long first = a ^ ac << 16;
        long second = b ^ bd << 16;
        long third = c ^ ac;
        long fourth = d ^ bd;
        long low = (first >>> 8 ^ second) & BYTES;
        long high = (third >>> 8 ^ fourth) & BYTES;
        LONGS.set(target, columns[column] + row, first ^ low << 8);
        LONGS.set(target, columns[column + 1] + row, second ^ low);
        LONGS.set(target, columns[column + 2] + row, third ^ high << 8);
        LONGS.set(target, columns[column + 3] + row, fourth ^ high);
    }

    /** {@link Transposes#separateFours}. */
    static void separateFours(byte[] source, int from, byte[] target, int to, int step, int count) {
        for (int column = 0; column < FOUR; column++) {
            int start = to + column * step;
            int position = from + column;
            for (int row = 0; row < count; row++) {
                target[start + row] = source[position];
                position += FOUR;
            }
        }
    }

    /** {@link Transposes#joinFours}. */
    static void joinFours(byte[] source, int from, int step, byte[] target, int to, int count) {
        for (int column = 0; column < count; column++) {
            int start = to + FOUR * column;
            target[start] = source[from + column];
            target[start + 1] = source[from + step + column];
            target[start + 2] = source[from + 2 * step + column];
            target[start + 3] = source[from + 3 * step + column];
        }
    }
}
