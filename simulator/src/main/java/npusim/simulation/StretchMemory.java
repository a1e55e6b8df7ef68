package npusim.simulation;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stretches of blocks of a run, each from one pulse of the memory to the next, with the state of all stages before and after. When
 * the same state comes back before like blocks, pulses included, the stretch takes the same course: it is passed over, with every
 * cycle and count as if it had been worked through again. What is kept is bounded. One object is for one run.
 */
final class StretchMemory {
    /**
     * Longest stretch where no pulse ends it: short ones find a rhythm sooner, long ones are looked for less often. Rows and channels
     * that repeat by powers of two come back with those; of 16, 32, 64 and 128 it leaves the fewest blocks of the Conformer in all.
     */
    private static final int MOST_BLOCKS = 32;
    /** Shorter ones, as where a block takes long beside a pulse, are not worth their memory. */
    private static final int FEWEST_BLOCKS = 4;
    /** A chain is left alone after so many stretches that were too short. */
    private static final int PATIENCE = 16;
    /** Most cycles that a state may reach back from its reference. */
    private static final long DEEPEST_STATE = 1 << 14;
    /** Most numbers kept, of 8 bytes. */
    private static final long ROOM = 4L << 20;

    private final Stages stages;
    private final RecentBlocks recent;
    private final BlockTimes times;
    private final EventCounts counts;
    private final boolean courses;
    private final StateTape tape = new StateTape();
    private final Map<Key, Stretch> stretches = new HashMap<>();
    private long kept;
    private @Nullable AlikeBlocks chain;
    private long gate;
    private long pulse;
    private int next;
    private int tooShort;
    private @Nullable Stretch open;

    /** The stages whose state decides the course of the blocks that follow. */
    interface Stages {
        /** Hands the state over. */
        void exchange(StateTape tape);

        /** No later block or kernel asks for anything before this cycle. */
        long floor();

        /** Cycle of the latest response so far. */
        long done();

        /** Number of the pulse in which {@code cycle} lies; always 0 without pulses. */
        long pulse(long cycle);

        /** First cycle of a pulse; without pulses {@code cycle}. */
        long pulseStart(long pulse, long cycle);

        /** The smallest budget of words with which the kernel so far takes the same course. */
        long leastBudget();

        /** Says that a smaller budget than {@code words} would matter. */
        void needBudget(long words);
    }

    private record Key(AlikeBlocks chain, int hash) {}

    private static final class Stretch {
        final Key key;
        final int first;
        final long reference;
        final long floor;
        final long[] before;
        final long[] events;
        int count;
        /** The kernel before it included. */
        long leastBudget;

        long[] after = {};
        long[] course = {};
        long[] done = {};

        @Nullable
        Stretch sameKey;

        Stretch(Key key, int first, StateTape tape, long[] events) {
            this.key = key;
            this.first = first;
            this.reference = tape.reference();
            this.floor = tape.floor();
            this.before = tape.written();
            this.events = events;
        }
    }

    /** Keeps the times of blocks if {@code courses}. */
    StretchMemory(Stages stages, RecentBlocks recent, BlockTimes times, EventCounts counts, boolean courses) {
        this.stages = stages;
        this.recent = recent;
        this.times = times;
        this.counts = counts;
        this.courses = courses;
    }

    /** Begins a chain of kernels with {@code blocks}, if there are enough, which may touch data from cycle {@code gate} on. */
    void begin(@Nullable AlikeBlocks blocks, long gate) {
        chain = blocks;
        this.gate = gate;
        pulse = -1;
        next = 0;
        tooShort = 0;
        open = null;
    }

    /** Passes over the blocks from {@code index} on as far as their course is known; returns the next to work through. */
    int passOver(int index) {
        AlikeBlocks blocks = chain;
        if (blocks == null) {
            return index;
        }
        long now = stages.pulse(stages.done());
        if (now == pulse && index - next < MOST_BLOCKS) {
            return index;
        }
        close(index);
        int at = index;
        while (true) {
            long reference = now == pulse ? stages.done() : stages.pulseStart(now, stages.done());
            pulse = now;
            next = at;
            Key key = look(blocks, reference);
            if (key == null) {
                return at;
            }
            Stretch found = find(key, at);
            if (found == null) {
                if (kept < ROOM && chain != null) {
                    open = new Stretch(key, at, tape, counts.copy());
                }
                return at;
            }
            repeat(found, at, reference);
            at += found.count;
            now = stages.pulse(stages.done());
        }
    }

    /** Writes the state on the tape; null when nothing can be told from it. */
    private @Nullable Key look(AlikeBlocks blocks, long reference) {
        long floor = stages.floor();
        if (floor <= gate || reference - floor > DEEPEST_STATE) {
            return null;
        }
        tape.write(reference, floor);
        stages.exchange(tape);
        return new Key(blocks, tape.writtenHash());
    }

    private @Nullable Stretch find(Key key, int at) {
        for (Stretch known = stretches.get(key); known != null; known = known.sameKey) {
            if (known.key.chain.alike(known.first, at, known.count) && tape.sameAs(known.before)) {
                return known;
            }
        }
        return null;
    }

    /** Ends the stretch being recorded before block {@code index}. */
    private void close(int index) {
        Stretch ended = open;
        open = null;
        if (ended == null) {
            return;
        }
        ended.count = index - ended.first;
        if (ended.count < FEWEST_BLOCKS) {
            tooShort++;
            chain = tooShort < PATIENCE ? chain : null;
            return;
        }
        tape.write(ended.reference, ended.floor);
        stages.exchange(tape);
        ended.after = tape.written();
        ended.leastBudget = stages.leastBudget();
        if (courses) {
            ended.course = times.course(ended.first, ended.count, ended.reference, gate);
        }
        ended.done = new long[Math.min(ended.count, recent.most())];
        for (int i = 0; i < ended.done.length; i++) {
            ended.done[i] = recent.doneAt(index - ended.done.length + i) - ended.reference;
        }
        counts.subtractFrom(ended.events);
        ended.sameKey = stretches.put(ended.key, ended);
        kept += ended.before.length
                + ended.after.length
                + ended.course.length
                + ended.events.length
                + ended.done.length;
    }

    private void repeat(Stretch stretch, int at, long reference) {
        tape.read(stretch.after, reference);
        stages.exchange(tape);
        stages.needBudget(stretch.leastBudget);
        if (courses) {
            times.repeat(stretch.course, at, stretch.count, reference, gate);
        }
        int next = at + stretch.count;
        for (int i = 0; i < stretch.done.length; i++) {
            recent.done(next - stretch.done.length + i, stretch.done[i] + reference);
        }
        counts.add(stretch.events);
    }
}
