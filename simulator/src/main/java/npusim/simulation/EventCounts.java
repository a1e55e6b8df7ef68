package npusim.simulation;

import org.jspecify.annotations.Nullable;

/** Running counts of one command. */
final class EventCounts {
    private final long[] counts = new long[EngineEvent.values().length];
    private final @Nullable IntervalSampling intervals;

    EventCounts(@Nullable IntervalSampling intervals) {
        this.intervals = intervals;
    }

    /** Whether it matters when something happens. */
    boolean sampled() {
        return intervals != null;
    }

    /** Counts what happened between two cycles. */
    void add(EngineEvent event, long amount, long from, long to) {
        counts[event.ordinal()] += amount;
        place(event, amount, from, to);
    }

    /** Says when something happened that {@link #add(EngineEvent, long)} counts. */
    void place(EngineEvent event, long amount, long from, long to) {
        if (intervals != null) {
            intervals.add(event, amount, from, to);
        }
    }

    /** Counts without saying when. */
    void add(EngineEvent event, long amount) {
        counts[event.ordinal()] += amount;
    }

    long of(EngineEvent event) {
        return counts[event.ordinal()];
    }

    long of(int ordinal) {
        return counts[ordinal];
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

    void clear() {
        java.util.Arrays.fill(counts, 0);
    }
}
