package npusim.simulation;

/** The state of a {@link TransactionWindow} at an earlier time, to find out whether it has come back but for the time. */
final class WindowMark {
    private final long[] freeCycle;
    private int position;
    private long filled;
    private long pendingFree;
    private long issue;
    private long held;

    /** Marks a window of {@code groups} groups. */
    WindowMark(int groups) {
        freeCycle = new long[groups];
    }

    /**
     * Marks the state: when each group is free, of which the one at {@code position} takes the next transactions and is {@code filled} by
     * some that are free at {@code pendingFree}, when the next address is ready and for how long addresses have been held.
     */
    void set(long[] freeCycle, int position, long filled, long pendingFree, long issue, long held) {
        System.arraycopy(freeCycle, 0, this.freeCycle, 0, freeCycle.length);
        this.position = position;
        this.filled = filled;
        this.pendingFree = pendingFree;
        this.issue = issue;
        this.held = held;
    }

    /** Cycles from the mark to a state that is the same but for the time, addresses not having been held since; 0 if it differs. */
    long trip(long[] freeCycle, int position, long filled, long pendingFree, long issue, long held) {
        long trip = issue - this.issue;
        boolean same = position == this.position
                && filled == this.filled
                && held == this.held
                && trip > 0
                && (filled == 0 || pendingFree - this.pendingFree == trip);
        for (int i = 0; same && i < freeCycle.length; i++) {
            same = freeCycle[i] - this.freeCycle[i] == trip;
        }
        return same ? trip : 0;
    }
}
