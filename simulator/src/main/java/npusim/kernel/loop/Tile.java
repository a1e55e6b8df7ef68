package npusim.kernel.loop;

import org.jspecify.annotations.Nullable;

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
    private int[] wanted = {};
    private int wantedStart;
    private int wantedColumns;
    private int wantedStride;

    /** @param height rows, of which fewer may be wanted */
    Tile(int height, int width) {
        this.height = height;
        this.width = width;
        this.aside = new int[height * width];
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
     * Makes the tile one of {@code rows} by {@code columns} sums in {@code target}, rows {@code stride} apart.
     *
     * @param firstTerms a {@link #term} for each column of the tile, from {@code firstTerm} on, or {@code null} to add to what
     *     is there
     */
    void begin(int rows, int columns, int[] target, int start, int stride, int @Nullable [] firstTerms, int firstTerm) {
        this.rows = rows;
        boolean whole = rows == height && columns == width;
        wanted = target;
        wantedStart = start;
        wantedColumns = columns;
        wantedStride = stride;
        sums = whole ? target : aside;
        sumsStart = whole ? start : 0;
        sumsStride = whole ? stride : width;
        terms = firstTerms == null ? sums : firstTerms;
        termsStart = firstTerms == null ? sumsStart : firstTerm;
        termsStride = firstTerms == null ? sumsStride : 0;
        if (!whole && firstTerms == null) {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(target, start + row * stride, aside, row * width, columns);
            }
        }
    }

    /** Takes over what has been computed. */
    void end() {
        if (sums == aside) {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(aside, row * width, wanted, wantedStart + row * wantedStride, wantedColumns);
            }
        }
    }
}
