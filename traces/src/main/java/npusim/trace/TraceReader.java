package npusim.trace;

/** Gives back the samples of a log in the order in which they were recorded. */
public interface TraceReader extends AutoCloseable {
    /** Passes every committed sample to the sink. May be called again: it starts from the beginning each time. */
    void replay(PmuSink sink);

    /**
     * Passes on the samples that were committed since the last call, for watching a run that is still being written.
     *
     * @return whether the log said that it is finished
     */
    boolean poll(PmuSink sink);

    /** What the log says of itself. Reads the whole log. */
    LogState state();

    @Override
    void close();

    /**
     * State of a log.
     *
     * @param complete whether the writer finished; false after a crash or while a run goes on
     * @param samples number of committed samples
     * @param digest CRC-32C over the samples' bytes in order; equal runs have equal digests
     */
    record LogState(boolean complete, long samples, long digest) {}
}
