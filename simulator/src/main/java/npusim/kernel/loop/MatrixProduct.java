package npusim.kernel.loop;

/**
 * Products of int8 matrices with exact int32 sums, computed in floating point. Sums are cut into pieces that {@link
 * InnerLoops#multiplyTile} computes exactly and that are added as integers, wrapping like the specification's accumulator.
 */
public final class MatrixProduct {
    private MatrixProduct() {}

    /**
     * Sets {@code sums} to {@code terms + left · right}, rows of {@code right.columns()} contiguous int32.
     *
     * @param left with its zero point in it
     * @param terms {@link PackedMatrix#terms} of the right operand
     */
    public static void multiply(
            InnerLoops loops, PackedRows left, PackedMatrix right, int[] terms, int[] sums, int sumsStart) {
        int columns = right.columns();
        int width = right.width();
        Tile tile = new Tile(InnerLoops.TILE_ROWS, width);
        for (int column = 0; column < columns; column += width) {
            int wanted = Math.min(width, columns - column);
            for (int row = 0, count; row < left.rows(); row += count) {
                count = tile.rowsAtOnce(left.rows() - row, wanted, right.pieces() == 1);
                tile.begin(count, wanted, sums, sumsStart + row * columns + column, columns, terms, column);
                for (int k = 0; k < right.depth(); k += right.pieceDepth()) {
                    int depth = Math.min(right.pieceDepth(), right.depth() - k);
                    int rightStart = right.start(column, k);
                    loops.multiplyTile(tile, left.values(), left.start(k, row), right.values(), rightStart, depth);
                    tile.addFromNowOn();
                }
                tile.end();
            }
        }
    }
}
