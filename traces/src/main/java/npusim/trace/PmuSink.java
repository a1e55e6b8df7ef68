package npusim.trace;

/**
 * Takes the samples of a run as they come about. A sink is used by one thread at a time; the order of the calls is the
 * order of the log, so a deterministic simulation gives an identical log.
 */
@FunctionalInterface
public interface PmuSink {
    /**
     * Records one sample, see {@link PmuSample} for the parameters. Does not allocate.
     *
     * @throws TraceWriteException if the log cannot take the sample, a full disk for instance
     */
    void record(long cycle, int unit, PmuScope scope, int event, long value);

    /** A sink that keeps nothing. */
    static PmuSink discarding() {
        return (cycle, unit, scope, event, value) -> {};
    }
}
