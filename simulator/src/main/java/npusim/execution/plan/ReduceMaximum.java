package npusim.execution.plan;

import java.util.Arrays;
import npusim.kernel.loop.InnerLoops;

/** REDUCE_MAX of INT8: [outer, axis, inner] → [outer, 1, inner]. */
record ReduceMaximum(InnerLoops loops, int outer, int axis, int inner) implements ArrayKernel {
    /** Maxima that are held side by side when rows are short. */
    private static final int LANES = 128;

    private int slicesInPart() {
        return Math.max(1, PART_ELEMENTS / Math.multiplyExact(axis, inner));
    }

    @Override
    public int parts() {
        return (outer + slicesInPart() - 1) / slicesInPart();
    }

    @Override
    public void run(Object[] inputs, Object output, int part) {
        byte[] source = (byte[]) inputs[0];
        byte[] target = (byte[]) output;
        int end = Math.min(outer, (part + 1) * slicesInPart());
        for (int i = part * slicesInPart(); i < end; i++) {
            if (inner == 1) {
                target[i] = greatest(source, i * axis, axis);
            } else {
                columns(source, i * axis * inner, target, i * inner);
            }
        }
    }

    private byte greatest(byte[] source, int start, int count) {
        byte[] lanes = Arrays.copyOfRange(source, start, start + Math.min(LANES, count));
        for (int done = lanes.length; done < count; done += lanes.length) {
            loops.maximum(source, start + done, lanes, 0, Math.min(lanes.length, count - done));
        }
        byte greatest = Byte.MIN_VALUE;
        for (byte lane : lanes) {
            greatest = (byte) Math.max(greatest, lane);
        }
        return greatest;
    }

    /** The greatest element of each of {@link #inner} columns. */
    private void columns(byte[] source, int start, byte[] target, int targetStart) {
        int count = axis * inner;
        int rows = Math.min(axis, Math.max(1, LANES / inner));
        byte[] lanes = Arrays.copyOfRange(source, start, start + rows * inner);
        for (int done = lanes.length; done < count; done += lanes.length) {
            loops.maximum(source, start + done, lanes, 0, Math.min(lanes.length, count - done));
        }
        System.arraycopy(lanes, 0, target, targetStart, inner);
        for (int lane = inner; lane < lanes.length; lane += inner) {
            for (int column = 0; column < inner; column++) {
                target[targetStart + column] = (byte) Math.max(target[targetStart + column], lanes[lane + column]);
            }
        }
    }
}
