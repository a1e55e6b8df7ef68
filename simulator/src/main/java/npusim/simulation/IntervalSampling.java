package npusim.simulation;

import java.util.Arrays;
import npusim.trace.TraceWriteException;

/**
 * Counts of a run by interval of equal length, recorded while the engine moves beats and blocks: each goes to the intervals in
 * which it happened. One object samples one run.
 */
public final class IntervalSampling {
    private static final int EVENTS = EngineEvent.values().length;
    private static final int MOST_WHEN_CHOSEN = 1024;
    private static final int MOST_WHEN_ASKED = 1 << 20;
    private static final long SHORTEST_WHEN_CHOSEN = 64;

    private final boolean doubles;
    private final long[][] counts;
    private long length;
    private int used;

    private IntervalSampling(long length, boolean doubles) {
        this.length = length;
        this.doubles = doubles;
        counts = new long[EVENTS][MOST_WHEN_CHOSEN];
    }

    /** Intervals of that many cycles; 0 for a power of two that gives at most 1024 of them. */
    public static IntervalSampling of(long cycles) {
        return cycles == 0 ? new IntervalSampling(SHORTEST_WHEN_CHOSEN, true) : new IntervalSampling(cycles, false);
    }

    /** Length of an interval in cycles; final when the run is. */
    public long length() {
        return length;
    }

    /** Number of intervals from the start to the last in which anything was counted. */
    int used() {
        return used;
    }

    long count(EngineEvent event, int interval) {
        return counts[event.ordinal()][interval];
    }

    /** Spreads {@code amount} evenly over the cycles {@code from} to {@code to}, in whole numbers that add up to it. */
    void add(EngineEvent event, long amount, long from, long to) {
        if (amount == 0) {
            return;
        }
        long end = Math.max(to, from + 1);
        while ((end - 1) / length >= counts[0].length) {
            makeRoom((end - 1) / length);
        }
        int first = (int) (from / length);
        int last = (int) ((end - 1) / length);
        used = Math.max(used, last + 1);
        long[] row = counts[event.ordinal()];
        long done = 0;
        for (int interval = first; interval < last; interval++) {
            long until = (long) ((double) amount * ((interval + 1) * length - from) / (end - from));
            row[interval] += until - done;
            done = until;
        }
        row[last] += amount - done;
    }

    private void makeRoom(long interval) {
        if (doubles) {
            for (long[] row : counts) {
                int half = row.length / 2;
                for (int i = 0; i < half; i++) {
                    row[i] = row[2 * i] + row[2 * i + 1];
                }
                Arrays.fill(row, half, row.length, 0);
            }
            length *= 2;
            used = (used + 1) / 2;
            return;
        }
        if (interval >= MOST_WHEN_ASKED) {
            throw new TraceWriteException("intervals of " + length + " cycles would be more than " + MOST_WHEN_ASKED
                    + " in this run: ask for longer ones");
        }
        int size = (int) Math.min(MOST_WHEN_ASKED, Math.max(interval + 1, 2L * counts[0].length));
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Arrays.copyOf(counts[i], size);
        }
    }
}
