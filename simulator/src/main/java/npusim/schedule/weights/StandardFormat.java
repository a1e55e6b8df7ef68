package npusim.schedule.weights;

/**
 * Field widths and marker values of the standard weight format. A stream is a sequence of slices and an end marker,
 * padded with ones to 16 bytes. Bits go from the least significant end of each byte.
 *
 * <p>A slice starts with {@code zero-run divisor, weights - 1, weight divisor, truncated, new palette}; a new palette
 * follows as {@code direct offset, entries - 1, entry width - 2, entries}. Then come chunks: up to twelve unary symbols
 * of weight quotients, of zero-run quotients, the second unary bits of the weights, and the remainders of the chunk
 * before. Signed values are folded: twice the magnitude, plus one if negative.
 */
final class StandardFormat {
    static final int ZERO_DIVISOR_BITS = 3;
    static final int SLICE_LENGTH_BITS = 15;
    static final int WEIGHT_DIVISOR_BITS = 3;
    static final int TRUNCATED_BITS = 1;
    static final int NEW_PALETTE_BITS = 1;
    static final int SLICE_HEADER_BITS =
            ZERO_DIVISOR_BITS + SLICE_LENGTH_BITS + WEIGHT_DIVISOR_BITS + TRUNCATED_BITS + NEW_PALETTE_BITS;

    static final int DIRECT_OFFSET_BITS = 5;
    static final int PALETTE_SIZE_BITS = 5;
    static final int PALETTE_WIDTH_BITS = 3;
    static final int PALETTE_HEADER_BITS = DIRECT_OFFSET_BITS + PALETTE_SIZE_BITS + PALETTE_WIDTH_BITS;
    static final int SMALLEST_PALETTE_WIDTH = 2;
    static final int LARGEST_PALETTE = 32;

    /** Largest slice the encoder writes. */
    static final int LONGEST_SLICE = (1 << SLICE_LENGTH_BITS) - 1;

    /** Divisor that says that the slice has no zero runs. */
    static final int NO_ZERO_RUNS = 6;

    /** Divisor that ends the stream. */
    static final int END_OF_STREAM = 7;

    /** Divisor that says that weights are stored in plain binary. */
    static final int PLAIN_WEIGHTS = 7;

    static final int UNARY_SYMBOLS = 12;

    /** Unary symbols of a chunk of zero runs from divisor {@link #SHORT_ZERO_CHUNK_DIVISOR} on. */
    static final int SHORT_UNARY_SYMBOLS = 8;

    static final int SHORT_ZERO_CHUNK_DIVISOR = 3;

    /** Width of a plain weight when every folded value is to be told from the others. */
    static final int LARGEST_PLAIN_BITS = 9;

    /** Plain weights wider than this come eight to a chunk. */
    static final int WIDE_PLAIN_BITS = 5;

    /** Weights may run ahead of zero runs by fewer than this. */
    static final int LARGEST_LEAD = 8;

    /** Codes are nine bits wide. */
    static final int CODES = 512;

    static final int STREAM_ALIGNMENT_BITS = 128;

    private StandardFormat() {}

    static int zeroChunkSymbols(int zeroDivisor) {
        return zeroDivisor < SHORT_ZERO_CHUNK_DIVISOR ? UNARY_SYMBOLS : SHORT_UNARY_SYMBOLS;
    }

    static int weightChunkSymbols(boolean plain, int divisor) {
        return plain && divisor > WIDE_PLAIN_BITS ? SHORT_UNARY_SYMBOLS : UNARY_SYMBOLS;
    }

    /** Twice the magnitude, plus one for negative values. */
    static int fold(int weight) {
        return weight < 0 ? -2 * weight + 1 : 2 * weight;
    }

    static int unfold(int folded) {
        int magnitude = folded >> 1;
        return (folded & 1) == 0 ? magnitude : -magnitude;
    }

    /** Bits needed for plain indices below {@code values}. */
    static int indexBits(int values) {
        return values <= 1 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(values - 1);
    }
}
