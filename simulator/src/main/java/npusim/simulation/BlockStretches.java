package npusim.simulation;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stretches of blocks of one stream that were worked through, by the state of all stages in which they began. What is kept is bounded.
 * For one run at a time, on designs that differ in nothing that matters to them but the word budget outside.
 */
final class BlockStretches {
    private final TapeStore tapes;
    private final Map<Key, Stretch> stretches = new HashMap<>();

    /** Blocks of a chain which is {@code apart} from what follows it, see {@link StretchMemory#begin}, and a state. */
    record Key(AlikeBlocks chain, boolean apart, int hash) {}

    /** Blocks that were worked through one after the other; cycles are relative to the reference of the first state. */
    static final class Stretch {
        final Key key;
        final int first;
        final long reference;
        final long floor;
        final TapeStore.Tape before;
        final long[] events;
        final long budget;
        int count;
        long leastBudget;
        /** The state after it, relative to a reference of its own. */
        TapeStore.Tape after = TapeStore.Tape.NONE;

        long afterReference;
        /** When the latest response was there after it. */
        long doneAfter;

        long[] course = {};
        long[] done = {};

        /** The latest one that was known to follow it: the state in which it ends is always the same. */
        @Nullable
        Stretch follower;

        private @Nullable Stretch sameKey;

        /** From block {@code first} on in the state on {@code tape}, {@code events} having been counted. */
        Stretch(Key key, int first, StateTape tape, TapeStore.Tape before, long[] events, long budget) {
            this.key = key;
            this.first = first;
            this.reference = tape.reference();
            this.floor = tape.floor();
            this.before = before;
            this.events = events;
            this.budget = budget;
        }

        /** Whether blocks from {@code at} on take the same course where {@code words} may be asked for in a window. */
        boolean holds(int at, long words) {
            return (words == budget || words >= leastBudget) && key.chain.alike(first, at, count);
        }
    }

    /** None yet; their states are kept in {@code tapes}. */
    BlockStretches(TapeStore tapes) {
        this.tapes = tapes;
    }

    TapeStore tapes() {
        return tapes;
    }

    /** Forgets all. */
    void clear() {
        stretches.clear();
    }

    /** The stretch of blocks from {@code at} on in the state on {@code tape} with a budget of {@code words}, null if not known. */
    @Nullable
    Stretch find(Key key, int at, StateTape tape, long words) {
        Stretch known = stretches.get(key);
        while (known != null && !(known.holds(at, words) && tape.sameAs(known.before))) {
            known = known.sameKey;
        }
        return known;
    }

    void keep(Stretch stretch) {
        stretch.sameKey = stretches.put(stretch.key, stretch);
    }
}
