package npusim.simulation;

/**
 * A set-associative cache of whole lines with replacement of the least recently used, written back. A line that is written is not
 * fetched first: its bytes carry enables. Which lines an access touches comes from the addresses of the command stream.
 */
final class CacheLevel {
    private static final long NO_LINE = -1;

    private final int lineShift;
    private final int setCount;
    private final int wayCount;
    private final long[] lines;
    private final boolean[] dirty;
    private final EventCounts counts;
    private long missedLines;
    private long evictedLines;

    CacheLevel(CacheParameters parameters, EventCounts counts) {
        this.counts = counts;
        lineShift = Integer.numberOfTrailingZeros(parameters.lineBytes());
        wayCount = parameters.ways();
        setCount = (int) Math.max(1, parameters.capacityBytes() / ((long) parameters.lineBytes() * wayCount));
        lines = new long[setCount * wayCount];
        dirty = new boolean[lines.length];
        java.util.Arrays.fill(lines, NO_LINE);
    }

    /** Touches the lines of {@code bytes} bytes from {@code address} on. */
    void access(long address, long bytes, boolean write) {
        long last = address + bytes - 1 >> lineShift;
        for (long line = address >> lineShift; line <= last; line++) {
            touch(line, write);
        }
    }

    private void touch(long line, boolean write) {
        int base = (int) Math.floorMod(line, (long) setCount) * wayCount;
        int way = 0;
        while (way < wayCount && lines[base + way] != line) {
            way++;
        }
        boolean hit = way < wayCount;
        boolean wasDirty = false;
        if (hit) {
            wasDirty = dirty[base + way];
            counts.add(EngineEvent.CACHE_HITS, 1);
        } else {
            way = wayCount - 1;
            counts.add(EngineEvent.CACHE_MISSES, 1);
            missedLines += write ? 0 : 1;
            evictedLines += dirty[base + way] ? 1 : 0;
        }
        System.arraycopy(lines, base, lines, base + 1, way);
        System.arraycopy(dirty, base, dirty, base + 1, way);
        lines[base] = line;
        dirty[base] = write || wasDirty;
    }

    /** Lines to be fetched for the accesses since the last call. */
    long takeMissedLines() {
        long taken = missedLines;
        missedLines = 0;
        return taken;
    }

    /** Lines to be written back for the accesses since the last call. */
    long takeEvictedLines() {
        long taken = evictedLines;
        evictedLines = 0;
        return taken;
    }
}
