package npusim.kernel.loop;

import java.util.Arrays;

/**
 * The left operand of a matrix product, some rows of int8 held as floats: cut into pieces of {@link PackedMatrix#pieceDepth}
 * columns, all rows of a piece one after the other, {@link #STRIDE} floats apart. For tiles of bytes it is the bytes themselves.
 * Belongs to one thread and is filled anew for each block of rows.
 */
public final class PackedRows {
    /** The deepest piece: then a panel of the right operand stays in the first-level cache while all rows pass. */
    static final int MOST_DEPTH = 192;

    /** Floats between the starts of two rows: a constant, see {@link VectorTiles}. */
    static final int STRIDE = MOST_DEPTH + 16;

    private final InnerLoops loops;
    private float[] values = {};
    private Tile tile = new Tile(0, 0);
    private int rows;
    private int rowsPerPiece;
    private int pieceDepth;
    private int zeroPoint;

    /** The rows if they stay bytes, from {@link #bytesStart} on. */
    private byte[] bytes = {};

    private int bytesStart;
    private int bytesStride;

    /** Where {@link InnerLoops#multiplyFewColumns} sums up. */
    private int[] lanes = {};

    public PackedRows(InnerLoops loops) {
        this.loops = loops;
    }

    /** Makes room for {@code rows} rows, to be multiplied by {@code right}. Their content is open until set. */
    public void resize(int rows, PackedMatrix right) {
        this.rows = rows;
        zeroPoint = right.leftZeroPoint();
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

    /** All rows; those of the first piece begin at 0. */
    float[] values() {
        return values;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the first row begins in {@link #bytes}. */
    int bytesStart() {
        return bytesStart;
    }

    /** Bytes between the starts of two rows. */
    int bytesStride() {
        return bytesStride;
    }

    /** What has to be taken off each of {@link #bytes}. */
    int zeroPoint() {
        return zeroPoint;
    }

    /** A tile for a product by {@code right}, whose memory is kept from one to the next. */
    Tile tile(PackedMatrix right) {
        int height = right.takesBytes() ? InnerLoops.BYTE_TILE_ROWS : InnerLoops.TILE_ROWS;
        if (tile.width != right.width() || tile.height != height) {
            tile = new Tile(height, right.width());
        }
        return tile;
    }

    /** Memory of at least {@code length} ints that is kept from one product to the next. */
    int[] lanes(int length) {
        if (lanes.length < length) {
            lanes = new int[length];
        }
        return lanes;
    }

    /** Computes the tile that begins at {@code row}, of columns {@code k} to {@code k + depth} and a panel of the right operand. */
    void multiply(Tile tile, int row, int k, PackedMatrix right, int panel, int depth) {
        int rightStart = right.start(panel, k);
        if (right.takesBytes()) {
            int start = bytesStart + row * bytesStride + k;
            loops.multiplyTileOfBytes(tile, this, start, right.values(), rightStart, depth);
        } else {
            loops.multiplyTile(tile, values, start(k, row), right.values(), rightStart, depth);
        }
    }

    /** The product of a row and a column of a panel, of a depth that floats sum exactly. */
    int multiply(int row, PackedMatrix right, int panel, int lane) {
        float[] factors = right.values();
        int from = start(0, row);
        int factor = right.start(panel, 0) + lane;
        float even = 0; // two sums, since each addition waits for the one before
        float odd = 0;
        int k = 0;
        for (; k < right.depth() - 1; k += 2) {
            even += values[from + k] * factors[factor];
            odd += values[from + k + 1] * factors[factor + right.width()];
            factor += 2 * right.width();
        }
        if (k < right.depth()) {
            even += values[from + k] * factors[factor];
        }
        float sum = even + odd;
        return (int) sum;
    }

    /** Where a row of the piece that begins at column {@code firstColumn} starts. */
    private int start(int firstColumn, int row) {
        return (firstColumn / pieceDepth * rowsPerPiece + row) * STRIDE;
    }

    /** Makes {@code rows} rows the operand, which lie in {@code source} from {@code start} on and stay as they are until the product. */
    public void setRows(byte[] source, int start, int rows, PackedMatrix right) {
        if (right.takesBytes()) {
            this.rows = rows;
            zeroPoint = right.leftZeroPoint();
            bytes = source;
            bytesStart = start;
            bytesStride = right.depth();
            return;
        }
        resize(rows, right);
        put(0, rows, 0, source, start, right.depth(), right.depth());
    }

    /**
     * Sets columns {@code column} to {@code column + count} of rows {@code row} to {@code row + rows} to parts of {@code source},
     * {@code stride} apart from {@code start} on, less the zero point to take off. Columns behind them become undefined.
     */
    public void put(int row, int rows, int column, byte[] source, int start, int stride, int count) {
        int from = start;
        int inPiece = column % pieceDepth;
        int target = start(column, row) + inPiece;
        for (int left = count; left > 0; ) {
            int length = Math.min(left, pieceDepth - inPiece);
            copy(source, from, stride, target, rows, length);
            left -= length;
            from += length;
            target += rowsPerPiece * STRIDE - inPiece;
            inPiece = 0;
        }
    }

    /**
     * Sets the first columns of rows from {@code row} on, for an operand of one piece without a zero point to take off, to {@link
     * InnerLoops#joinLines joined lines}: {@code width} elements of each of three that lie {@code line} apart, from {@code start} on and
     * {@code stride} behind one another. Columns behind them become undefined.
     *
     * @return the number of rows set, {@code rows} unless the source ends too soon
     */
    public int joinLines(int row, int rows, byte[] source, int start, int line, int stride, int width) {
        int room = source.length - start - (InnerLoops.JOINED_LINES - 1) * line - InnerLoops.JOINED_REACH;
        int count = Math.clamp(Math.floorDiv(room, stride) + 1, 0, rows);
        loops.joinLines(source, start, line, stride, width, values, start(0, row), count);
        return count;
    }

    private void copy(byte[] source, int start, int stride, int target, int rows, int count) {
        if (count <= loops.slotChannels() && zeroPoint == 0) {
            loops.bytesToSlots(source, start, stride, values, target, STRIDE, rows);
        } else {
            loops.bytesToFloats(source, start, stride, zeroPoint, values, target, STRIDE, rows, count);
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
}
