package npusim.kernel.loop;

/**
 * A tile of sums, some rows by some columns: what is added to them and where they go. A tile that
 * reaches beyond the sums that are wanted is computed aside and what is wanted of it copied. Mutable, so that a product of
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

    /** What is added to the bits of the sums: row r starts at {@code termsStart + r · termsStride}. */
    int[] terms = {};

    int termsStart;
    int termsStride;

    /** Where the sums go: row r starts at {@code sumsStart + r · sumsStride}. */
    int[] sums = {};

    int sumsStart;
    int sumsStride;

    private final int height;
    private final int[] aside;
    private final int[] nothing;
    private boolean adds;
    /** 0 where sums are set, so that forms of rows may overlap; all rows where they are added to, once each. */
    private int leastLastStart;

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

    /**
     * How many of {@code rows} rows of {@code columns} sums one tile takes: all that it can set in place, otherwise as many as
     * are computed aside.
     *
     * @param once whether sums are set once and not added to
     */
    int rowsAtOnce(int rows, int columns, boolean once) {
        if (columns < width || rows < height) {
            return Math.min(rows, height);
        }
        return once ? rows : rows - rows % height;
    }

    /** The last row that a form of {@code formRows} rows begins at. */
    int lastStart(int formRows) {
        return Math.max(leastLastStart, rows - formRows); // a branch would be compiled before both its ways are known
    }

    /**
     * Makes the tile one of {@code rows} by {@code columns} sums in {@code target}, rows {@code stride} apart; as many rows as
     * {@link #rowsAtOnce} says or fewer than the height.
     *
     * @param firstTerms a {@link #term} for each column of the tile, from {@code firstTerm} on
     */
    void begin(int rows, int columns, int[] target, int start, int stride, int[] firstTerms, int firstTerm) {
        this.rows = rows;
        adds = false;
        boolean whole = rows >= height && columns == width;
        wanted = target;
        wantedStart = start;
        wantedColumns = columns;
        wantedStride = stride;
        sums = whole ? target : aside;
        sumsStart = whole ? start : 0;
        sumsStride = whole ? stride : width;
        terms = firstTerms;
        termsStart = firstTerm;
        termsStride = 0;
        leastLastStart = 0;
    }

    /** From the next piece on sums are added to those that are there. */
    void addFromNowOn() {
        terms = sums;
        termsStart = sumsStart;
        termsStride = sumsStride;
        leastLastStart = rows;
    }

    /** Makes the tile one of sums that {@link #end} adds to those in {@code target}, for loops that only set sums. */
    void beginAdding(int rows, int columns, int[] target, int start, int stride) {
        begin(rows, columns, target, start, stride, nothing, 0);
        sums = aside;
        sumsStart = 0;
        sumsStride = width;
        adds = true;
    }

    /** Takes over what has been computed. */
    void end() {
        if (sums != aside) {
            return;
        }
        for (int row = 0; row < rows; row++) {
            int to = wantedStart + row * wantedStride;
            if (adds) {
                for (int column = 0; column < wantedColumns; column++) {
                    wanted[to + column] += aside[row * width + column];
                }
            } else {
                System.arraycopy(aside, row * width, wanted, to, wantedColumns);
            }
        }
    }
}
