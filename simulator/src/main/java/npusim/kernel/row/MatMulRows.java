package npusim.kernel.row;

import npusim.kernel.loop.InnerLoops;
import npusim.kernel.loop.PackedMatrix;
import org.jspecify.annotations.Nullable;

/** MATMUL of INT8 [N,H,C] by [N,C,W] → INT32 [N,H,W]. */
public final class MatMulRows implements RowProducer {
    private static final int[] ONE_SEGMENT = {0};
    private static final int BLOCK_FLOATS = 1 << 17;

    private final int batches;
    private final int height;
    private final int depth;
    private final int width;
    private final int leftZeroPoint;
    private final int rightZeroPoint;
    private final int[] noBias;
    private final PackedMatrix[] right;

    /** A product whose right operand arrives by {@link #prepare}. */
    public MatMulRows(
            InnerLoops loops, int batches, int height, int depth, int width, int leftZeroPoint, int rightZeroPoint) {
        this.batches = batches;
        this.height = height;
        this.depth = depth;
        this.width = width;
        this.leftZeroPoint = leftZeroPoint;
        this.rightZeroPoint = rightZeroPoint;
        this.noBias = new int[width];
        this.right = new PackedMatrix[batches];
        for (int batch = 0; batch < batches; batch++) {
            right[batch] = new PackedMatrix(loops, depth, width);
        }
    }

    @Override
    public int rows() {
        return batches * height;
    }

    @Override
    public int columns() {
        return width;
    }

    @Override
    public int blockRows() {
        return Blocks.rows(BLOCK_FLOATS / Math.max(depth, width));
    }

    @Override
    public int parts() {
        return batches;
    }

    @Override
    public void prepare(byte @Nullable [] operand, int part) {
        if (operand != null) {
            right[part].packRows(operand, part * depth * width, rightZeroPoint);
        }
    }

    @Override
    public void produce(byte[] input, int firstRow, int rowCount, int[] sums, int start, Scratch scratch) {
        int[] rowStarts = scratch.rowStarts(rowCount);
        for (int row = 0; row < rowCount; row++) {
            rowStarts[row] = row * depth;
        }
        float[] left = scratch.floats(rowCount * depth);
        int row = firstRow;
        int end = firstRow + rowCount;
        while (row < end) {
            int batch = row / height;
            int count = Math.min(end, (batch + 1) * height) - row;
            scratch.loops().bytesToFloats(input, row * depth, leftZeroPoint, left, 0, count * depth);
            scratch.product()
                    .multiply(
                            left,
                            PackedMatrix.magnitudeOf(leftZeroPoint),
                            rowStarts,
                            ONE_SEGMENT,
                            right[batch],
                            count,
                            noBias,
                            sums,
                            start + (row - firstRow) * width);
            row += count;
        }
    }
}
