package npusim.kernel.loop;

/** Sums in floats of {@link InnerLoops#TILE_ROWS} rows on their way to int32. */
final class Tile {
    final float[] values;
    private final InnerLoops loops;

    Tile(InnerLoops loops) {
        this.loops = loops;
        this.values = new float[InnerLoops.TILE_ROWS * loops.tileColumns()];
    }

    /**
     * Sets {@code rows} rows of {@code columns} sums each to {@code terms} plus what the tile holds.
     *
     * @param width columns of the tile, those beyond {@code columns} left out
     * @param terms one for each column, or the sums themselves
     * @param firstTerm where the first column's term is
     * @param stride sums between the starts of two rows
     */
    void add(int rows, int columns, int width, int[] terms, int firstTerm, int[] sums, int start, int stride) {
        boolean sumUp = terms == sums;
        if (rows == InnerLoops.TILE_ROWS && columns == width) {
            loops.addTile(values, width, terms, firstTerm, sumUp ? stride : 0, sums, start, stride);
            return;
        }
        for (int row = 0; row < rows; row++) {
            int target = start + row * stride;
            if (!sumUp) {
                System.arraycopy(terms, firstTerm, sums, target, columns);
            }
            loops.addFloatsToInts(values, row * width, sums, target, columns);
        }
    }

    /** Starts of the rows of a tile, of which only {@code count} are wanted: the last one stands in for the others. */
    static void rowStarts(int[] starts, int first, int count, int[] tileStarts) {
        for (int i = 0; i < tileStarts.length; i++) {
            tileStarts[i] = starts[first + Math.min(i, count - 1)];
        }
    }
}
