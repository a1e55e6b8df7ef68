package npusim.kernel.row;

import npusim.kernel.loop.ByteScaling;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.loop.MatrixProduct;
import npusim.kernel.loop.PackedMatrix;
import npusim.kernel.loop.PackedRows;
import npusim.kernel.loop.ScaledProduct;
import org.jspecify.annotations.Nullable;

/** MATMUL of INT8 [N,H,C] by [N,C,W] → INT32 [N,H,W]. */
public final class MatMulRows implements RowProducer {
    private static final int BLOCK_FLOATS = 1 << 17;

    private final InnerLoops loops;
    private final int batches;
    private final int height;
    private final int depth;
    private final int width;
    private final int leftZeroPoint;
    private final int rightZeroPoint;
    private final PackedMatrix[] right;
    private final int[][] terms;

    /** Right operands so far, for each batch. */
    private final int[] operands;

    /** A product whose right operand arrives by {@link #prepare}. */
    public MatMulRows(
            InnerLoops loops, int batches, int height, int depth, int width, int leftZeroPoint, int rightZeroPoint) {
        this.loops = loops;
        this.batches = batches;
        this.height = height;
        this.depth = depth;
        this.width = width;
        this.leftZeroPoint = leftZeroPoint;
        this.rightZeroPoint = rightZeroPoint;
        this.right = new PackedMatrix[batches];
        this.terms = new int[batches][];
        this.operands = new int[batches];
        for (int batch = 0; batch < batches; batch++) {
            beginBatch(batch);
        }
    }

    private void beginBatch(int batch) {
        boolean often = operands[batch] >= OFTEN;
        right[batch] = new PackedMatrix(loops, depth, width, rightZeroPoint, leftZeroPoint, often);
        terms[batch] = right[batch].terms(new int[width], 0);
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
        return Blocks.rows(BLOCK_FLOATS / Math.max(depth, width), InnerLoops.TILE_ROWS);
    }

    @Override
    public int parts() {
        return batches;
    }

    @Override
    public void prepare(byte @Nullable [] operand, int part) {
        if (operand != null) {
            if (++operands[part] == OFTEN) {
                if (part == 0) {
                    MatrixProduct.compileTilesOfBytes(loops, width);
                }
                beginBatch(part);
            }
            right[part].packRows(operand, part * depth * width);
        }
    }

    @Override
    public void produce(byte[] input, int firstRow, int rowCount, int[] sums, int start, Scratch scratch) {
        int end = firstRow + rowCount;
        for (int row = firstRow; row < end; row = endInBatch(row, end)) {
            int batch = row / height;
            PackedRows left = leftOperand(input, row, endInBatch(row, end), scratch);
            int target = start + (row - firstRow) * width;
            MatrixProduct.multiply(loops, left, right[batch], terms[batch], sums, target);
        }
    }

    @Override
    public @Nullable ScaledRows scaledBy(ByteScaling scaling) {
        ScaledProduct[] products = new ScaledProduct[batches];
        for (int batch = 0; batch < batches; batch++) {
            ScaledProduct product = ScaledProduct.of(loops, right[batch], terms[batch], scaling);
            if (product == null) {
                return null;
            }
            products[batch] = product;
        }
        return (input, firstRow, rowCount, target, start, scratch) -> {
            int end = firstRow + rowCount;
            for (int row = firstRow; row < end; row = endInBatch(row, end)) {
                PackedRows left = leftOperand(input, row, endInBatch(row, end), scratch);
                products[row / height].multiply(left, target, start + (row - firstRow) * width);
            }
        };
    }

    /** The first row behind {@code row} that belongs to another batch, at most {@code end}. */
    private int endInBatch(int row, int end) {
        return Math.min(end, (row / height + 1) * height);
    }

    /** Rows {@code row} to {@code end} of one batch. */
    private PackedRows leftOperand(byte[] input, int row, int end, Scratch scratch) {
        PackedRows left = scratch.left();
        left.setRows(input, row * depth, end - row, right[row / height]);
        return left;
    }
}
