package npusim.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Running counts of one command. */
final class EventCounts {
    private final long[] counts = new long[EngineEvent.values().length];
    private final @Nullable IntervalSampling intervals;

    EventCounts(@Nullable IntervalSampling intervals) {
        this.intervals = intervals;
    }

    /** Says when something happened that is not counted here. */
    void place(EngineEvent event, long amount, long from, long to) {
        if (intervals != null) {
            intervals.add(event, amount, from, to);
        }
    }

    /** Says that what is counted from now on happened after {@code cycle}. */
    void begin(long cycle) {
        if (intervals != null) {
            intervals.begin(cycle);
        }
    }

    /** Says that what was counted so far happened until {@code cycle}. */
    void until(long cycle) {
        if (intervals != null) {
            intervals.until(cycle, counts);
        }
    }

    /** Ends the command, whose last counts happened until {@code cycle}; the next one begins with none. */
    void end(long cycle) {
        if (intervals != null) {
            intervals.end(cycle, counts);
        }
        Arrays.fill(counts, 0);
    }

    void add(EngineEvent event, long amount) {
        counts[event.ordinal()] += amount;
    }

    long of(EngineEvent event) {
        return counts[event.ordinal()];
    }

    long of(int ordinal) {
        return counts[ordinal];
    }

    long[] copy() {
        return counts.clone();
    }

    /** Turns counts of before into what was counted since. */
    void subtractFrom(long[] before) {
        for (int i = 0; i < before.length; i++) {
            before[i] = counts[i] - before[i];
        }
    }

    void add(long[] more) {
        for (int i = 0; i < more.length; i++) {
            counts[i] += more[i];
        }
    }

    /** Whether somebody wants to know about short intervals. */
    boolean fine() {
        return intervals != null && intervals.asked();
    }

    void copyTo(long[] target) {
        System.arraycopy(counts, 0, target, 0, counts.length);
    }

    Beats beats() {
        return new Beats(
                of(EngineEvent.SRAM_READ_BEATS),
                of(EngineEvent.SRAM_WRITE_BEATS),
                of(EngineEvent.EXTERNAL_READ_BEATS),
                of(EngineEvent.EXTERNAL_WRITE_BEATS));
    }
}
