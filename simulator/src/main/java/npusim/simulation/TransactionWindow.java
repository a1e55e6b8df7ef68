package npusim.simulation;

import org.jspecify.annotations.Nullable;

/**
 * The pending transactions of one channel. A transaction needs room for its data and one of the pending slots; both are tracked
 * together in groups, so that a transfer costs a few steps per round trip and none per cycle. A long transfer repeats itself
 * from round trip to round trip, and whole ones are then passed over at once.
 */
final class TransactionWindow {
    private static final int GROUPS = 16;

    private final MemorySide side;
    private final EventCounts counts;
    private final int unitBeats;
    private final int units;
    private final int limit;
    private final boolean limited;
    /** Capacity of a group in points; a transaction takes 16 per pending slot and unit, so that no share is rounded. */
    private final long groupPoints;

    private final long[] freeCycle = new long[GROUPS];
    private final long[] lapFree = new long[GROUPS];
    private long sizedTransactions = -1;
    private long sizedBeats;
    private long beatsEach;
    private long pointsEach;
    private long lapTransactions;
    private int position;
    private long filled;
    private long pendingFree;
    /** When all room is free. */
    private long allFree;

    private long firstArrival;
    private long lastData;
    private long held;
    private long queued;
    private int lapPosition;
    private long lapFilled;
    private long lapPending;
    private long lapIssue;
    private long lapHeld;
    private long missesLeft;
    private long evictionsLeft;

    /**
     * A channel with a buffer of {@code units} allocation units of {@code unitBeats} beats and at most {@code limit} pending
     * transactions.
     */
    TransactionWindow(MemorySide side, int units, int unitBeats, int limit, EventCounts counts) {
        this.side = side;
        this.counts = counts;
        this.unitBeats = unitBeats;
        this.units = Math.max(1, units);
        this.limit = Math.min(limit, this.units);
        limited = limit < units;
        groupPoints = (long) this.limit * this.units;
    }

    /** Sets what the transactions of the next transfer take; transfers repeat, so the latest answer is kept. */
    private void size(long transactions, long beats) {
        if (transactions == sizedTransactions && beats == sizedBeats) {
            return;
        }
        sizedTransactions = transactions;
        sizedBeats = beats;
        beatsEach = Math.ceilDiv(beats, Math.max(1, transactions));
        long unitsEach = Math.min(Math.ceilDiv(beatsEach, (long) unitBeats), units);
        pointsEach = GROUPS * Math.max(unitsEach * limit, units);
        long capacity = GROUPS * groupPoints;
        boolean repeats = capacity % pointsEach == 0 && transactions >= 4 * (capacity / pointsEach);
        lapTransactions = repeats ? capacity / pointsEach : 0;
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

    /** The cache that the transactions of this channel meet, or null. */
    @Nullable
    CacheLevel cache() {
        return side.cache();
    }

    /** Says which bytes the next transfer moves, for the cache if there is one. */
    void touch(long address, long bytes, boolean write) {
        CacheLevel cache = side.cache();
        if (cache != null) {
            cache.access(address, bytes, write);
        }
    }

    /** Reads {@code transactions} bursts of {@code beats} beats in all from {@code cycle} on; returns the arrival of the last. */
    long read(long cycle, long transactions, long beats) {
        countReads(transactions, beats);
        BackingStore store = begin(cycle, transactions, beats);
        long remaining = transactions;
        long beatsLeft = beats;
        long issue = cycle;
        long arrived = cycle;
        long back = limited ? side.readPath() : 0;
        while (remaining > 0) {
            long laps = lapTransactions == 0 || store != null ? 0 : laps(issue, remaining, beatsLeft);
            if (laps > 0) {
                long skipped = laps * (issue - lapIssue);
                pass(skipped);
                side.receiveSpread(issue + side.readLatency(), skipped, laps * lapTransactions * beatsEach);
                issue += skipped;
                arrived += skipped;
                remaining -= laps * lapTransactions;
                beatsLeft -= laps * lapTransactions * beatsEach;
                mark(issue);
            }
            long count = fitting(remaining);
            long groupBeats = remaining == count ? beatsLeft : Math.min(beatsLeft, count * beatsEach);
            long wanted = Math.max(issue, freeCycle[position]);
            issue = side.admit(wanted, groupBeats);
            held += issue - wanted;
            long arrival = issue + side.readLatency();
            arrived = store == null
                    ? side.receive(arrival, groupBeats)
                    : receiveCached(store, arrival, groupBeats, count, remaining);
            if (remaining == transactions) {
                firstArrival = arrival + 1;
            }
            advance(count * pointsEach, arrived - back - Math.max(0, groupBeats - beatsEach));
            issue += count;
            remaining -= count;
            beatsLeft -= groupBeats;
        }
        queued = Math.max(0, arrived - issue - side.readLatency());
        lastData = arrived;
        return arrived;
    }

    /** Counts {@code transactions} bursts of {@code beats} beats in all as read. */
    void countReads(long transactions, long beats) {
        counts.add(side.readBeatEvent(), beats);
        counts.add(side.readEvent(), transactions);
    }

    /** Reads one burst of {@code beats} beats past no cache from {@code cycle} on, uncounted; returns its arrival. */
    long readBurst(long cycle, long beats) {
        size(1, beats);
        if (allFree <= cycle) {
            clear();
        }
        long issue = side.admit(Math.max(cycle, freeCycle[position]), beats);
        long arrived = side.receive(issue + side.readLatency(), beats);
        advance(pointsEach, arrived - (limited ? side.readPath() : 0));
        return arrived;
    }

    /** Cycles that writing {@code transactions} bursts of {@code beats} beats in all takes at least. */
    long writeCycles(long transactions, long beats) {
        return Math.max(beats, transactions * (side.writeLatency() + 1) / limit);
    }

    /** Writes {@code transactions} bursts from {@code cycle} on; returns the cycle of the last response. */
    long write(long cycle, long transactions, long beats) {
        counts.add(side.writeBeatEvent(), beats);
        counts.add(side.writeEvent(), transactions);
        BackingStore store = begin(cycle, transactions, beats);
        long remaining = transactions;
        long beatsLeft = beats;
        long issue = cycle;
        long response = cycle;
        while (remaining > 0) {
            long laps = lapTransactions == 0 || store != null ? 0 : laps(issue, remaining, beatsLeft);
            if (laps > 0) {
                long skipped = laps * (issue - lapIssue);
                pass(skipped);
                side.sendSpread(issue, skipped, laps * lapTransactions * beatsEach);
                issue += skipped;
                remaining -= laps * lapTransactions;
                beatsLeft -= laps * lapTransactions * beatsEach;
                mark(issue);
            }
            long count = fitting(remaining);
            long groupBeats = remaining == count ? beatsLeft : Math.min(beatsLeft, count * beatsEach);
            long wanted = Math.max(issue, freeCycle[position]);
            issue = side.admit(wanted, groupBeats);
            held += issue - wanted;
            long sent = side.send(issue, groupBeats);
            if (remaining == transactions) {
                firstArrival = issue;
            }
            response = sent + side.writeLatency();
            if (store != null) {
                response = Math.max(response, writeBack(store, sent, count, remaining));
            }
            advance(count * pointsEach, response - Math.max(0, groupBeats - beatsEach));
            lastData = sent;
            issue = sent;
            remaining -= count;
            beatsLeft -= groupBeats;
        }
        return response;
    }

    private @Nullable BackingStore begin(long cycle, long transactions, long beats) {
        size(transactions, beats);
        if (allFree <= cycle) {
            clear();
        }
        held = 0;
        queued = 0;
        lapPosition = -1;
        BackingStore store = side.store();
        if (store != null) {
            missesLeft = store.cache().takeMissedLines();
            evictionsLeft = store.cache().takeEvictedLines();
        }
        return store;
    }

    private long fitting(long remaining) {
        long room = groupPoints - filled;
        return room < 2 * pointsEach ? 1 : Math.min(room / pointsEach, remaining);
    }

    /**
     * Round trips that may be passed over: the window is as it was one round trip ago but for the time, and the side admits
     * all of them without holding one.
     */
    private long laps(long issue, long remaining, long beatsLeft) {
        if (lapPosition != position || lapFilled != filled) {
            if (lapPosition < 0) {
                mark(issue);
            }
            return 0;
        }
        long trip = issue - lapIssue;
        boolean same = trip > 0 && held == lapHeld && (filled == 0 || pendingFree - lapPending == trip);
        for (int i = 0; same && i < GROUPS; i++) {
            same = freeCycle[i] - lapFree[i] == trip;
        }
        long lapBeats = lapTransactions * beatsEach;
        long most = Math.min((remaining - 1) / lapTransactions, beatsLeft / lapBeats);
        long laps = same ? side.admitLaps(issue, trip, lapBeats, most) : 0;
        if (laps == 0) {
            mark(issue);
        }
        return laps;
    }

    private void mark(long issue) {
        System.arraycopy(freeCycle, 0, lapFree, 0, GROUPS);
        lapPosition = position;
        lapFilled = filled;
        lapPending = pendingFree;
        lapIssue = issue;
        lapHeld = held;
    }

    private void pass(long cycles) {
        for (int i = 0; i < GROUPS; i++) {
            freeCycle[i] += cycles;
        }
        pendingFree += filled == 0 ? 0 : cycles;
        allFree += cycles;
    }

    /** Data of {@code count} of {@code remaining} transactions: lines that miss come through the cache as they arrive. */
    private long receiveCached(BackingStore store, long arrival, long beats, long count, long remaining) {
        writeBack(store, arrival, count, remaining);
        long misses = Math.ceilDiv(missesLeft * count, remaining);
        missesLeft -= misses;
        if (misses == 0) {
            return side.receive(arrival, beats);
        }
        long last = store.fetch(arrival, misses);
        return Math.max(side.receive(store.firstArrival(), beats), last);
    }

    /** Lines that {@code count} of {@code remaining} transactions drive out; returns when the last of their data has left. */
    private long writeBack(BackingStore store, long cycle, long count, long remaining) {
        long evictions = Math.ceilDiv(evictionsLeft * count, remaining);
        evictionsLeft -= evictions;
        return evictions == 0 ? cycle : store.writeBack(cycle, evictions);
    }

    private void clear() {
        position = 0;
        filled = 0;
        pendingFree = 0;
    }

    /** Hands the state over; nothing is asked for before {@code earliest}. */
    void exchange(StateTape tape, long earliest) {
        if (tape.value(allFree <= earliest ? 0 : 1) == 0) {
            clear();
            allFree = Math.min(allFree, earliest);
            return;
        }
        for (int i = 0; i < GROUPS; i++) {
            int group = position + i & GROUPS - 1;
            freeCycle[group] = tape.time(Math.max(freeCycle[group], earliest));
        }
        filled = tape.value(filled);
        pendingFree = tape.time(Math.max(pendingFree, earliest));
        allFree = tape.time(Math.max(allFree, earliest));
    }

    private void advance(long points, long free) {
        long taken = filled + points;
        long latest = Math.max(pendingFree, free);
        allFree = Math.max(allFree, free);
        while (taken >= groupPoints) {
            freeCycle[position] = latest;
            position = position + 1 & GROUPS - 1;
            taken -= groupPoints;
            latest = free;
        }
        filled = taken;
        pendingFree = taken == 0 ? 0 : latest;
    }
}
