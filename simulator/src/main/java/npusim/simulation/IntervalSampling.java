package npusim.simulation;

import java.util.Arrays;
import npusim.trace.TraceWriteException;
import org.jspecify.annotations.Nullable;

/**
 * Counts of a run by interval of equal length. The engine says after each block until when its counts so far happened; those
 * since the last placed ones are spread evenly over the time in between once an interval is over, so that recording costs next
 * to nothing where intervals are longer than blocks. One object samples one run.
 */
public final class IntervalSampling {
    private static final EngineEvent[] EVENTS = EngineEvent.values();
    private static final int MOST_WHEN_CHOSEN = 1024;
    private static final int MOST_WHEN_ASKED = 1 << 20;
    private static final long SHORTEST_WHEN_CHOSEN = 64;

    private final boolean doubles;
    private final long[] @Nullable [] counts = new long[EVENTS.length][];
    private int room = MOST_WHEN_CHOSEN;
    private long length;
    private int used;

    /** What of the command's counts is placed, and until when. */
    private final long[] placed = new long[EVENTS.length];

    private long placedUntil;

    /** End of the interval in which {@code placedUntil} lies. */
    private long openUntil;

    private IntervalSampling(long length, boolean doubles) {
        this.length = length;
        this.doubles = doubles;
    }

    /** Intervals of that many cycles; 0 for a power of two that gives at most 1024 of them. */
    public static IntervalSampling of(long cycles) {
        if (cycles < 0) {
            throw new IllegalArgumentException("an interval of " + cycles + " cycles");
        }
        return cycles == 0 ? new IntervalSampling(SHORTEST_WHEN_CHOSEN, true) : new IntervalSampling(cycles, false);
    }

    /** Length of an interval in cycles; final when the run is. */
    public long length() {
        return length;
    }

    /** Whether the length was asked for. */
    boolean asked() {
        return !doubles;
    }

    /** Number of intervals from the start to the last in which anything was counted. */
    int used() {
        return used;
    }

    long count(EngineEvent event, int interval) {
        long[] row = counts[event.ordinal()];
        return row == null ? 0 : row[interval];
    }

    /** Says that the counts of a command begin at {@code cycle}. */
    void begin(long cycle) {
        placedUntil = cycle;
        openUntil = (cycle / length + 1) * length;
    }

    /** Says that {@code counts} of the command, by ordinal of the event, happened until {@code cycle}. */
    void until(long cycle, long[] counts) {
        if (cycle > openUntil) {
            place(cycle, counts);
        }
    }

    /** As {@link #until}, for the last time for this command. */
    void end(long cycle, long[] counts) {
        place(cycle, counts);
        Arrays.fill(placed, 0);
    }

    private void place(long cycle, long[] counts) {
        for (EngineEvent event : EVENTS) {
            int i = event.ordinal();
            add(event, counts[i] - placed[i], placedUntil, cycle);
            placed[i] = counts[i];
        }
        begin(cycle);
    }

    /** Spreads {@code amount} evenly over the cycles {@code from} to {@code to}, in whole numbers that add up to it. */
    void add(EngineEvent event, long amount, long from, long to) {
        if (amount == 0) {
            return;
        }
        long end = Math.max(to, from + 1);
        while ((end - 1) / length >= room) {
            makeRoom((end - 1) / length);
        }
        int first = (int) (from / length);
        int last = (int) ((end - 1) / length);
        used = Math.max(used, last + 1);
        long[] row = row(event);
        long done = 0;
        for (int interval = first; interval < last; interval++) {
            long until = (long) ((double) amount * ((interval + 1) * length - from) / (end - from));
            row[interval] += until - done;
            done = until;
        }
        row[last] += amount - done;
    }

    private long[] row(EngineEvent event) {
        long[] row = counts[event.ordinal()];
        if (row == null) {
            row = new long[room];
            counts[event.ordinal()] = row;
        }
        return row;
    }

    private void makeRoom(long interval) {
        if (doubles) {
            for (long[] row : counts) {
                if (row == null) {
                    continue;
                }
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
        room = (int) Math.min(MOST_WHEN_ASKED, Math.max(interval + 1, 2L * room));
        for (int i = 0; i < counts.length; i++) {
            long[] row = counts[i];
            counts[i] = row == null ? null : Arrays.copyOf(row, room);
        }
    }
}
