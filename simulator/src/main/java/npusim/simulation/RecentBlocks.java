package npusim.simulation;

/**
 * Cycles of the latest responses of the last blocks of a kernel and of the kernel before it, as many as the next kernel may wait
 * for.
 */
final class RecentBlocks {
    private final int most;
    private long[] previous;
    private int previousCount;
    private long[] current;

    /** Remembers the last {@code most} blocks. */
    RecentBlocks(int most) {
        this.most = most;
        previous = new long[most];
        current = new long[most];
    }

    int most() {
        return most;
    }

    /** Notes the latest response of a block of the kernel at work and of all before it. */
    void done(int block, long cycle) {
        current[block % most] = cycle;
    }

    /** The latest response of one of the last blocks of the kernel at work and of all before it. */
    long doneAt(int block) {
        return current[block % most];
    }

    /** Begins the next kernel; the one before had {@code count} blocks. */
    void end(int count) {
        long[] swap = previous;
        previous = current;
        previousCount = count;
        current = swap;
    }

    /** When all blocks of the kernel before but the last {@code fewer} are done. */
    long allBut(int fewer) {
        int needed = previousCount - 1 - fewer;
        return needed < 0 ? 0 : previous[needed % most];
    }

    /** Hands over when the blocks of the kernel before were done. */
    void exchange(StateTape tape) {
        int count = (int) tape.value(Math.min(previousCount, most));
        for (int i = 0; i < count; i++) {
            int block = tape.reading() ? i : previousCount - count + i;
            previous[block % most] = tape.flooredTime(previous[block % most]);
        }
        previousCount = tape.reading() ? count : previousCount;
    }
}
