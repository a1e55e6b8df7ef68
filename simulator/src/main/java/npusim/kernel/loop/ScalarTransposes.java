package npusim.kernel.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The transposes in plain Java. */
final class ScalarTransposes implements Transposes {
    static final ScalarTransposes INSTANCE = new ScalarTransposes();

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    /** Side of the squares in which words are transposed. */
    private static final int SQUARE = 32;

    private ScalarTransposes() {}

    @Override
    public void transpose(
            byte[] source, int[] rows, int height, byte[] target, int[] columns, int width, byte[] panel, boolean far) {
        ByteTranspose.transpose(source, rows, height, target, columns, width);
    }

    @Override
    public int panelBytes(int width) {
        return 0;
    }

    @Override
    public void transpose(int[] source, int[] rows, int height, int[] target, int[] columns, int width, boolean far) {
        for (int row = 0; row < height; row += SQUARE) {
            int rowsEnd = Math.min(height, row + SQUARE);
            for (int column = 0; column < width; column += SQUARE) {
                square(source, rows, row, rowsEnd, target, columns, column, Math.min(width, column + SQUARE));
            }
        }
    }

    private static void square(
            int[] source, int[] rows, int firstRow, int endRow, int[] target, int[] columns, int first, int end) {
        for (int column = first; column < end; column++) {
            int start = columns[column];
            for (int row = firstRow; row < endRow; row++) {
                target[start + row] = source[rows[row] + column];
            }
        }
    }

    @Override
    public void separateFours(byte[] source, int from, byte[] target, int to, int step, int count) {
        ByteTranspose.separateFours(source, from, target, to, step, count);
    }

    @Override
    public void joinFours(byte[] source, int from, int step, byte[] target, int to, int count) {
        ByteTranspose.joinFours(source, from, step, target, to, count);
    }

    @Override
    public void copyRows(
            byte[] source, int from, int fromStep, byte[] target, int to, int toStep, int count, int length) {
        for (int i = 0; i < count; i++) {
            int at = from + i * fromStep;
            int put = to + i * toStep;
            if (length == Integer.BYTES) {
                WORDS.set(target, put, (int) WORDS.get(source, at));
            } else {
                System.arraycopy(source, at, target, put, length);
            }
        }
    }

    @Override
    public void pickRows(
            byte[] source, int from, int[] picks, int first, byte[] target, int to, int count, int length) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(source, from + picks[first + i] * length, target, to + i * length, length);
        }
    }

    @Override
    public int copyAndReadAhead(byte[] source, int from, byte[] target, int to, int count, byte[] next, int nextStart) {
        System.arraycopy(source, from, target, to, count);
        return ReadAhead.touch(next, nextStart, count);
    }

    @Override
    public int copyAndReadAhead(int[] source, int from, int[] target, int to, int count, int[] next, int nextStart) {
        System.arraycopy(source, from, target, to, count);
        return ReadAhead.touch(next, nextStart, count);
    }
}
