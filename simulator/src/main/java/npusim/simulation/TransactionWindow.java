package npusim.simulation;

/**
 * The pending transactions of one channel. A transaction needs a free slot; slots are tracked in groups so that long
 * transfers cost a few steps per round trip and none per cycle.
 */
final class TransactionWindow {
    private static final int GROUPS = 16;

    private final int groupSize;
    private final long[] freeCycle;
    private int position;
    private int filled;
    private long firstArrival;
    private long lastData;

    TransactionWindow(int slots) {
        int groups = Math.min(GROUPS, Math.max(1, slots));
        groupSize = Math.max(1, slots / groups);
        freeCycle = new long[groups];
    }

    /** Cycle at which the first beat of the latest transfer arrived or was sent. */
    long firstArrival() {
        return firstArrival;
    }

    /** Cycle after the last data beat of the latest transfer. */
    long lastData() {
        return lastData;
    }

    /** Reads {@code transactions} bursts of {@code beats} beats in all from {@code cycle} on; returns the arrival of the last. */
    long read(MemorySide side, long cycle, long transactions, long beats) {
        long remaining = transactions;
        long beatsLeft = beats;
        long issue = cycle;
        long arrived = cycle;
        boolean first = true;
        while (remaining > 0) {
            long count = Math.min(groupSize - filled, remaining);
            long groupBeats = remaining == count ? beatsLeft : Math.ceilDiv(beatsLeft * count, remaining);
            issue = side.admit(Math.max(issue, freeCycle[position]), groupBeats);
            long arrival = issue + side.readLatency();
            arrived = side.receive(arrival, groupBeats);
            if (first) {
                firstArrival = arrival + 1;
                first = false;
            }
            advance(count, arrived);
            issue += count;
            remaining -= count;
            beatsLeft -= groupBeats;
        }
        lastData = arrived;
        return arrived;
    }

    /** Writes {@code transactions} bursts from {@code cycle} on; returns the cycle of the last response. */
    long write(MemorySide side, long cycle, long transactions, long beats) {
        long remaining = transactions;
        long beatsLeft = beats;
        long issue = cycle;
        long response = cycle;
        boolean first = true;
        while (remaining > 0) {
            long count = Math.min(groupSize - filled, remaining);
            long groupBeats = remaining == count ? beatsLeft : Math.ceilDiv(beatsLeft * count, remaining);
            issue = side.admit(Math.max(issue, freeCycle[position]), groupBeats);
            long sent = side.send(issue, groupBeats);
            if (first) {
                firstArrival = issue;
                first = false;
            }
            response = sent + side.writeLatency();
            advance(count, response);
            lastData = sent;
            issue = sent;
            remaining -= count;
            beatsLeft -= groupBeats;
        }
        return response;
    }

    private void advance(long count, long free) {
        filled += (int) count;
        pendingFree = Math.max(pendingFree, free);
        if (filled >= groupSize) {
            freeCycle[position] = pendingFree;
            pendingFree = 0;
            filled = 0;
            position = position + 1 == freeCycle.length ? 0 : position + 1;
        }
    }

    private long pendingFree;
}
