package npusim.kernel.loop;

import java.util.Arrays;

/**
 * The right operand of a matrix product, {@code depth} rows by {@code columns}, held as floats with the zero point taken
 * off and laid out for {@link InnerLoops#multiplyTile}: panels of adjacent columns one after the other, each with its rows
 * contiguous. Panels are of one width, that of {@link InnerLoops#tileWidths} which leaves the fewest columns to fill the last
 * one up; these are zero.
 */
public final class PackedMatrix {
    /** Time of a column in a tile that is not of the preferred width, over that in one that is. */
    private static final double LATER_WIDTH_COST = 1.25;

    /** Bound of the absolute values of an int8. */
    static final int INT8_MAGNITUDE = 128;

    private final InnerLoops loops;
    private final int depth;
    private final int columns;
    private final int zeroPoint;
    private final int width;
    private final int pieces;
    private final int pieceDepth;
    private final float[] values;

    /** An operand of this size, to be filled by one of the pack methods. */
    public PackedMatrix(InnerLoops loops, int depth, int columns, int zeroPoint) {
        this.loops = loops;
        this.depth = depth;
        this.columns = columns;
        this.zeroPoint = zeroPoint;
        this.width = bestWidth(loops.tileWidths(), columns);
        int exactDepth = Tile.exactDepth(INT8_MAGNITUDE, magnitudeOf(zeroPoint));
        this.pieces = Math.ceilDiv(depth, Math.min(exactDepth, PackedRows.MOST_DEPTH));
        this.pieceDepth = Math.ceilDiv(depth, pieces);
        this.values = new float[Math.multiplyExact(depth, paddedColumns())];
    }

    private static int bestWidth(int[] widths, int columns) {
        int best = widths[0];
        for (int width : widths) {
            if (LATER_WIDTH_COST * Math.ceilDiv(columns, width) * width < Math.ceilDiv(columns, best) * best) {
                best = width;
            }
        }
        return best;
    }

    /** Greatest absolute value of {@code int8 - zeroPoint}. */
    public static int magnitudeOf(int zeroPoint) {
        return Math.max(Math.abs(Byte.MIN_VALUE - zeroPoint), Math.abs(Byte.MAX_VALUE - zeroPoint));
    }

    public int depth() {
        return depth;
    }

    public int columns() {
        return columns;
    }

    /** Products that are summed in floating point before they are added up as integers. */
    int pieceDepth() {
        return pieceDepth;
    }

    /** Pieces that the depth is cut into. */
    int pieces() {
        return pieces;
    }

    /** Columns of a panel. */
    int width() {
        return width;
    }

    /** Columns of all panels together. */
    int paddedColumns() {
        return Math.ceilDiv(columns, width) * width;
    }

    /** Where row {@code row} of the panel that begins with column {@code firstColumn} starts in {@link #values}. */
    int start(int firstColumn, int row) {
        return firstColumn * depth + row * width;
    }

    float[] values() {
        return values;
    }

    /** Fills the operand from {@code source[start + row · columns + column]}. */
    public PackedMatrix packRows(byte[] source, int start) {
        for (int first = 0; first < columns; first += width) {
            int count = Math.min(width, columns - first);
            for (int row = 0; row < depth; row++) {
                int target = start(first, row);
                loops.bytesToFloats(source, start + row * columns + first, zeroPoint, values, target, count);
                Arrays.fill(values, target + count, target + width, 0f);
            }
        }
        return this;
    }

    /** Fills the operand from {@code source[start + column · depth + row]}, the layout of convolution weights. */
    public PackedMatrix packColumns(byte[] source, int start) {
        for (int column = 0; column < columns; column++) {
            int from = start + column * depth;
            int to = start(column / width * width, 0) + column % width;
            for (int row = 0; row < depth; row++) {
                values[to + row * width] = source[from + row] - zeroPoint;
            }
        }
        return this;
    }

    /**
     * The {@link Tile#term} of each column for a product whose left operand still contains its zero point: the bias is less by
     * the zero point times the sum of the column. There are as many as panels have columns.
     */
    public int[] terms(int[] bias, int leftZeroPoint) {
        int[] terms = new int[paddedColumns()];
        if (leftZeroPoint != 0) {
            sumColumns(terms);
        }
        for (int column = 0; column < columns; column++) {
            terms[column] = Tile.term(bias[column] - leftZeroPoint * terms[column], pieces);
        }
        return terms;
    }

    /** Sets {@code sums} to those of the panels' columns: the product with a row of ones. */
    private void sumColumns(int[] sums) {
        float[] ones = new float[InnerLoops.TILE_ROWS * PackedRows.STRIDE];
        Arrays.fill(ones, 0, pieceDepth, 1f);
        int[] nothing = new int[width];
        Arrays.fill(nothing, Tile.term(0, pieces));
        Tile tile = new Tile(InnerLoops.TILE_ROWS, width);
        for (int first = 0; first < columns; first += width) {
            tile.begin(1, width, sums, first, 0, nothing, 0);
            for (int row = 0; row < depth; row += pieceDepth) {
                loops.multiplyTile(tile, ones, 0, values, start(first, row), Math.min(pieceDepth, depth - row));
                tile.addFromNowOn();
            }
            tile.end();
        }
    }
}
