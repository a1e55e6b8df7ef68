package npusim.schedule.weights;

/** Writes slices of the standard format chunk by chunk, as {@link StandardFormat} describes. */
final class SliceWriter {
    private final BitWriter bits = new BitWriter();

    /** Ends the stream. */
    byte[] finish() {
        bits.put(StandardFormat.END_OF_STREAM, StandardFormat.ZERO_DIVISOR_BITS);
        bits.align(StandardFormat.STREAM_ALIGNMENT_BITS, 1);
        return bits.toByteArray();
    }

    void write(SectionCoder.Slice slice, Palette palette, short[] codes, int[] zeroRuns) {
        header(slice, palette);
        GolombCode code = slice.code();
        int plainBits = palette.plainBits();
        int divisor = code.plain() ? plainBits : code.divisor();
        WeightSymbols weights = new WeightSymbols(codes, slice, code, divisor);
        ZeroSymbols zeros = new ZeroSymbols(zeroRuns, slice);
        boolean remaindersLeft;
        do {
            int lead = zeros.enabled() ? weights.done() - zeros.done() : 0;
            boolean withWeights = lead < StandardFormat.LARGEST_LEAD && weights.left();
            boolean withZeros = lead >= 0 && zeros.left();
            if (withWeights) {
                weights.next();
            }
            if (withZeros) {
                zeros.next();
            }
            if (withWeights && !code.plain()) {
                bits.put(weights.first, StandardFormat.UNARY_SYMBOLS);
            }
            if (withZeros) {
                bits.put(zeros.unary, zeros.chunk);
            }
            if (withWeights && !code.plain()) {
                bits.put(weights.second, weights.secondLength);
            }
            weights.remainders.writePrevious(bits, divisor);
            zeros.remainders.writePrevious(bits, zeros.divisor);
            remaindersLeft = weights.remainders.turn(withWeights) | zeros.remainders.turn(withZeros);
        } while (remaindersLeft || weights.left() || zeros.left());
    }

    private void header(SectionCoder.Slice slice, Palette palette) {
        GolombCode code = slice.code();
        bits.put(slice.zeroDivisor(), StandardFormat.ZERO_DIVISOR_BITS);
        bits.put(slice.end() - slice.from() - 1, StandardFormat.SLICE_LENGTH_BITS);
        bits.put(code.plain() ? StandardFormat.PLAIN_WEIGHTS : code.divisor(), StandardFormat.WEIGHT_DIVISOR_BITS);
        bits.put(code.truncated() ? 1 : 0, StandardFormat.TRUNCATED_BITS);
        bits.put(slice.first() ? 1 : 0, StandardFormat.NEW_PALETTE_BITS);
        if (slice.first()) {
            int[] entries = palette.entries();
            bits.put(palette.directOffset(), StandardFormat.DIRECT_OFFSET_BITS);
            bits.put(Math.max(0, entries.length - 1), StandardFormat.PALETTE_SIZE_BITS);
            bits.put(palette.valueBits() - StandardFormat.SMALLEST_PALETTE_WIDTH, StandardFormat.PALETTE_WIDTH_BITS);
            for (int entry : entries) {
                bits.put(entry, palette.valueBits());
            }
        }
    }

    /** Remainders of the present chunk, and those of the chunk before, which are written with the present one. */
    private static final class Remainders {
        private int[] present = new int[StandardFormat.UNARY_SYMBOLS];
        private int[] previous = new int[StandardFormat.UNARY_SYMBOLS];
        private int presentCount;
        private int previousCount;

        void add(int remainder) {
            present[presentCount++] = remainder;
        }

        void writePrevious(BitWriter bits, int length) {
            for (int i = 0; i < previousCount; i++) {
                bits.put(previous[i], length);
            }
            previousCount = 0;
        }

        /** Makes the present chunk the previous one; whether there was a chunk. */
        boolean turn(boolean chunk) {
            int[] swap = previous;
            previous = present;
            present = swap;
            previousCount = presentCount;
            presentCount = 0;
            return chunk;
        }
    }

    /** Unary quotients of weights: two bits a symbol, the second only where the first is set. */
    private static final class WeightSymbols {
        final Remainders remainders = new Remainders();
        private final short[] codes;
        private final int end;
        private final int from;
        private final int divisor;
        private final int quotientStep;
        private final int symbols;
        private int position;
        private int quotient = -1;

        int first;
        int second;
        int secondLength;

        WeightSymbols(short[] codes, SectionCoder.Slice slice, GolombCode code, int divisor) {
            this.codes = codes;
            this.from = slice.from();
            this.position = from;
            this.end = slice.end();
            this.divisor = divisor;
            this.quotientStep = code.truncated() ? 3 : 2;
            this.symbols = StandardFormat.weightChunkSymbols(code.plain(), divisor);
        }

        boolean left() {
            return position < end;
        }

        int done() {
            return position - from;
        }

        void next() {
            first = 0;
            second = 0;
            secondLength = 0;
            for (int symbol = 0; symbol < symbols && position < end; symbol++) {
                if (quotient < 0) {
                    quotient = codes[position] >> divisor;
                }
                if (quotient > 0) {
                    first |= 1 << symbol;
                    second |= (quotient > 1 ? 1 : 0) << secondLength++;
                }
                quotient -= quotientStep;
                if (quotient < 0) {
                    remainders.add(codes[position++] & ((1 << divisor) - 1));
                }
            }
        }
    }

    /** Unary quotients of zero runs. */
    private static final class ZeroSymbols {
        final Remainders remainders = new Remainders();
        final int divisor;
        final int chunk;
        private final int[] runs;
        private final int first;
        private final int end;
        private int position;
        private int quotient = -1;

        int unary;

        ZeroSymbols(int[] runs, SectionCoder.Slice slice) {
            boolean used = slice.zeroDivisor() != StandardFormat.NO_ZERO_RUNS;
            this.runs = runs;
            this.divisor = used ? slice.zeroDivisor() : 0;
            this.chunk = StandardFormat.zeroChunkSymbols(divisor);
            this.first = slice.firstZeroRun();
            this.position = first;
            this.end = used ? slice.end() + 1 : first;
        }

        boolean enabled() {
            return end > first;
        }

        boolean left() {
            return position < end;
        }

        int done() {
            return position - first;
        }

        void next() {
            unary = 0;
            for (int symbol = 0; symbol < chunk && position < end; symbol++) {
                if (quotient < 0) {
                    quotient = runs[position] >> divisor;
                }
                unary |= (quotient > 0 ? 1 : 0) << symbol;
                quotient--;
                if (quotient < 0) {
                    remainders.add(runs[position++] & ((1 << divisor) - 1));
                }
            }
        }
    }
}
