package npusim.kernel.loop;

/**
 * Products of int8 matrices with exact int32 sums, computed in floating point. A float holds every integer up to 2²⁴, so
 * a sum of {@code n} products of magnitude at most {@code m} is exact in any order and on any machine while {@code n · m ≤
 * 2²⁴}; longer sums are cut into pieces of at most that depth which are added as integers, wrapping like the
 * specification's accumulator. Instances hold scratch memory and belong to one thread.
 */
public final class MatrixProduct {
    private static final int EXACT_INTEGERS = 1 << 24;

    /** Rows of a panel that stay in the first-level cache together with the left operand's tile. */
    private static final int CACHED_DEPTH = 256;

    private final InnerLoops loops;
    private final Tile tile;
    private final int[] tileRows = new int[InnerLoops.TILE_ROWS];

    public MatrixProduct(InnerLoops loops) {
        this.loops = loops;
        this.tile = new Tile(loops);
    }

    /** Products that can be summed exactly in a float, given the greatest magnitudes of both operands. */
    public static int exactDepth(int leftMagnitude, int rightMagnitude) {
        return Math.max(1, EXACT_INTEGERS / Math.max(1, Math.multiplyExact(leftMagnitude, rightMagnitude)));
    }

    /**
     * Sets {@code sums} to {@code bias + left · right}, {@code rows} rows of {@code right.columns()} contiguous int32 each.
     *
     * <p>A row of the left operand is made of equally long segments: segment s of row r is {@code left[rowStarts[r] +
     * segmentStarts[s] ..]}, {@code right.depth() / segmentStarts.length} floats. A dense matrix has one segment; the
     * window of a convolution has one for each of its rows.
     *
     * @param leftMagnitude bound of the absolute values in {@code left}
     * @param bias one for each column
     */
    public void multiply(
            float[] left,
            int leftMagnitude,
            int[] rowStarts,
            int[] segmentStarts,
            PackedMatrix right,
            int rows,
            int[] bias,
            int[] sums,
            int sumsStart) {
        int segmentDepth = right.depth() / segmentStarts.length;
        int mostDepth = Math.min(CACHED_DEPTH, exactDepth(leftMagnitude, right.magnitude()));
        int pieces = (segmentDepth + mostDepth - 1) / mostDepth;
        int pieceDepth = (segmentDepth + pieces - 1) / pieces;
        for (int panel = 0; panel < right.panels(); panel++) {
            for (int segment = 0; segment < segmentStarts.length; segment++) {
                for (int k = 0; k < segmentDepth; k += pieceDepth) {
                    Piece piece = new Piece(
                            panel,
                            segment * segmentDepth + k,
                            segmentStarts[segment] + k,
                            Math.min(pieceDepth, segmentDepth - k));
                    multiply(left, rowStarts, right, piece, rows, bias, sums, sumsStart);
                }
            }
        }
    }

    /** Adjacent rows of a panel, the first of which meets column {@code leftOffset} of the left operand. */
    private record Piece(int panel, int row, int leftOffset, int depth) {}

    /** Adds what a piece contributes to the sums, the first one to the bias. */
    private void multiply(
            float[] left,
            int[] rowStarts,
            PackedMatrix right,
            Piece piece,
            int rows,
            int[] bias,
            int[] sums,
            int sumsStart) {
        int columns = right.columns();
        int firstColumn = right.firstColumn(piece.panel());
        int width = right.width(piece.panel());
        int count = Math.min(width, columns - firstColumn);
        boolean first = piece.row() == 0;
        for (int row = 0; row < rows; row += InnerLoops.TILE_ROWS) {
            int tileRowCount = Math.min(InnerLoops.TILE_ROWS, rows - row);
            Tile.rowStarts(rowStarts, row, tileRowCount, tileRows);
            loops.multiplyTile(
                    left,
                    tileRows,
                    piece.leftOffset(),
                    right.values(),
                    right.start(piece.panel(), piece.row()),
                    width,
                    piece.depth(),
                    tile.values);
            int target = sumsStart + row * columns + firstColumn;
            int[] terms = first ? bias : sums;
            tile.add(tileRowCount, count, width, terms, first ? firstColumn : target, sums, target, columns);
        }
    }
}
