package npusim.schedule.weights;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Codes sections of weights in the standard format, into bits or as a mere count of bits. The count is closed form: the
 * chunks of each kind of symbol are full but for the last, however they interleave. An instance serves one stream.
 */
final class SectionCoder implements SectionSink {
    private static final int LOW_MASK_BITS = 32;
    private static final long[][] WEIGHT_SYMBOLS = weightSymbols();

    private final @Nullable SliceWriter writer;
    private final CodeSearch weightSearch = new CodeSearch();
    private final CodeSearch zeroSearch = new CodeSearch();
    private final BitSet seen = new BitSet(2 * Palette.OFFSET);
    private short[] codes = new short[0];
    private final ZeroRuns zeroRuns = new ZeroRuns();
    private int codeCount;

    private long bits;
    private long sourceWeights;
    private long zerosInRuns;

    /** Counts only when {@code writer} is null. */
    SectionCoder(@Nullable SliceWriter writer) {
        this.writer = writer;
    }

    /** Bits so far, without the end of the stream. */
    long bits() {
        return bits;
    }

    /** Weights so far, with padding. */
    long sourceWeights() {
        return sourceWeights;
    }

    /** Zeros coded as runs. */
    long zerosInRuns() {
        return zerosInRuns;
    }

    /** Which weights occurred, by {@code weight + Palette.OFFSET}. */
    BitSet seen() {
        return seen;
    }

    @Override
    public void section(short[] weights, int count) {
        Palette palette = Palette.of(weights, count, seen);
        collect(weights, count, palette);
        weightSearch.searchWeights(codes, codeCount, palette.plainBits());
        if (palette.zeroRuns()) {
            zeroSearch.searchZeroRuns(zeroRuns);
        }
        sourceWeights += count;
        slices(palette);
    }

    /** Splits weights into codes and, when the palette says so, the run of zeros before each and after the last. */
    private void collect(short[] weights, int count, Palette palette) {
        if (codes.length < count) {
            codes = new short[count];
        }
        short[] codeOf = palette.codes();
        if (palette.zeroRuns()) {
            collectRuns(weights, count, palette, codeOf);
        } else {
            for (int i = 0; i < count; i++) {
                codes[i] = codeOf[weights[i] + Palette.OFFSET];
            }
            codeCount = count;
        }
    }

    private void collectRuns(short[] weights, int count, Palette palette, short[] codeOf) {
        zeroRuns.clear();
        int used = 0;
        int run = 0;
        // A slice needs a weight: in a section of zeros the first is coded as one.
        boolean spellZero = palette.onlyZeros();
        for (int i = 0; i < count; i++) {
            if (weights[i] == 0 && !spellZero) {
                run++;
            } else {
                if (run > 0) {
                    zeroRuns.add(used, run);
                    run = 0;
                }
                codes[used++] = codeOf[weights[i] + Palette.OFFSET];
                spellZero = false;
            }
        }
        zeroRuns.add(used, run);
        codeCount = used;
        zerosInRuns += count - used;
    }

    private void slices(Palette palette) {
        int[] spelledRuns = writer != null && palette.zeroRuns() ? zeroRuns.all() : new int[0];
        int from = 0;
        int weightRun = 0;
        int zeroRun = 0;
        while (from < codeCount) {
            int end = Math.min(from + StandardFormat.LONGEST_SLICE, weightSearch.end(weightRun));
            int divisor = StandardFormat.NO_ZERO_RUNS;
            if (palette.zeroRuns()) {
                end = Math.min(end, zeroSearch.end(zeroRun));
                divisor = zeroSearch.code(zeroRun);
            }
            int code = weightSearch.code(weightRun);
            Slice slice = new Slice(from, end, from == 0, GolombCode.WEIGHT_CODES.get(code), divisor);
            bits += sliceBits(slice, WEIGHT_SYMBOLS[code], palette);
            if (writer != null) {
                writer.write(slice, palette, codes, spelledRuns);
            }
            weightRun += end == weightSearch.end(weightRun) ? 1 : 0;
            if (palette.zeroRuns() && end == zeroSearch.end(zeroRun)) {
                zeroRun++;
            }
            from = end;
        }
    }

    private long sliceBits(Slice slice, long[] symbols, Palette palette) {
        long sum = (long) StandardFormat.SLICE_HEADER_BITS + (slice.first() ? palette.headerBits() : 0);
        int length = slice.end() - slice.from();
        if (slice.code().plain()) {
            sum += (long) length * palette.plainBits();
        } else {
            long packed = 0;
            for (int i = slice.from(); i < slice.end(); i++) {
                packed += symbols[codes[i]];
            }
            long unary = packed & 0xffffffffL;
            sum += chunked(unary, StandardFormat.UNARY_SYMBOLS)
                    + (packed >>> LOW_MASK_BITS)
                    + (long) length * slice.code().divisor();
        }
        return palette.zeroRuns() ? sum + zeroRunBits(slice) : sum;
    }

    private long zeroRunBits(Slice slice) {
        int divisor = slice.zeroDivisor();
        int first = slice.firstZeroRun();
        long symbols = zeroRuns.symbols(first, slice.end(), divisor);
        return chunked(symbols, StandardFormat.zeroChunkSymbols(divisor)) + (long) (slice.end() + 1 - first) * divisor;
    }

    private static long chunked(long symbols, int chunk) {
        return (symbols + chunk - 1) / chunk * chunk;
    }

    /** Per code and value: first unary symbols in the low half, second ones in the high half. */
    private static long[][] weightSymbols() {
        long[][] table = new long[GolombCode.WEIGHT_CODES.size()][StandardFormat.CODES];
        for (int code = 0; code < table.length; code++) {
            GolombCode golomb = GolombCode.WEIGHT_CODES.get(code);
            for (int value = 0; value < StandardFormat.CODES; value++) {
                table[code][value] = (long) golomb.secondBits(value) << LOW_MASK_BITS | golomb.symbols(value);
            }
        }
        return table;
    }

    /**
     * Weights that share their codes.
     *
     * @param from first weight of the section
     * @param end exclusive
     * @param first whether the slice brings the palette, and codes the zeros before its first weight too
     * @param code of the weights
     * @param zeroDivisor of the zero runs, or {@link StandardFormat#NO_ZERO_RUNS}
     */
    record Slice(int from, int end, boolean first, GolombCode code, int zeroDivisor) {
        int firstZeroRun() {
            return first ? from : from + 1;
        }
    }
}
