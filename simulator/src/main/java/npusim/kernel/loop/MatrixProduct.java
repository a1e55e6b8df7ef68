package npusim.kernel.loop;

/**
 * Products of int8 matrices with exact int32 sums, computed in floating point. A float holds every integer up to 2²⁴, so
 * a sum of {@code n} products of magnitude at most {@code m} is exact in any order and on any machine while {@code n · m ≤
 * 2²⁴}; longer sums are cut into pieces of at most that depth which are added as integers, wrapping like the
 * specification's accumulator. Instances hold scratch memory and belong to one thread.
 */
public final class MatrixProduct {
    private static final int EXACT_INTEGERS = 1 << 24;

    private final InnerLoops loops;
    private final float[] tile;
    private final int[] tileRows = new int[InnerLoops.TILE_ROWS];

    public MatrixProduct(InnerLoops loops) {
        this.loops = loops;
        this.tile = new float[InnerLoops.TILE_ROWS * loops.tileColumns()];
    }

    /** Products that can be summed exactly in a float, given the greatest magnitudes of both operands. */
    public static int exactDepth(int leftMagnitude, int rightMagnitude) {
        return Math.max(1, EXACT_INTEGERS / Math.max(1, Math.multiplyExact(leftMagnitude, rightMagnitude)));
    }

    /**
     * Adds {@code left · right} to {@code sums}, {@code rows} rows of {@code right.columns()} contiguous int32 each.
     *
     * <p>A row of the left operand is made of equally long segments: segment s of row r is {@code left[rowStarts[r] +
     * segmentStarts[s] ..]}, {@code right.depth() / segmentStarts.length} floats. A dense matrix has one segment; the
     * window of a convolution has one for each of its rows.
     *
     * @param leftMagnitude bound of the absolute values in {@code left}
     */
    public void accumulate(
            float[] left,
            int leftMagnitude,
            int[] rowStarts,
            int[] segmentStarts,
            PackedMatrix right,
            int rows,
            int[] sums,
            int sumsStart) {
        int segmentDepth = right.depth() / segmentStarts.length;
        int exactDepth = exactDepth(leftMagnitude, right.magnitude());
        int pieces = (segmentDepth + exactDepth - 1) / exactDepth;
        int pieceDepth = (segmentDepth + pieces - 1) / pieces;
        int columns = right.columns();
        for (int panel = 0; panel < right.panels(); panel++) {
            int firstColumn = right.firstColumn(panel);
            int width = right.width(panel);
            int count = Math.min(width, columns - firstColumn);
            for (int row = 0; row < rows; row += InnerLoops.TILE_ROWS) {
                int tileRowCount = Math.min(InnerLoops.TILE_ROWS, rows - row);
                for (int i = 0; i < InnerLoops.TILE_ROWS; i++) {
                    tileRows[i] = rowStarts[row + Math.min(i, tileRowCount - 1)];
                }
                boolean whole = tileRowCount == InnerLoops.TILE_ROWS && count == width;
                int target = sumsStart + row * columns + firstColumn;
                for (int segment = 0; segment < segmentStarts.length; segment++) {
                    for (int k = 0; k < segmentDepth; k += pieceDepth) {
                        loops.multiplyTile(
                                left,
                                tileRows,
                                segmentStarts[segment] + k,
                                right.values(),
                                right.start(panel, segment * segmentDepth + k),
                                width,
                                Math.min(pieceDepth, segmentDepth - k),
                                tile);
                        if (whole) {
                            loops.addTile(tile, width, sums, target, columns);
                        } else {
                            addPart(tileRowCount, count, width, sums, target, columns);
                        }
                    }
                }
            }
        }
    }

    /** Adds the part of a tile that lies within the operands. */
    private void addPart(int rows, int columns, int width, int[] sums, int target, int stride) {
        for (int row = 0; row < rows; row++) {
            loops.addFloatsToInts(tile, row * width, sums, target + row * stride, columns);
        }
    }
}
