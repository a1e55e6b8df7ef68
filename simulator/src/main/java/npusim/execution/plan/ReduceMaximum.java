package npusim.execution.plan;

import java.util.Arrays;
import npusim.kernel.loop.Reductions;
import npusim.kernel.row.Scratch;

/** REDUCE_MAX of INT8: [outer, axis, inner] → [outer, 1, inner]. */
record ReduceMaximum(Reductions loops, int outer, int axis, int inner) implements ArrayKernel {
    /** Maxima that are held side by side when rows are short. */
    private static final int LANES = 128;

    @Override
    public int units() {
        return outer;
    }

    @Override
    public int unitElements() {
        return Math.multiplyExact(axis, inner);
    }

    @Override
    public void run(Object[] inputs, Object output, int first, int end, Scratch scratch) {
        byte[] source = (byte[]) inputs[0];
        byte[] target = (byte[]) output;
        if (inner == 1) {
            loops.rowMaxima(source, first * axis, axis, target, first, end - first);
            return;
        }
        if (Integer.bitCount(inner) == 1 && inner < LANES) { // divides the lanes of any vector that is longer
            loops.columnMaxima(source, first * axis * inner, axis, inner, target, first * inner, end - first);
            return;
        }
        for (int i = first; i < end; i++) {
            columns(source, i * axis * inner, target, i * inner);
        }
    }

    /** The greatest element of each of {@link #inner} columns. */
    private void columns(byte[] source, int start, byte[] target, int targetStart) {
        int count = axis * inner;
        int rows = Math.min(axis, Math.max(1, LANES / inner));
        byte[] lanes = Arrays.copyOfRange(source, start, start + rows * inner);
        for (int done = lanes.length; done < count; done += lanes.length) {
            loops.maximum(source, start + done, lanes, 0, Math.min(lanes.length, count - done));
        }
        while (rows > 1) {
            int half = rows / 2;
            loops.maximum(lanes, (rows - half) * inner, lanes, 0, half * inner);
            rows -= half;
        }
        System.arraycopy(lanes, 0, target, targetStart, inner);
    }
}
