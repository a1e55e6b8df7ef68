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
    /** Capacity of a group in points; a transaction takes 16 per pending slot and unit, so that no share is rounded. */
    private final long groupPoints;

    private final long[] freeCycle = new long[GROUPS];
    private long sizedTransactions = -1;
    private long sizedBeats;
    private long beatsEach;
    private long pointsEach;
    /** Cycles before its last data from which on a read no longer counts. */
    private long returned;
    /** Whole transactions that the window holds. */
    private long windowTransactions;

    /** Whether these fill it. */
    private boolean holdsWhole;

    private boolean groupsHoldSeveral;
    private long lapTransactions;
    /** As it was one round trip ago. */
    private final WindowMark lapMark = new WindowMark(GROUPS);
    /** Whether others had promised nothing since then. */
    private boolean lapAlone;

    private int position;
    private long filled;
    private long pendingFree;
    /** When all room is free. */
    private long allFree;

    private long transactionsLeft;
    private long beatsLeft;
    /** When the next address of the transfer is ready. */
    private long issue;

    private long firstAsked;
    private long lastData;
    private long lastResponse;
    private long held;
    private long queued;
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
        groupPoints = (long) this.limit * this.units;
    }

    /** Sets what the transactions of the next transfer take; transfers repeat, so the latest answer is kept. */
    private void size(long transactions, long beats) {
        if (transactions == sizedTransactions && beats == sizedBeats) {
            return;
        }
        sizedTransactions = transactions;
        sizedBeats = beats;
        beatsEach = beats <= transactions ? 1 : Math.ceilDiv(beats, Math.max(1, transactions));
        long unitsEach = beatsEach <= unitBeats ? 1 : Math.min(Math.ceilDiv(beatsEach, (long) unitBeats), units);
        // A slot is free when the memory has answered, room when the data is there: what lets fewer through decides.
        returned = Math.min(side.readPath(), side.readLatency() * Math.max(0, units - unitsEach * limit) / units);
        sizePoints(GROUPS * Math.max(unitsEach * limit, units));
        lapTransactions = holdsWhole && transactions >= 4 * windowTransactions ? windowTransactions : 0;
    }

    private void sizePoints(long points) {
        if (points != pointsEach) {
            pointsEach = points;
            long capacity = GROUPS * groupPoints;
            windowTransactions = capacity / points;
            groupsHoldSeveral = groupPoints >= 2 * points;
            holdsWhole = windowTransactions * points == capacity;
        }
    }

    /** Earliest cycle after the first beat of the latest read. */
    long firstArrival() {
        return firstAsked + side.readLatency() + 1;
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
        transfer(false, cycle, transactions, beats);
        queued = Math.max(0, lastData - issue - side.readLatency());
        return lastData;
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
        long arrived = side.calendar(false).reserve(issue + side.readLatency(), beats);
        advance(pointsEach, arrived + responseAfter(false));
        return arrived;
    }

    /**
     * Cycles that writing {@code transactions} bursts of {@code beats} beats in all takes at least, to the end of the last data: as many
     * as may be pending leave at once, each of the others once a slot is free.
     */
    long writeCycles(long transactions, long beats) {
        long before = Math.max(0, transactions - 1);
        long each = Math.ceilDiv(beats, Math.max(1, transactions));
        long trip = each + side.writeLatency();
        return Math.max(beats, before / limit * trip + (before % limit + 1) * each);
    }

    /** Writes {@code transactions} bursts from {@code cycle} on; returns the cycle of the last response. */
    long write(long cycle, long transactions, long beats) {
        counts.add(side.writeBeatEvent(), beats);
        counts.add(side.writeEvent(), transactions);
        transfer(true, cycle, transactions, beats);
        return lastResponse;
    }

    private void transfer(boolean writes, long cycle, long transactions, long beats) {
        size(transactions, beats);
        if (allFree <= cycle) {
            clear();
        }
        held = 0;
        queued = 0;
        transactionsLeft = transactions;
        beatsLeft = beats;
        issue = cycle;
        firstAsked = -1;
        lastData = cycle;
        lastResponse = cycle;
        BackingStore store = side.store();
        if (store != null) {
            transferCached(store, writes);
        } else if (lapTransactions == 0) {
            transferUntil(0, writes);
        } else {
            transferInLaps(writes);
        }
    }

    /** Transfers until no more than {@code end} transactions are left. */
    private void transferUntil(long end, boolean writes) {
        BeatCalendar calendar = side.calendar(writes);
        long before = writes ? 0 : side.readLatency();
        long after = responseAfter(writes);
        while (transactionsLeft > end) {
            long count = fitting();
            long beats = Math.min(beatsLeft, count * beatsEach);
            long freeAfter = after - Math.max(0, beats - beatsEach);
            long wanted = Math.max(issue, freeCycle[position]);
            int pieces = alike(count, beats, end);
            if (calendar.isLeftToOne()) {
                writeAlone(pieces, count, beats, calendar.cycles((int) beats), freeAfter);
            } else if (pieces > 1 && calendar.beginRun(wanted + before, (int) beats)) {
                transfer(calendar, writes, pieces, count, (int) beats, before, freeAfter);
                calendar.endRun();
            } else {
                pieces = 1;
                issue = side.admit(wanted, beats);
                held += issue - wanted;
                firstAsked = firstAsked < 0 ? issue : firstAsked;
                lastData = calendar.reserve(issue + before, beats);
                issue = writes ? lastData : issue + count;
                advance(count * pointsEach, lastData + freeAfter);
            }
            transactionsLeft -= pieces * count;
            beatsLeft -= pieces * beats;
        }
        lastResponse = lastData + after;
    }

    /**
     * Transfers {@code pieces} pieces of {@code count} transactions and {@code beats} beats each: data are asked for {@code before} cycles
     * before they come at the earliest, and take room until {@code after} cycles after the last.
     */
    private void transfer(
            BeatCalendar calendar, boolean writes, int pieces, long count, int beats, long before, long after) {
        long points = count * pointsEach;
        long next = issue;
        long data = lastData;
        long waited = 0;
        long taken = filled;
        long latest = pendingFree;
        long last = allFree;
        int group = position;
        for (int i = 0; i < pieces; i++) {
            long wanted = Math.max(next, freeCycle[group]);
            next = side.admit(wanted, beats);
            if (firstAsked < 0) {
                firstAsked = next;
            }
            waited += next - wanted;
            data = calendar.reserveNext(next + before, beats);
            next = writes ? data : next + count;
            long free = data + after;
            latest = Math.max(latest, free);
            last = Math.max(last, free);
            taken += points;
            while (taken >= groupPoints) {
                taken -= groupPoints;
                freeCycle[group] = latest;
                group = group + 1 & GROUPS - 1;
                latest = free;
            }
        }
        issue = next;
        lastData = data;
        held += waited;
        filled = taken;
        pendingFree = taken == 0 ? 0 : latest;
        allFree = last;
        position = group;
    }

    /** The same for writes where nothing else writes: the data of each take {@code cycles} from the end of the one before. */
    private void writeAlone(int pieces, long count, long beats, int cycles, long after) {
        long points = count * pointsEach;
        long data = issue;
        for (int i = 0; i < pieces; i++) {
            long wanted = Math.max(data, freeCycle[position]);
            long admitted = side.admit(wanted, beats);
            held += admitted - wanted;
            data = admitted + cycles;
            advance(points, data + after);
        }
        issue = data;
        lastData = data;
    }

    /** Cycles from the last beat of a transaction to the end of what it takes. */
    private long responseAfter(boolean writes) {
        return writes ? side.writeLatency() : -returned;
    }

    /** Transactions that the next piece has: those that fit into a group that has room for several. */
    private long fitting() {
        long room = groupPoints - filled;
        return room < 2 * pointsEach ? 1 : Math.min(room / pointsEach, transactionsLeft);
    }

    /** How many pieces of {@code count} transactions and {@code beats} beats follow one another, down to {@code end} transactions. */
    private int alike(long count, long beats, long end) {
        long pieces;
        if (transactionsLeft - end <= count) {
            return 1;
        }
        if (!groupsHoldSeveral) {
            pieces = transactionsLeft - end;
        } else if (count * pointsEach == groupPoints) {
            pieces = Math.min(transactionsLeft / count, Math.ceilDiv(transactionsLeft - end, count));
        } else {
            return 1;
        }
        return (int) Math.max(1, pieces * beats <= beatsLeft ? pieces : beatsLeft / beats);
    }

    private void advance(long points, long free) {
        long taken = filled + points;
        long latest = Math.max(pendingFree, free);
        while (taken >= groupPoints) {
            freeCycle[position] = latest;
            position = position + 1 & GROUPS - 1;
            taken -= groupPoints;
            latest = free;
        }
        filled = taken;
        pendingFree = taken == 0 ? 0 : latest;
        allFree = Math.max(allFree, free);
    }

    private void transferInLaps(boolean writes) {
        mark(writes);
        long end = transactionsLeft - lapTransactions;
        transferUntil(end, writes);
        while (transactionsLeft > 0) {
            if (transactionsLeft == end) {
                passLaps(writes);
                end = transactionsLeft;
                mark(writes);
            }
            end -= lapTransactions;
            transferUntil(Math.max(0, end), writes);
        }
    }

    /**
     * Passes over as many round trips as the side admits without holding one, if the window is as it was one round trip ago but for the
     * time and no others had promised beats since then: what these leave one trip they may not leave the next, and behind them all is
     * free.
     */
    private void passLaps(boolean writes) {
        long trip = lapMark.trip(freeCycle, position, filled, pendingFree, issue, held);
        if (trip == 0 || !lapAlone) {
            return;
        }
        long lapBeats = lapTransactions * beatsEach;
        long most = Math.min((transactionsLeft - 1) / lapTransactions, beatsLeft / lapBeats);
        long laps = side.admitLaps(issue, trip, lapBeats, most);
        if (laps > 0) {
            long skipped = laps * trip;
            pass(skipped);
            side.calendar(writes).spread(writes ? issue : issue + side.readLatency(), skipped, laps * lapBeats);
            issue += skipped;
            transactionsLeft -= laps * lapTransactions;
            beatsLeft -= laps * lapBeats;
        }
    }

    private void mark(boolean writes) {
        lapMark.set(freeCycle, position, filled, pendingFree, issue, held);
        lapAlone = side.calendar(writes).isFree(Math.max(lastData, writes ? issue : issue + side.readLatency()));
    }

    private void transferCached(BackingStore store, boolean writes) {
        missesLeft = store.cache().takeMissedLines();
        evictionsLeft = store.cache().takeEvictedLines();
        while (transactionsLeft > 0) {
            long count = fitting();
            long beats = Math.min(beatsLeft, count * beatsEach);
            long wanted = Math.max(issue, freeCycle[position]);
            issue = side.admit(wanted, beats);
            held += issue - wanted;
            if (firstAsked < 0) {
                firstAsked = issue;
            }
            if (writes) {
                lastData = side.calendar(true).reserve(issue, beats);
                lastResponse = Math.max(lastData + side.writeLatency(), writeBack(store, lastData, count));
                issue = lastData;
            } else {
                lastData = receiveCached(store, issue + side.readLatency(), beats, count);
                lastResponse = lastData + responseAfter(false);
                issue += count;
            }
            transactionsLeft -= count;
            beatsLeft -= beats;
            advance(count * pointsEach, lastResponse - Math.max(0, beats - beatsEach));
        }
    }

    /** Data of {@code count} transactions: lines that miss come through the cache as they arrive. */
    private long receiveCached(BackingStore store, long arrival, long beats, long count) {
        writeBack(store, arrival, count);
        long misses = Math.ceilDiv(missesLeft * count, transactionsLeft);
        missesLeft -= misses;
        if (misses == 0) {
            return side.calendar(false).reserve(arrival, beats);
        }
        long last = store.fetch(arrival, misses);
        return Math.max(side.calendar(false).reserve(store.firstArrival(), beats), last);
    }

    /** Lines that {@code count} transactions drive out; returns when the last of their data has left. */
    private long writeBack(BackingStore store, long cycle, long count) {
        long evictions = Math.ceilDiv(evictionsLeft * count, transactionsLeft);
        evictionsLeft -= evictions;
        return evictions == 0 ? cycle : store.writeBack(cycle, evictions);
    }

    private void pass(long cycles) {
        for (int i = 0; i < GROUPS; i++) {
            freeCycle[i] += cycles;
        }
        pendingFree += filled == 0 ? 0 : cycles;
        allFree += cycles;
    }

    /** Starts with an empty group. The groups keep their order: another requester of the channel may ask for an earlier cycle. */
    private void clear() {
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
}
