package npusim.kernel.loop;

/**
 * Products of int8 matrices with exact int32 sums, computed in floating point. Sums are cut into pieces that {@link
 * InnerLoops#multiplyTile} computes exactly and that are added as integers, wrapping like the specification's accumulator.
 */
public final class MatrixProduct {
    private MatrixProduct() {}

    /**
     * Has what a product by so many columns needs compiled, if it is tiles of bytes: where C2 meets their loops in the middle of a
     * long product, it takes several times as long.
     */
    public static void compileTilesOfBytes(InnerLoops loops, int columns) {
        int depth = FewColumns.LANES;
        PackedMatrix right = new PackedMatrix(loops, depth, columns, 0, 0, true);
        if (right.takesBytes()) {
            PackedRows left = new PackedRows(loops);
            left.setRows(new byte[depth], 0, 1, right);
            int[] terms = right.terms(new int[columns], 0);
            int[] sums = new int[columns];
            WarmUp.compile(() -> multiply(loops, left, right, terms, sums, 0));
        }
    }

    /**
     * Sets {@code sums} to {@code terms + left · right}, rows of {@code right.columns()} contiguous int32.
     *
     * @param left with its zero point in it
     * @param terms {@link PackedMatrix#terms} of the right operand
     */
    public static void multiply(
            InnerLoops loops, PackedRows left, PackedMatrix right, int[] terms, int[] sums, int sumsStart) {
        int columns = right.columns();
        Tile tile = left.tile(right);
        for (int k = 0; k < right.depth(); k += right.pieceDepth()) {
            int depth = Math.min(right.pieceDepth(), right.depth() - k);
            for (int panel = 0; panel < right.panels(); panel++) {
                int first = right.firstColumn(panel);
                int done = panel * right.width() - first;
                for (int row = 0; row < left.rows(); row += tile.rows) {
                    int rows = left.rows() - row;
                    int start = sumsStart + row * columns + first;
                    if (k == 0) {
                        int wanted = right.wantedColumns();
                        tile.begin(rows, wanted, sums, start, columns, terms, panel * right.width());
                    } else {
                        int wanted = right.wantedColumns() - done; // those of the panel before have been added to
                        tile.beginAdding(rows, done, wanted, sums, start + done, columns);
                    }
                    left.multiply(tile, row, k, right, panel, depth);
                    tile.end(loops);
                }
            }
        }
        if (right.last().count() > 0) {
            loops.multiplyFewColumns(left, right, terms, sums, sumsStart);
        }
    }
}
