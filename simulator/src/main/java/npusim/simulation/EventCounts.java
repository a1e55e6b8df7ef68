package npusim.simulation;

/** Running counts of one command. */
final class EventCounts {
    private final long[] counts = new long[EngineEvent.values().length];

    void add(EngineEvent event, long amount) {
        counts[event.ordinal()] += amount;
    }

    long of(EngineEvent event) {
        return counts[event.ordinal()];
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
