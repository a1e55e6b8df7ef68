package npusim.kernel.loop;

import java.util.Arrays;

/**
 * The right operand of a matrix product, {@code depth} rows by {@code columns}, held as floats with the zero point taken
 * off and laid out for {@link InnerLoops#multiplyTile}: panels of adjacent columns one after the other, each with its rows
 * contiguous. Panels are of one width, that of {@link InnerLoops#tileWidths} which computes the fewest columns for nothing: the
 * last panel begins with some of the one before, and a single one is filled up with zeros. Where the left operand stays bytes,
 * the columns that fill no panel are {@link FewColumns} instead.
 */
public final class PackedMatrix {
    /** Time of a column in a tile that is not of the preferred width, over that in one that is. */
    private static final double LATER_WIDTH_COST = 1.25;

    /** As above, of a column in a tile of {@link InnerLoops#multiplyTileOfBytes}. */
    private static final double BYTES_COST = 1.15;

    /** As above, of one of {@link FewColumns}. */
    private static final double FEW_COST = 2;

    /** The deepest piece for a tile of bytes, whose panel is in the second-level cache. */
    private static final int MOST_BYTES_DEPTH = 512;

    /** Bound of the absolute values of an int8. */
    static final int INT8_MAGNITUDE = 128;

    private final InnerLoops loops;
    private final int depth;
    private final int columns;
    private final int zeroPoint;
    private final int leftZeroPoint;
    private final boolean takesBytes;
    private final int width;
    private final int pieces;
    private final int pieceDepth;
    private final float[] values;
    private final FewColumns last;

    /** An operand of this size, to be filled by one of the pack methods, for a left operand with its zero point in it. */
    public PackedMatrix(InnerLoops loops, int depth, int columns, int zeroPoint) {
        this(loops, depth, columns, zeroPoint, 0, false);
    }

    /**
     * As above, for a left operand whose zero point is taken off.
     *
     * @param often whether so many products follow that it pays to compile another kind of tile for them
     */
    public PackedMatrix(InnerLoops loops, int depth, int columns, int zeroPoint, int leftZeroPoint, boolean often) {
        this.loops = loops;
        this.depth = depth;
        this.columns = columns;
        this.zeroPoint = zeroPoint;
        this.leftZeroPoint = leftZeroPoint;
        int leftMagnitude = magnitudeOf(leftZeroPoint);
        int magnitude = magnitudeOf(zeroPoint);
        int bytesWidth = loops.byteTileWidth();
        int bestWidth = bestWidth(loops, columns);
        this.takesBytes = often
                && bytesWidth > 0
                && FewColumns.isExact(depth, leftMagnitude, magnitude)
                && costOfBytes(bytesWidth, columns) < costOfFloats(loops, bestWidth, columns);
        this.width = takesBytes ? bytesWidth : bestWidth;
        int exactDepth = Tile.exactDepth(leftMagnitude, magnitude);
        this.pieces = Math.ceilDiv(
                depth,
                takesBytes
                        ? Math.min(InnerLoops.EXACT_BYTES * exactDepth, MOST_BYTES_DEPTH)
                        : Math.min(exactDepth, PackedRows.MOST_DEPTH));
        this.pieceDepth = Math.ceilDiv(depth, pieces);
        this.values = new float[Math.multiplyExact(depth, panels() * width)];
        int inPanels = Math.min(columns, panels() * width);
        this.last = new FewColumns(depth, inPanels, columns - inPanels, zeroPoint);
    }

    private static int bestWidth(InnerLoops loops, int columns) {
        int best = loops.tileWidths()[0];
        for (int width : loops.tileWidths()) {
            best = costOfFloats(loops, width, columns) < costOfFloats(loops, best, columns) ? width : best;
        }
        return best;
    }

    /** Columns that are computed in panels of a width, as many as would take as long in one that is preferred. */
    private static double costOfFloats(InnerLoops loops, int width, int columns) {
        int computed = Math.ceilDiv(columns, width) * width;
        return width == loops.tileWidths()[0] ? computed : LATER_WIDTH_COST * computed;
    }

    /** As above, for {@link InnerLoops#multiplyTileOfBytes}. */
    private static double costOfBytes(int width, int columns) {
        int few = columns % width;
        return BYTES_COST * (columns - few + FEW_COST * FewColumns.groups(few) * FewColumns.WIDTH);
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

    /** What is taken off each element of the left operand. */
    int leftZeroPoint() {
        return leftZeroPoint;
    }

    /** Whether the left operand stays bytes, for {@link InnerLoops#multiplyTileOfBytes}. */
    boolean takesBytes() {
        return takesBytes;
    }

    /** The columns behind the panels; none unless {@link #takesBytes}. */
    FewColumns last() {
        return last;
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

    int panels() {
        return takesBytes ? columns / width : Math.ceilDiv(columns, width);
    }

    /** The first column of a panel: the last one overlaps the one before where it would reach beyond the last column. */
    int firstColumn(int panel) {
        return Math.min(panel * width, Math.max(0, columns - width));
    }

    /** Columns of a panel that are no filling. */
    int wantedColumns() {
        return Math.min(width, columns);
    }

    /** Where row {@code row} of a panel starts in {@link #values}. */
    int start(int panel, int row) {
        return (panel * depth + row) * width;
    }

    float[] values() {
        return values;
    }

    /** Fills the operand from {@code source[start + row · columns + column]}. */
    public PackedMatrix packRows(byte[] source, int start) {
        int count = wantedColumns();
        for (int panel = 0; panel < panels(); panel++) {
            int from = start + firstColumn(panel);
            loops.bytesToFloats(source, from, columns, zeroPoint, values, start(panel, 0), width, depth, count);
            for (int row = 0; row < depth && count < width; row++) {
                int target = start(panel, row);
                Arrays.fill(values, target + count, target + width, 0f);
            }
        }
        last.pack(loops, source, start, columns, 1);
        return this;
    }

    /** Fills the operand from {@code source[start + column · depth + row]}, the layout of convolution weights. */
    public PackedMatrix packColumns(byte[] source, int start) {
        for (int panel = 0; panel < panels(); panel++) {
            for (int column = 0; column < wantedColumns(); column++) {
                int from = start + (firstColumn(panel) + column) * depth;
                int to = start(panel, 0) + column;
                for (int row = 0; row < depth; row++) {
                    values[to + row * width] = source[from + row] - zeroPoint;
                }
            }
        }
        last.pack(loops, source, start, 1, depth);
        return this;
    }

    /**
     * The {@link Tile#term} of each column of each panel for a product whose left operand still contains its zero point: the
     * bias is less by the zero point times the sum of the column. Behind them that bias of each of {@link #last}.
     */
    public int[] terms(int[] bias, int leftZeroPoint) {
        int[] sums = leftZeroPoint == 0 ? new int[columns] : columnSums();
        int[] terms = new int[panels() * width + last.count()];
        for (int panel = 0; panel < panels(); panel++) {
            for (int i = 0; i < wantedColumns(); i++) {
                int column = firstColumn(panel) + i;
                terms[panel * width + i] = Tile.term(bias[column] - leftZeroPoint * sums[column], pieces);
            }
        }
        for (int column = last.first(); column < columns; column++) {
            terms[column] = bias[column] - leftZeroPoint * sums[column];
        }
        return terms;
    }

    /** The product with a row of ones. */
    private int[] columnSums() {
        PackedRows ones = new PackedRows(loops);
        ones.resize(1, this);
        ones.fill(0, 0, 1, depth);
        int[] terms = new int[panels() * width];
        Arrays.fill(terms, Tile.term(0, pieces));
        int[] sums = new int[columns];
        MatrixProduct.multiply(loops, ones, this, terms, sums, 0);
        return sums;
    }
}
