package npusim.schedule.weights;

import java.util.Arrays;
import java.util.BitSet;

/**
 * How the weights of a section become codes: an index into the palette, or past it the folded value.
 *
 * @param entries folded values, most frequent first; empty when no palette is used
 * @param valueBits width of an entry, or of the widest plain weight when there is no palette
 * @param directOffset folded values below this do not occur
 * @param zeroRuns zeros are coded as runs between the other weights
 * @param closed every weight is in the palette
 * @param onlyZeros the section has nothing but zeros
 */
record Palette(int[] entries, int valueBits, int directOffset, boolean zeroRuns, boolean closed, boolean onlyZeros) {
    /** Weights range from -255 to 255; index {@code weight + OFFSET}. */
    static final int OFFSET = 256;

    private static final int ZERO_DOMINANCE = 5;
    private static final int SHORTEST_RUN = 2;
    private static final int LARGEST_DIRECT_OFFSET = 31;

    /**
     * Chooses a palette for {@code count} weights.
     *
     * @param seen gets a bit for each weight that occurs, by {@code weight + OFFSET}
     */
    static Palette of(short[] weights, int count, BitSet seen) {
        int[] frequency = new int[2 * OFFSET];
        for (int i = 0; i < count; i++) {
            frequency[weights[i] + OFFSET]++;
        }
        int zeros = frequency[OFFSET];
        int mostFrequent = 0;
        for (int i = 0; i < frequency.length; i++) {
            mostFrequent = i == OFFSET ? mostFrequent : Math.max(mostFrequent, frequency[i]);
            if (frequency[i] > 0) {
                seen.set(i);
            }
        }
        boolean zeroRuns = zeros > ZERO_DOMINANCE * mostFrequent && zerosInRuns(weights, count) >= zeros / 2;
        return choose(frequency, zeroRuns);
    }

    private static int zerosInRuns(short[] weights, int count) {
        int inRuns = 0;
        int run = 0;
        for (int i = 0; i < count; i++) {
            if (weights[i] == 0) {
                run++;
            } else {
                inRuns += run >= SHORTEST_RUN ? run : 0;
                run = 0;
            }
        }
        return inRuns + (run >= SHORTEST_RUN ? run : 0);
    }

    private static Palette choose(int[] frequency, boolean zeroRuns) {
        long[] byFrequency = new long[StandardFormat.CODES];
        int used = 0;
        int total = 0;
        int largest = 0;
        int smallest = LARGEST_DIRECT_OFFSET;
        for (int weight = 1 - OFFSET; weight < OFFSET; weight++) {
            int occurrences = frequency[weight + OFFSET];
            if (occurrences == 0 || (weight == 0 && zeroRuns)) {
                continue;
            }
            int folded = StandardFormat.fold(weight);
            byFrequency[used++] = ((long) occurrences << Short.SIZE) | folded;
            total += occurrences;
            largest = Math.max(largest, folded);
            smallest = Math.min(smallest, folded);
        }
        Arrays.sort(byFrequency, 0, used);
        boolean closed = used > 0 && used <= StandardFormat.LARGEST_PALETTE;
        int size = Math.min(used, closed ? StandardFormat.LARGEST_PALETTE : openPaletteLimit(largest));
        int[] entries = new int[size == 1 ? 2 : size];
        int covered = 0;
        int largestEntry = 0;
        for (int i = 0; i < size; i++) {
            long entry = byFrequency[used - 1 - i];
            entries[i] = (int) (entry & 0xffff);
            covered += (int) (entry >> Short.SIZE);
            largestEntry = Math.max(largestEntry, entries[i]);
        }
        boolean usePalette = covered >= total / 2;
        int widest = usePalette ? largestEntry : largest;
        int valueBits = StandardFormat.SMALLEST_PALETTE_WIDTH;
        while (1 << valueBits <= widest) {
            valueBits++;
        }
        return new Palette(
                usePalette ? entries : new int[0], valueBits, total == 0 ? 0 : smallest, zeroRuns, closed, total == 0);
    }

    /** Codes past the palette must stay below 512; a palette of one entry cannot be written. */
    private static int openPaletteLimit(int largestFolded) {
        int limit = Math.min(StandardFormat.LARGEST_PALETTE, StandardFormat.CODES - 1 - largestFolded);
        return limit == 1 ? 0 : limit;
    }

    /** Width of a plain weight, or 0 when some weight has no plain form. */
    int plainBits() {
        if (closed) {
            return StandardFormat.indexBits(entries.length);
        }
        return entries.length == 0 ? valueBits : 0;
    }

    /** Code by {@code weight + OFFSET}. A zero that is not in the palette is written as minus zero. */
    short[] codes() {
        short[] codes = new short[2 * OFFSET];
        int past = entries.length - directOffset;
        for (int weight = 1 - OFFSET; weight < OFFSET; weight++) {
            int folded = weight == 0 ? 1 : StandardFormat.fold(weight);
            codes[weight + OFFSET] = (short) (folded + past);
        }
        for (int i = 0; i < entries.length; i++) {
            codes[StandardFormat.unfold(entries[i]) + OFFSET] = (short) i;
        }
        return codes;
    }

    int headerBits() {
        return StandardFormat.PALETTE_HEADER_BITS + entries.length * valueBits;
    }
}
