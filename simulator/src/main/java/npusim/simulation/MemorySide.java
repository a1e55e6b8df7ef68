package npusim.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One side of the NPU as seen by its channels: ports, timing adapter and the latency of the path. Addresses
 * pass only while the pulse is on and the word budget of the window is not spent; data beats share the ports.
 */
final class MemorySide {
    private static final long UNLIMITED = 1L << 62;

    private final int readLatency;
    private final int writeLatency;
    private final int readPath;
    private final long pulseOn;
    private final long period;
    /**
     * Whether the pause is shorter than the data of a burst: pending transactions keep the ports busy through it, and windows may as
     * well begin with each kernel.
     */
    private final boolean floating;

    private long windowPhase;
    private final long wordsPerWindow;
    private final BeatCalendar readBeats;
    private final BeatCalendar writeBeats;
    /** Whether a bucket of these begins with each pulse; otherwise with each kernel. */
    private final boolean inPulses;

    private final long[] spentWords = new long[1 << 12];
    private final long[] spentWindow = new long[1 << 12];
    private final Place place;
    private final @Nullable BackingStore store;
    private long latestSpent = -1;
    /** The window of the latest request, kept because the next is mostly in the same. */
    private long latestWindow;

    private long windowStart;
    /** From when to when addresses pass in that window. */
    private long openFrom;

    private long openUntil;
    /** Words that may still be asked for in it. */
    private long wordsLeft;

    private long base;
    /** See {@link #leastBudget}. */
    private long neededBudget;

    /** Where a side is, for what its traffic is counted as. */
    enum Place {
        SRAM(
                EngineEvent.SRAM_READ_BEATS,
                EngineEvent.SRAM_WRITE_BEATS,
                EngineEvent.SRAM_READS,
                EngineEvent.SRAM_WRITES),
        EXTERNAL(
                EngineEvent.EXTERNAL_READ_BEATS,
                EngineEvent.EXTERNAL_WRITE_BEATS,
                EngineEvent.EXTERNAL_READS,
                EngineEvent.EXTERNAL_WRITES),
        BEHIND_CACHE(
                EngineEvent.BACKING_READ_BEATS,
                EngineEvent.BACKING_WRITE_BEATS,
                EngineEvent.BACKING_READS,
                EngineEvent.BACKING_WRITES);

        private final EngineEvent readBeats;
        private final EngineEvent writeBeats;
        private final EngineEvent reads;
        private final EngineEvent writes;

        Place(EngineEvent readBeats, EngineEvent writeBeats, EngineEvent reads, EngineEvent writes) {
            this.readBeats = readBeats;
            this.writeBeats = writeBeats;
            this.reads = reads;
            this.writes = writes;
        }
    }

    /** The side called {@code place}, with a cache in front of its memory when {@code store} is given. */
    MemorySide(SideParameters parameters, Place place, @Nullable BackingStore store) {
        this.place = place;
        this.store = store;
        readLatency = parameters.readLatency();
        writeLatency = parameters.writeLatency();
        readPath = parameters.readPath();
        pulseOn = parameters.pulseOn();
        period = parameters.pulseOff() == 0 && parameters.wordsPerWindow() == 0
                ? 0
                : parameters.pulseOn() + parameters.pulseOff();
        windowPhase = parameters.windowPhase();
        wordsPerWindow = parameters.wordsPerWindow();
        floating = period > 0 && parameters.pulseOff() < parameters.burstBeats();
        int bucketCycles = period == 0 || floating ? 0 : bucketsInPulse(period);
        inPulses = bucketCycles > 0;
        readBeats = calendar(parameters.ports(), bucketCycles);
        writeBeats = calendar(parameters.ports(), bucketCycles);
        Arrays.fill(spentWindow, -1);
        if (period == 0) {
            openUntil = Long.MAX_VALUE;
            wordsLeft = UNLIMITED;
        } else {
            open();
        }
    }

    /** Cycles of the longest buckets that divide a pulse with its pause, 0 if none of a length that is useful does. */
    private static int bucketsInPulse(long period) {
        int cycles = BeatCalendar.MOST_BUCKET_CYCLES;
        while (period % cycles != 0) {
            cycles--;
        }
        return cycles < BeatCalendar.LEAST_BUCKET_CYCLES ? 0 : cycles;
    }

    private BeatCalendar calendar(int ports, int bucketCycles) {
        return inPulses
                ? new BeatCalendar(ports, bucketCycles, pulseStart(0))
                : new BeatCalendar(ports, BeatCalendar.BUCKET_CYCLES, 0);
    }

    /**
     * Says that one channel alone writes here, see {@link BeatCalendar#leaveToOne}. Beats shared out anew with each kernel may yet be in
     * its way.
     */
    void writtenByOne() {
        if (inPulses) {
            writeBeats.leaveToOne();
        }
    }

    int readLatency() {
        return readLatency;
    }

    /** Cycles from the adapter, where a pending read ends, to the read buffer. */
    int readPath() {
        return readPath;
    }

    int writeLatency() {
        return writeLatency;
    }

    EngineEvent readBeatEvent() {
        return place.readBeats;
    }

    EngineEvent writeBeatEvent() {
        return place.writeBeats;
    }

    EngineEvent readEvent() {
        return place.reads;
    }

    EngineEvent writeEvent() {
        return place.writes;
    }

    /** The cache in front of the memory of this side, or null. */
    @Nullable
    CacheLevel cache() {
        return store == null ? null : store.cache();
    }

    /** The cache with what lies behind it, or null. */
    @Nullable
    BackingStore store() {
        return store;
    }

    /** First cycle at or after {@code cycle} at which addresses for {@code beats} beats pass; spends the budget. */
    long admit(long cycle, long beats) {
        if (cycle >= openFrom && cycle < openUntil && wordsLeft > 0) {
            wordsLeft -= beats;
            return cycle;
        }
        return period == 0 ? cycle : admitLater(cycle, beats);
    }

    private long admitLater(long cycle, long beats) {
        long shifted = cycle + windowPhase;
        if (cycle < base) {
            long passed = shifted % period;
            return passed < pulseOn ? cycle : cycle + period - passed;
        }
        settle();
        long position = shifted - windowStart;
        if (position < 0 || position >= period) {
            latestWindow = shifted / period;
            windowStart = latestWindow * period;
            position = shifted - windowStart;
        }
        long window = latestWindow;
        if (position >= pulseOn) {
            window++;
            shifted = window * period;
        }
        if (wordsPerWindow > 0) {
            while (!spend(window, beats)) {
                window++;
                shifted = window * period;
            }
        }
        open();
        return shifted - windowPhase;
    }

    /** Notes what the latest window has let pass, before budgets are read or another window is the latest; {@link #open} follows. */
    private void settle() {
        int slot = (int) latestWindow & spentWords.length - 1;
        if (wordsPerWindow > 0 && spentWindow[slot] == latestWindow) {
            spentWords[slot] = wordsPerWindow - wordsLeft;
            needMoreThan(spentWords[slot]);
        }
    }

    /** Finds out what the latest window lets pass: after {@link #settle} and whatever it was called for. */
    private void open() {
        openFrom = Math.max(base, windowStart - windowPhase);
        openUntil = windowStart - windowPhase + pulseOn;
        int slot = (int) latestWindow & spentWords.length - 1;
        boolean asked = wordsPerWindow > 0 && spentWindow[slot] == latestWindow;
        wordsLeft = wordsPerWindow == 0 ? UNLIMITED : asked ? wordsPerWindow - spentWords[slot] : 0;
    }

    /**
     * Admits up to {@code most} round trips of {@code beats} beats and {@code trip} cycles each from {@code cycle} on, as many as
     * the pulse and the budget of the window let through without holding one; returns how many.
     */
    long admitLaps(long cycle, long trip, long beats, long most) {
        if (period == 0) {
            return most;
        }
        long position = cycle + windowPhase - windowStart;
        if (position < 0 || position >= pulseOn) {
            return 0;
        }
        long laps = Math.min(most, (pulseOn - position) / trip - 1);
        needBudget(wordsPerWindow - wordsLeft + (laps + 1) * beats);
        laps = Math.max(0, Math.min(laps, wordsLeft / beats - 1));
        wordsLeft -= laps * beats;
        return laps;
    }

    private boolean spend(long window, long beats) {
        int slot = (int) (window & (spentWords.length - 1));
        if (spentWindow[slot] != window) {
            int before = (int) ((window - 1) & (spentWords.length - 1));
            long excess = spentWindow[before] == window - 1 ? spentWords[before] - wordsPerWindow : 0;
            spentWindow[slot] = window;
            spentWords[slot] = Math.max(0, excess);
            latestSpent = Math.max(latestSpent, window);
        }
        if (spentWords[slot] >= wordsPerWindow) {
            needBudget(UNLIMITED);
            return false;
        }
        spentWords[slot] += beats;
        needMoreThan(spentWords[slot]); // the window may be over before it is the latest
        return true;
    }

    /** Says that the time before {@code cycle} is over: what still asks for it is not held up by others, nor others by it. */
    void forget(long cycle) {
        base = Math.max(base, cycle);
        openFrom = Math.max(openFrom, base);
        readBeats.forget(cycle);
        writeBeats.forget(cycle);
    }

    /**
     * Begins a kernel issued at {@code cycle}: the time before is over, and the same requests from there on find the same room
     * whatever the cycle, but for where the pulses are that matter. So buckets of beats begin with those, or with the kernel.
     */
    void align(long cycle) {
        base = Math.max(base, cycle);
        openFrom = Math.max(openFrom, base);
        if (inPulses) {
            readBeats.forget(cycle);
            writeBeats.forget(cycle);
        } else {
            readBeats.align(cycle);
            writeBeats.align(cycle);
        }
        if (floating) {
            settle();
            alignWindows(cycle);
            open();
        }
    }

    /**
     * Lets a window begin at {@code cycle}. Of the words of the one in which it lies, those that it let pass until then are over;
     * those of later ones are shared out as if they were evenly spread.
     */
    private void alignWindows(long cycle) {
        long first = pulse(cycle);
        long over = cycle - pulseStart(first);
        windowPhase = Math.floorMod(windowPhase - over, period);
        latestWindow = pulse(cycle);
        windowStart = latestWindow * period;
        if (over == 0 || wordsPerWindow == 0) {
            return;
        }
        long shift = latestWindow - first;
        long last = latestSpent;
        long words = Math.max(0, takeSpent(first) - wordsPerWindow * over / period);
        for (long window = first; window <= last; window++) {
            long following = takeSpent(window + 1);
            long before = following * over / period;
            int slot = (int) (window + shift) & spentWords.length - 1;
            spentWindow[slot] = window + shift;
            spentWords[slot] = words + before;
            words = following - before;
        }
        latestSpent = last + shift;
    }

    private long takeSpent(long window) {
        int slot = (int) window & spentWords.length - 1;
        if (spentWindow[slot] != window) {
            return 0;
        }
        spentWindow[slot] = -1;
        return spentWords[slot];
    }

    /** Whether addresses pass in pulses or up to a budget. */
    boolean pulsed() {
        return period != 0;
    }

    /** Number of the pulse in which {@code cycle} lies. */
    long pulse(long cycle) {
        return (cycle + windowPhase) / period;
    }

    long pulseStart(long pulse) {
        return pulse * period - windowPhase;
    }

    /** Words that may be asked for in one window, 0 without a budget. */
    long budget() {
        return wordsPerWindow;
    }

    /** Begins to find out the {@link #leastBudget}; returns what was needed since the time before when it was called. */
    long watchBudget() {
        settle();
        long needed = neededBudget;
        neededBudget = 0;
        return needed;
    }

    /**
     * The smallest budget with which everything since {@link #watchBudget} would have happened as it did; more than any budget where
     * that of a window ran out.
     */
    long leastBudget() {
        settle();
        return neededBudget > wordsPerWindow ? UNLIMITED : neededBudget;
    }

    /** Says that a window let {@code words} pass: one word must be left, as even a request for no beats waits for it. */
    private void needMoreThan(long words) {
        needBudget(words + 1);
    }

    /** Says that a smaller budget than {@code words} would matter. */
    void needBudget(long words) {
        neededBudget = Math.max(neededBudget, words);
    }

    /** Hands over the position in the pulse, the budgets spent and the beats promised. */
    void exchange(StateTape tape) {
        if (period != 0) {
            long first = pulse(tape.floor());
            tape.value(tape.reference() - pulseStart(first));
            if (wordsPerWindow > 0) {
                settle();
                exchangeBudgets(tape, first);
                open();
            }
        }
        readBeats.exchange(tape, tape.firstArrival(readLatency));
        writeBeats.exchange(tape, tape.gate());
    }

    private void exchangeBudgets(StateTape tape, long first) {
        int before = (int) (first - 1) & spentWords.length - 1;
        boolean begun = spentWindow[(int) first & spentWords.length - 1] == first;
        long excess = begun || spentWindow[before] != first - 1 ? 0 : Math.max(0, spentWords[before] - wordsPerWindow);
        excess = tape.value(excess);
        if (tape.reading() && (tape.alone() || first > pulse(tape.asked()))) {
            spentWindow[before] = first - 1;
            spentWords[before] = wordsPerWindow + excess;
        }
        long count = tape.value(Math.max(0, latestSpent - first + 1));
        for (long window = first; window < first + count; window++) {
            int slot = (int) window & spentWords.length - 1;
            long spent = tape.value(spentWindow[slot] == window ? spentWords[slot] : -1);
            needBudget(spent);
            if (spent >= 0) {
                spentWindow[slot] = window;
                spentWords[slot] = spent;
            }
        }
        latestSpent = Math.max(latestSpent, first + count - 1);
    }

    /** The beats of write or read data promised. */
    BeatCalendar calendar(boolean writes) {
        return writes ? writeBeats : readBeats;
    }
}
