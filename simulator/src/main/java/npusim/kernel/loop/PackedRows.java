package npusim.kernel.loop;

import java.util.Arrays;

/**
 * The left operand of a matrix product, some rows of int8 held as floats: cut into pieces of {@link PackedMatrix#pieceDepth}
 * columns, all rows of a piece one after the other, {@link #STRIDE} floats apart. Belongs to one thread and is filled anew
 * for each block of rows.
 */
public final class PackedRows {
    /** The deepest piece: then a panel of the right operand stays in the first-level cache while all rows pass. */
    static final int MOST_DEPTH = 192;

    /** Floats between the starts of two rows: a constant, see {@link VectorTiles}. */
    static final int STRIDE = MOST_DEPTH + 16;

    private static final int FEWEST_FOR_A_LOOP = 16;

    private final InnerLoops loops;
    private float[] values = {};
    private Tile tile = new Tile(0, 0);
    private int rows;
    private int rowsPerPiece;
    private int pieceDepth;

    public PackedRows(InnerLoops loops) {
        this.loops = loops;
    }

    /** Makes room for {@code rows} rows, to be multiplied by {@code right}. Their content is open until set. */
    public void resize(int rows, PackedMatrix right) {
        this.rows = rows;
        pieceDepth = right.pieceDepth();
        rowsPerPiece = rows + InnerLoops.FORM_ROWS - 1; // a form may begin with the last row
        int length = Math.multiplyExact(Math.ceilDiv(right.depth(), pieceDepth), rowsPerPiece * STRIDE);
        if (values.length < length) {
            values = new float[length];
        }
    }

    int rows() {
        return rows;
    }

    /** A tile of this width, whose memory is kept from one product to the next. */
    Tile tile(int width) {
        if (tile.width != width) {
            tile = new Tile(InnerLoops.TILE_ROWS, width);
        }
        return tile;
    }

    float[] values() {
        return values;
    }

    /** Where a row of the piece that begins at column {@code firstColumn} starts. */
    int start(int firstColumn, int row) {
        return (firstColumn / pieceDepth * rowsPerPiece + row) * STRIDE;
    }

    /** Sets {@code count} columns of a row from {@code column} on to {@code source[start ..]}. */
    public void put(int row, int column, byte[] source, int start, int count) {
        if (column + count <= pieceDepth) { // the first piece, whose place is known without divisions
            copy(source, start, row * STRIDE + column, count);
            return;
        }
        int from = start;
        int inPiece = column % pieceDepth;
        int target = start(column, row) + inPiece;
        for (int left = count; left > 0; ) {
            int length = Math.min(left, pieceDepth - inPiece);
            copy(source, from, target, length);
            left -= length;
            from += length;
            target += rowsPerPiece * STRIDE - inPiece;
            inPiece = 0;
        }
    }

    private void copy(byte[] source, int from, int target, int length) {
        if (length < FEWEST_FOR_A_LOOP) {
            for (int i = 0; i < length; i++) {
                values[target + i] = source[from + i];
            }
        } else {
            loops.bytesToFloats(source, from, 0, values, target, length);
        }
    }

    /** Sets {@code count} columns of a row from {@code column} on to one value. */
    public void fill(int row, int column, int value, int count) {
        int inPiece = column % pieceDepth;
        int target = start(column, row) + inPiece;
        for (int left = count; left > 0; ) {
            int length = Math.min(left, pieceDepth - inPiece);
            Arrays.fill(values, target, target + length, value);
            left -= length;
            target += rowsPerPiece * STRIDE - inPiece;
            inPiece = 0;
        }
    }

    /** Sets a column of {@code count} rows from {@code row} on to every {@code step}th of {@code source} from {@code start} on. */
    public void putColumn(int row, int count, int column, byte[] source, int start, int step) {
        int target = start(column, row) + column % pieceDepth;
        for (int i = 0; i < count; i++) {
            values[target + i * STRIDE] = source[start + i * step];
        }
    }

    /** Sets a column of {@code count} rows from {@code row} on to one value. */
    public void fillColumn(int row, int count, int column, int value) {
        int target = start(column, row) + column % pieceDepth;
        for (int i = 0; i < count; i++) {
            values[target + i * STRIDE] = value;
        }
    }
}
