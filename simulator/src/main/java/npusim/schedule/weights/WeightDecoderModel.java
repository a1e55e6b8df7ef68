package npusim.schedule.weights;

import java.util.Arrays;

/** Decodes weight streams into the weights in stream order, padding included. */
public final class WeightDecoderModel {
    private final BitReader reader;
    private short[] weights = new short[1024];
    private int used;

    private int[] palette = new int[0];
    private int directOffset;
    private int valueBits;

    private WeightDecoderModel(byte[] stream) {
        reader = new BitReader(stream);
    }

    /**
     * The weights of a stream in the standard format.
     *
     * @throws IllegalArgumentException if the stream is cut short
     */
    public static short[] decodeStandard(byte[] stream) {
        WeightDecoderModel decoder = new WeightDecoderModel(stream);
        int zeroDivisor = decoder.reader.get(StandardFormat.ZERO_DIVISOR_BITS);
        while (zeroDivisor != StandardFormat.END_OF_STREAM) {
            decoder.slice(zeroDivisor);
            zeroDivisor = decoder.reader.get(StandardFormat.ZERO_DIVISOR_BITS);
        }
        return Arrays.copyOf(decoder.weights, decoder.used);
    }

    private void slice(int zeroDivisor) {
        int length = reader.get(StandardFormat.SLICE_LENGTH_BITS) + 1;
        int divisor = reader.get(StandardFormat.WEIGHT_DIVISOR_BITS);
        boolean truncated = reader.get(StandardFormat.TRUNCATED_BITS) == 1;
        boolean newPalette = reader.get(StandardFormat.NEW_PALETTE_BITS) == 1;
        if (newPalette) {
            readPalette();
        }
        boolean plain = divisor == StandardFormat.PLAIN_WEIGHTS;
        if (plain) {
            divisor = palette.length > 0 ? StandardFormat.indexBits(palette.length) : valueBits;
        }
        boolean zeroRuns = zeroDivisor != StandardFormat.NO_ZERO_RUNS;
        Quotients weightQuotients = new Quotients(length, divisor, StandardFormat.weightChunkSymbols(plain, divisor));
        int runs = zeroRuns ? length + (newPalette ? 1 : 0) : 0;
        Quotients zeroQuotients = new Quotients(
                runs, zeroRuns ? zeroDivisor : 0, StandardFormat.zeroChunkSymbols(zeroRuns ? zeroDivisor : 0));
        readChunks(weightQuotients, zeroQuotients, plain, truncated, zeroRuns);
        emit(weightQuotients.values, zeroQuotients.values, newPalette, zeroRuns);
    }

    private void readPalette() {
        directOffset = reader.get(StandardFormat.DIRECT_OFFSET_BITS);
        int last = reader.get(StandardFormat.PALETTE_SIZE_BITS);
        valueBits = reader.get(StandardFormat.PALETTE_WIDTH_BITS) + StandardFormat.SMALLEST_PALETTE_WIDTH;
        palette = new int[last == 0 ? 0 : last + 1];
        for (int i = 0; i < palette.length; i++) {
            palette[i] = reader.get(valueBits);
        }
    }

    private void readChunks(
            Quotients weightQuotients, Quotients zeroQuotients, boolean plain, boolean truncated, boolean zeroRuns) {
        boolean remaindersLeft;
        do {
            int lead = zeroRuns ? weightQuotients.done - zeroQuotients.done : 0;
            boolean withWeights = lead < StandardFormat.LARGEST_LEAD && weightQuotients.left();
            boolean withZeros = lead >= 0 && zeroQuotients.left();
            int first = withWeights && !plain ? reader.get(StandardFormat.UNARY_SYMBOLS) : 0;
            int unary = withZeros ? reader.get(zeroQuotients.symbols) : 0;
            int second = reader.get(Integer.bitCount(first));
            int weightsBefore = weightQuotients.done;
            int zerosBefore = zeroQuotients.done;
            if (withWeights) {
                weightQuotients.readWeights(first, second, truncated);
            }
            if (withZeros) {
                zeroQuotients.readZeros(unary);
            }
            weightQuotients.readRemainders(reader, weightsBefore);
            zeroQuotients.readRemainders(reader, zerosBefore);
            remaindersLeft = withWeights || withZeros;
        } while (remaindersLeft || weightQuotients.left() || zeroQuotients.left());
    }

    private void emit(int[] codes, int[] runs, boolean newPalette, boolean zeroRuns) {
        int run = 0;
        if (zeroRuns && newPalette) {
            zeros(runs[run++]);
        }
        for (int code : codes) {
            int folded = code < palette.length ? palette[code] : code - palette.length + directOffset;
            reserve(1);
            weights[used++] = (short) StandardFormat.unfold(folded);
            if (zeroRuns) {
                zeros(runs[run++]);
            }
        }
    }

    private void zeros(int count) {
        reserve(count);
        used += count;
    }

    private void reserve(int count) {
        if (used + count > weights.length) {
            weights = Arrays.copyOf(weights, Math.max(2 * weights.length, used + count));
        }
    }

    /** Values of one kind in a slice, put together from quotients and, a chunk later, remainders. */
    private static final class Quotients {
        private final int[] values;
        private final int divisor;
        private final int symbols;
        private int done;
        private int withRemainder;
        private int partial;

        Quotients(int count, int divisor, int symbols) {
            this.values = new int[count];
            this.divisor = divisor;
            this.symbols = symbols;
        }

        boolean left() {
            return done < values.length;
        }

        void readWeights(int first, int second, boolean truncated) {
            int seconds = second;
            for (int symbol = 0; symbol < symbols && left(); symbol++) {
                int step = 0;
                if ((first >> symbol & 1) == 1) {
                    step = 1 + (seconds & 1);
                    seconds >>= 1;
                }
                partial += step;
                if (step < 2 || truncated) {
                    values[done++] = partial << divisor;
                    partial = 0;
                }
            }
        }

        void readZeros(int unary) {
            for (int symbol = 0; symbol < symbols && left(); symbol++) {
                if ((unary >> symbol & 1) == 1) {
                    partial++;
                } else {
                    values[done++] = partial << divisor;
                    partial = 0;
                }
            }
        }

        /** Reads the remainders of the values complete before the present chunk. */
        void readRemainders(BitReader reader, int completeBefore) {
            for (; withRemainder < completeBefore; withRemainder++) {
                values[withRemainder] += reader.get(divisor);
            }
        }
    }
}
