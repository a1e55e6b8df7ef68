package npusim.simulation;

import npusim.simulation.BlockStretches.Stretch;
import org.jspecify.annotations.Nullable;

/**
 * Stretches of blocks of a run, each from one pulse of the memory to the next, with the state of all stages before and after. When
 * the same state comes back before like blocks, pulses included, the stretch takes the same course: it is passed over, with every
 * cycle and count as if it had been worked through again. One object is for one run.
 */
final class StretchMemory {
    /**
     * Longest stretch where no pulse ends it: short ones find a rhythm sooner, long ones are looked for less often. Rows and channels
     * that repeat by powers of two come back with those; of 16, 32, 64 and 128 it leaves the fewest blocks of the Conformer in all.
     */
    private static final int MOST_BLOCKS = 32;
    /** After so many states in a row that were not known, and again after each as many, stretches grow longer by as much. */
    private static final int PATIENCE = 16;
    /** Most cycles that a state may reach back from its reference. */
    private static final long DEEPEST_STATE = 1 << 14;

    private final Stages stages;
    private final RecentBlocks recent;
    private final BlockTimes times;
    private final EventCounts counts;
    private final boolean courses;
    private final StateTape tape = new StateTape();
    private @Nullable AlikeBlocks chain;
    private BlockStretches stretches = new BlockStretches(new TapeStore());
    private long gate;
    private boolean apart;
    private long pulse;
    private int next;
    /** States in a row that were not known. */
    private int misses;

    private @Nullable Stretch open;
    /** The smallest budget of the kernel's blocks before the open stretch. */
    private long neededBefore;

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

        /** Words that may be asked for in one window. */
        long budget();

        /** Begins to find out the {@link #leastBudget}; returns what was needed since the time before when it was called. */
        long watchBudget();

        /** The smallest budget of words with which everything since {@link #watchBudget} takes the same course. */
        long leastBudget();

        /** Says that a smaller budget than {@code words} would matter. */
        void needBudget(long words);
    }

    /** Keeps the times of blocks if {@code courses}. */
    StretchMemory(Stages stages, RecentBlocks recent, BlockTimes times, EventCounts counts, boolean courses) {
        this.stages = stages;
        this.recent = recent;
        this.times = times;
        this.counts = counts;
        this.courses = courses;
    }

    /**
     * Begins a chain of kernels with {@code blocks}, if there are enough, which may touch data from cycle {@code gate} on and whose
     * stretches are among {@code known}. If it is {@code apart}, what comes after it asks for nothing before its end.
     */
    void begin(@Nullable AlikeBlocks blocks, BlockStretches known, long gate, boolean apart) {
        stretches = known;
        this.apart = apart;
        chain = blocks;
        this.gate = gate;
        pulse = -1;
        next = 0;
        misses = 0;
    }

    /** Ends the chain. */
    void end() {
        leave();
        chain = null;
    }

    /** Passes over the blocks from {@code index} on as far as their course is known; returns the next to work through. */
    int passOver(int index) {
        AlikeBlocks blocks = chain;
        if (blocks == null) {
            return index;
        }
        long now = stages.pulse(stages.done());
        int rarely = 1 + misses / PATIENCE;
        if (now - pulse < rarely && index - next < rarely * MOST_BLOCKS) {
            return index;
        }
        long reference = advance(index, stages.done());
        Stretch found = look(blocks, index, reference, close(index));
        return found == null ? index : follow(blocks, found, index, reference);
    }

    /** Comes to block {@code index} when the latest response is there at {@code done}; returns the reference of the state. */
    private long advance(int index, long done) {
        long now = stages.pulse(done);
        long reference = now == pulse ? done : stages.pulseStart(now, done);
        pulse = now;
        next = index;
        return reference;
    }

    /** The stretch from block {@code at} on, before which {@code ended} ends; if it is not known, begins to record it. */
    private @Nullable Stretch look(AlikeBlocks blocks, int at, long reference, @Nullable Stretch ended) {
        long floor = stages.floor();
        if (floor <= gate || reference - floor > DEEPEST_STATE) {
            return null;
        }
        long needed = stages.watchBudget();
        tape.write(reference, floor);
        stages.exchange(tape);
        BlockStretches.Key key = new BlockStretches.Key(blocks, apart, tape.writtenHash());
        TapeStore.Tape state = TapeStore.Tape.NONE;
        if (ended != null) {
            state = tape.keepIn(stretches.tapes());
            keep(ended, at, state, reference);
        }
        Stretch found = stretches.find(key, at, tape, stages.budget());
        misses = found == null ? misses + 1 : 0;
        if (found == null && stretches.tapes().hasRoom()) {
            state = ended == null ? tape.keepIn(stretches.tapes()) : state;
            open = new Stretch(key, at, tape, state, counts.copy(), stages.budget());
            neededBefore = needed;
        } else {
            stages.needBudget(needed);
        }
        return found;
    }

    /** Stops recording; returns what was recorded. */
    private @Nullable Stretch leave() {
        Stretch left = open;
        open = null;
        if (left != null) {
            left.leastBudget = stages.leastBudget();
            stages.needBudget(neededBefore);
        }
        return left;
    }

    /** Ends the stretch being recorded before block {@code index}; returns it. */
    private @Nullable Stretch close(int index) {
        Stretch ended = leave();
        if (ended != null) {
            ended.count = index - ended.first;
            if (!apart) {
                tape.write(ended.reference, ended.floor);
                stages.exchange(tape);
                ended.after = tape.keepIn(stretches.tapes());
            }
        }
        return ended;
    }

    /** Keeps {@code ended}, which ends before block {@code index} in {@code state} relative to {@code reference}. */
    private void keep(Stretch ended, int index, TapeStore.Tape state, long reference) {
        if (apart) {
            ended.after = state;
            ended.afterReference = reference - ended.reference;
        }
        ended.doneAfter = stages.done() - ended.reference;
        if (courses) {
            ended.course = times.course(ended.first, ended.count, ended.reference, gate);
        }
        ended.done = new long[Math.min(ended.count, recent.most())];
        for (int i = 0; i < ended.done.length; i++) {
            ended.done[i] = recent.doneAt(index - ended.done.length + i) - ended.reference;
        }
        counts.subtractFrom(ended.events);
        stretches.keep(ended);
    }

    /**
     * Passes over {@code first}, which begins with block {@code index}, and those that follow it; returns the next block. The stages
     * are brought into their state only where it is not known which stretch follows.
     */
    private int follow(AlikeBlocks blocks, Stretch first, int index, long reference) {
        Stretch stretch = first;
        int at = index;
        long from = reference;
        while (true) {
            repeat(stretch, at, from);
            at += stretch.count;
            long following = advance(at, from + stretch.doneAfter);
            Stretch follower = apart ? stretch.follower : null;
            if (follower == null || !follower.holds(at, stages.budget())) {
                tape.read(stretch.after, from + stretch.afterReference, apart);
                stages.exchange(tape);
                follower = look(blocks, at, following, null);
                if (follower == null) {
                    return at;
                }
                stretch.follower = follower;
            }
            stretch = follower;
            from = following;
        }
    }

    private void repeat(Stretch stretch, int at, long reference) {
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
