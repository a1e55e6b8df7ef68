package npusim.schedule.weights;

import java.util.Arrays;

/**
 * Lengths of the runs of zeros before each of the other weights of a section and behind the last. Most are empty: only the
 * others and the last are kept, in rising order.
 */
final class ZeroRuns {
    private int[] places = new int[64];
    private int[] lengths = new int[64];
    private int used;

    void clear() {
        used = 0;
    }

    /** Adds the run before weight {@code place}; the last to be added is that behind all weights. */
    void add(int place, int length) {
        if (used == places.length) {
            places = Arrays.copyOf(places, 2 * used);
            lengths = Arrays.copyOf(lengths, 2 * used);
        }
        places[used] = place;
        lengths[used++] = length;
    }

    /** Runs, empty ones among them: one more than there are weights. */
    int count() {
        return places[used - 1] + 1;
    }

    /** Runs that are kept. */
    int used() {
        return used;
    }

    /** The weight before which run {@code index} of those kept stands. */
    int place(int index) {
        return places[index];
    }

    /** Length of run {@code index} of those kept. */
    int length(int index) {
        return lengths[index];
    }

    /** Unary symbols of the runs before weights {@code from} to {@code to}, both included. */
    long symbols(int from, int to, int divisor) {
        int index = Arrays.binarySearch(places, 0, used, from);
        long symbols = to + 1L - from;
        for (int i = index < 0 ? -index - 1 : index; i < used && places[i] <= to; i++) {
            symbols += lengths[i] >> divisor;
        }
        return symbols;
    }

    /** The length of every run. */
    int[] all() {
        int[] all = new int[count()];
        for (int i = 0; i < used; i++) {
            all[places[i]] = lengths[i];
        }
        return all;
    }
}
