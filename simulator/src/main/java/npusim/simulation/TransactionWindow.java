package npusim.simulation;

/**
 * The pending transactions of one channel. A transaction needs a free slot; slots are tracked in groups so that long
 * transfers cost a few steps per round trip and none per cycle.
 */
final class TransactionWindow {
    private static final int GROUPS = 16;

    /** Capacity is counted in points, so that buffer space and a limit on transactions that does not divide it both hold. */
    private static final int GROUP_POINTS = 1 << 16;

    private final MemorySide side;
    private final EventCounts counts;
    private final int unitBeats;
    private final int units;
    private final int leastPoints;
    private final boolean limited;
    private final long[] freeCycle = new long[GROUPS];
    private int position;
    private int filled;
    private long pendingFree;
    private long firstArrival;
    private long lastData;
    private long held;
    private long queued;

    /**
     * A channel with a buffer of {@code units} allocation units of {@code unitBeats} beats and at most {@code limit} pending
     * transactions.
     */
    TransactionWindow(MemorySide side, int units, int unitBeats, int limit, EventCounts counts) {
        this.side = side;
        this.counts = counts;
        this.unitBeats = unitBeats;
        this.units = Math.max(1, units);
        leastPoints = Math.ceilDiv(GROUPS * GROUP_POINTS, limit);
        limited = limit < units;
    }

    private int pointsOf(long transactions, long beats) {
        long perTransaction = Math.ceilDiv(Math.ceilDiv(beats, Math.max(1, transactions)), (long) unitBeats);
        long points = GROUPS * (long) GROUP_POINTS * Math.min(perTransaction, units) / units;
        return (int) Math.max(points, leastPoints);
    }

    /** Cycle at which the first beat of the latest transfer arrived or was sent. */
    long firstArrival() {
        return firstArrival;
    }

    /** Cycle after the last data beat of the latest transfer. */
    long lastData() {
        return lastData;
    }

    /** Cycles for which the pulse or the word budget held addresses of the latest transfer. */
    long held() {
        return held;
    }

    /** Cycles for which other channels' beats delayed data of the latest transfer. */
    long queued() {
        return queued;
    }

    /** Reads {@code transactions} bursts of {@code beats} beats in all from {@code cycle} on; returns the arrival of the last. */
    long read(long cycle, long transactions, long beats) {
        counts.add(side.readBeatEvent(), beats);
        counts.add(side.readEvent(), transactions);
        begin();
        int points = pointsOf(transactions, beats);
        long remaining = transactions;
        long beatsLeft = beats;
        long issue = cycle;
        long arrived = cycle;
        while (remaining > 0) {
            long count = Math.min(Math.max(1, (GROUP_POINTS - filled) / points), remaining);
            long groupBeats = remaining == count ? beatsLeft : Math.ceilDiv(beatsLeft * count, remaining);
            long wanted = Math.max(issue, freeCycle[position]);
            issue = side.admit(wanted, groupBeats);
            held += issue - wanted;
            long arrival = issue + side.readLatency();
            arrived = side.receive(arrival, groupBeats);
            if (remaining == transactions) {
                firstArrival = arrival + 1;
            }
            advance(count * points, arrived - (limited ? side.readPath() : 0));
            issue += count;
            remaining -= count;
            beatsLeft -= groupBeats;
        }
        queued = Math.max(0, arrived - issue - side.readLatency());
        lastData = arrived;
        return arrived;
    }

    /** Writes {@code transactions} bursts from {@code cycle} on; returns the cycle of the last response. */
    long write(long cycle, long transactions, long beats) {
        counts.add(side.writeBeatEvent(), beats);
        counts.add(side.writeEvent(), transactions);
        begin();
        int points = pointsOf(transactions, beats);
        long remaining = transactions;
        long beatsLeft = beats;
        long issue = cycle;
        long response = cycle;
        while (remaining > 0) {
            long count = Math.min(Math.max(1, (GROUP_POINTS - filled) / points), remaining);
            long groupBeats = remaining == count ? beatsLeft : Math.ceilDiv(beatsLeft * count, remaining);
            long wanted = Math.max(issue, freeCycle[position]);
            issue = side.admit(wanted, groupBeats);
            held += issue - wanted;
            long sent = side.send(issue, groupBeats);
            if (remaining == transactions) {
                firstArrival = issue;
            }
            response = sent + side.writeLatency();
            advance(count * points, response);
            lastData = sent;
            issue = sent;
            remaining -= count;
            beatsLeft -= groupBeats;
        }
        return response;
    }

    private void begin() {
        held = 0;
        queued = 0;
    }

    private void advance(long points, long free) {
        long left = points;
        while (left > 0) {
            long step = Math.min(GROUP_POINTS - filled, left);
            left -= step;
            filled += (int) step;
            pendingFree = Math.max(pendingFree, free);
            if (filled >= GROUP_POINTS) {
                freeCycle[position] = pendingFree;
                pendingFree = 0;
                filled = 0;
                position = position + 1 == freeCycle.length ? 0 : position + 1;
            }
        }
    }
}
