package npusim.kernel.loop;

/**
 * The last columns of a {@link PackedMatrix} whose tiles they do not fill, held as floats with the zero point taken off, along the
 * depth: groups of {@link #WIDTH} columns one after the other, the last one filled up with zeros. A group has {@link #LANES} places
 * of the depth of each of its columns, then the next ones; the last places end where the depth does, those that are there already
 * being zeros.
 */
final class FewColumns {
    /** Columns of a group. */
    static final int WIDTH = 4;

    /** Places that are multiplied at a time. */
    static final int LANES = 16;

    private final int depth;
    private final int first;
    private final int count;
    private final int zeroPoint;
    private final float[] values;

    /** A column. */
    private final byte[] along;

    /** Columns {@code first} to {@code first + count} of a matrix {@code depth} rows deep, at least {@link #LANES} if there are any. */
    FewColumns(int depth, int first, int count, int zeroPoint) {
        this.depth = depth;
        this.first = first;
        this.count = count;
        this.zeroPoint = zeroPoint;
        values = new float[groups(count) * groupLength()];
        along = new byte[count == 0 ? 0 : depth];
    }

    /** Groups that so many columns take. */
    static int groups(int columns) {
        return Math.ceilDiv(columns, WIDTH);
    }

    /** Whether sums are exact: those of a lane are to stay below 2²⁴. */
    static boolean isExact(int depth, int leftMagnitude, int rightMagnitude) {
        return depth >= LANES && Math.ceilDiv(depth, LANES) <= Tile.exactDepth(leftMagnitude, rightMagnitude);
    }

    int first() {
        return first;
    }

    int count() {
        return count;
    }

    float[] values() {
        return values;
    }

    /** Where a group starts in {@link #values}. */
    int start(int group) {
        return group * groupLength();
    }

    private int groupLength() {
        return Math.ceilDiv(depth, LANES) * WIDTH * LANES;
    }

    /** Sets the columns, whose element in row r of column c is {@code source[start + r · rowStride + c · columnStride]}. */
    void pack(InnerLoops loops, byte[] source, int start, int rowStride, int columnStride) {
        int whole = depth / LANES;
        for (int i = 0; i < count; i++) {
            byte[] column = source;
            int from = start + (first + i) * columnStride;
            if (rowStride != 1) {
                for (int row = 0; row < depth; row++) {
                    along[row] = source[from + row * rowStride];
                }
                column = along;
                from = 0;
            }
            int to = start(i / WIDTH) + i % WIDTH * LANES;
            loops.bytesToFloats(column, from, LANES, zeroPoint, values, to, WIDTH * LANES, whole, LANES);
            int end = to + whole * WIDTH * LANES + LANES;
            for (int row = whole * LANES; row < depth; row++) {
                values[end + row - depth] = column[from + row] - zeroPoint;
            }
        }
    }
}
