package npusim.simulation;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Kernels of one stream that were worked through, by the state of all stages in which they began. What is kept is bounded. For one
 * run at a time, on designs that differ in nothing that matters to them but the word budget outside.
 */
final class KernelPassages {
    private final Map<Key, Passage> passages = new HashMap<>();
    private final TapeStore tapes = new TapeStore();
    private final BlockStretches stretches = new BlockStretches(tapes);

    record Key(int kind, int hash) {}

    /** A kernel that was worked through; cycles are relative to its start. */
    static final class Passage {
        final Key key;
        final TapeStore.Tape before;
        final long[] events;
        final int blocks;
        final long budget;
        long leastBudget;
        TapeStore.Tape after = TapeStore.Tape.NONE;
        long done;
        CycleAccount account = CycleAccount.NOTHING;

        private @Nullable Passage sameKey;

        /** Of a kernel of {@code blocks} blocks that begins in the state {@code before}, {@code events} having been counted. */
        Passage(Key key, TapeStore.Tape before, long[] events, int blocks, long budget) {
            this.key = key;
            this.before = before;
            this.events = events;
            this.blocks = blocks;
            this.budget = budget;
        }

        /** Whether it takes the same course where {@code words} may be asked for in a window. */
        private boolean holds(long words) {
            return words == budget || words >= leastBudget;
        }
    }

    /** Makes room for another run. */
    void begin() {
        if (!tapes.hasRoomForARun()) {
            clear();
        }
    }

    /** Forgets all. */
    void clear() {
        passages.clear();
        stretches.clear();
        tapes.clear();
    }

    /** Where their states are kept. */
    TapeStore tapes() {
        return tapes;
    }

    /** The stretches of those kernels. */
    BlockStretches stretches() {
        return stretches;
    }

    boolean hasRoom() {
        return tapes.hasRoom();
    }

    /** The passage from the state on {@code tape} with a budget of {@code words}, null if it is not known. */
    @Nullable
    Passage find(Key key, StateTape tape, long words) {
        Passage known = passages.get(key);
        while (known != null && !(known.holds(words) && tape.sameAs(known.before))) {
            known = known.sameKey;
        }
        return known;
    }

    void keep(Passage passage) {
        passage.sameKey = passages.put(passage.key, passage);
    }
}
