package npusim.simulation;

import org.jspecify.annotations.Nullable;

/** The cache of a side and the memory behind it, as the transactions of the side see them. */
final class BackingStore {
    private final CacheLevel cache;
    private final TransactionWindow fills;
    private final TransactionWindow writeBacks;
    private final long lineBeats;

    BackingStore(CacheParameters parameters, EventCounts counts) {
        cache = new CacheLevel(parameters, counts);
        SideParameters backing = parameters.backing();
        MemorySide memory = new MemorySide(backing, MemorySide.Place.BEHIND_CACHE, null);
        int reads = Math.max(1, backing.maxReads());
        int writes = Math.max(1, backing.maxWrites());
        fills = new TransactionWindow(memory, reads, Integer.MAX_VALUE, reads, counts);
        writeBacks = new TransactionWindow(memory, writes, Integer.MAX_VALUE, writes, counts);
        lineBeats = Math.ceilDiv(parameters.lineBytes(), backing.beatBytes());
    }

    static @Nullable BackingStore of(SideParameters side, EventCounts counts) {
        CacheParameters cache = side.cache();
        return cache == null ? null : new BackingStore(cache, counts);
    }

    CacheLevel cache() {
        return cache;
    }

    /** Fetches {@code lines} lines from {@code cycle} on; returns the arrival of the last. */
    long fetch(long cycle, long lines) {
        return fills.read(cycle, lines, lines * lineBeats);
    }

    /** When the first line of the latest fetch arrived. */
    long firstArrival() {
        return fills.firstArrival();
    }

    /** Writes {@code lines} lines back from {@code cycle} on; returns when the last of their data has left. */
    long writeBack(long cycle, long lines) {
        writeBacks.write(cycle, lines, lines * lineBeats);
        return writeBacks.lastData();
    }
}
