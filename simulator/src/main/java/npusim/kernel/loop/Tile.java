package npusim.kernel.loop;

/**
 * A tile of sums, some rows by some columns: what is added to them and where they go. A tile that
 * reaches beyond the sums that are wanted is computed aside and what is wanted of it copied or added. Mutable, so that a product of
 * many tiles needs one; belongs to one thread.
 */
final class Tile {
    /** Where sums in floating point begin, 1.5 · 2²³: the floats from 2²³ to 2²⁴ are the integers. */
    static final float ORIGIN = 0x1.8p23f;

    /** The bits of {@link #ORIGIN}; those of the floats around it differ from them by as much as the floats do. */
    static final int ORIGIN_BITS = Float.floatToRawIntBits(ORIGIN);

    /** Up to this magnitude sums stay where that holds. */
    private static final int EXACT_SUM = 1 << 22;

    /** Columns, those beyond the wanted ones included. */
    final int width;

    /** Rows that are wanted. */
    int rows;

    /** What is added to the bits of the sums of each column, from {@link #termsStart} on. */
    int[] terms = {};

    int termsStart;

    /** Where the sums go: row r starts at {@code sumsStart + r · sumsStride}. */
    int[] sums = {};

    int sumsStart;
    int sumsStride;

    /** Rows, of which fewer may be wanted. */
    final int height;

    private final int[] aside;
    private final int[] nothing;
    private boolean adds;
    private int skippedColumns;

    /** Always 0, as a field: where C2 knows that rows are not negative, its code for tiles is a tenth slower. */
    private int firstRow;

    private int[] wanted = {};
    private int wantedStart;
    private int wantedColumns;
    private int wantedStride;

    /** @param height rows, of which fewer may be wanted */
    Tile(int height, int width) {
        this.height = height;
        this.width = width;
        this.aside = new int[height * width];
        this.nothing = new int[width];
    }

    /** Products of operands of these magnitudes that can be summed exactly. */
    static int exactDepth(int leftMagnitude, int rightMagnitude) {
        return EXACT_SUM / Math.multiplyExact(leftMagnitude, rightMagnitude);
    }

    /** A term that makes a sum's bits, added up in {@code pieces} pieces, an integer greater by {@code bias}. */
    static int term(int bias, int pieces) {
        return bias - pieces * ORIGIN_BITS;
    }

    /** The bias that a term of a single piece makes sums greater by. */
    static int bias(int term) {
        return term + ORIGIN_BITS;
    }

    /** The last row that a form of {@code formRows} rows begins at, so that it may overlap the one before. */
    int lastStart(int formRows) {
        return Math.max(firstRow, rows - formRows);
    }

    /**
     * Makes the tile one of {@code columns} columns of sums in {@code target}, rows {@code stride} apart: of so many {@link #rows}
     * as it can take, at most {@code most}.
     *
     * @param firstTerms a {@link #term} for each column of the tile, from {@code firstTerm} on
     */
    void begin(int most, int columns, int[] target, int start, int stride, int[] firstTerms, int firstTerm) {
        int inPlace = most;
        if (columns < width) {
            // What fills the tile up reaches into the rows behind, which are computed later: all but the last may be
            // set in place.
            inPlace = columns == stride && height * stride >= width ? most - height : 0;
        }
        boolean isInPlace = inPlace >= height;
        begin(isInPlace, isInPlace ? inPlace : most, columns, target, start, stride, firstTerms, firstTerm);
        adds = false;
    }

    /**
     * As {@link #begin}, but {@link #end} adds the sums to those in {@code target}, for loops that only set sums.
     *
     * @param skipped columns that are computed before those that are wanted
     */
    void beginAdding(int most, int skipped, int columns, int[] target, int start, int stride) {
        begin(false, most, columns, target, start, stride, nothing, 0);
        adds = true;
        skippedColumns = skipped;
    }

    private void begin(
            boolean inPlace,
            int most,
            int columns,
            int[] target,
            int start,
            int stride,
            int[] firstTerms,
            int firstTerm) {
        rows = inPlace ? most : Math.min(most, height);
        sums = inPlace ? target : aside;
        sumsStart = inPlace ? start : 0;
        sumsStride = inPlace ? stride : width;
        wanted = target;
        wantedStart = start;
        wantedColumns = columns;
        wantedStride = stride;
        terms = firstTerms;
        termsStart = firstTerm;
    }

    /** Takes over what has been computed. */
    void end(InnerLoops loops) {
        if (sums != aside) {
            return;
        }
        if (adds) {
            loops.addRows(aside, skippedColumns, width, wanted, wantedStart, wantedStride, rows, wantedColumns);
            return;
        }
        for (int row = 0; row < rows; row++) {
            System.arraycopy(aside, row * width, wanted, wantedStart + row * wantedStride, wantedColumns);
        }
    }
}
