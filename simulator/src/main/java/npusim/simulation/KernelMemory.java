package npusim.simulation;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whole kernels of a run with the state of all stages before and after. Pulses of a memory bring the layers of a network into step:
 * once a kernel meets the state, the pulse included, in which one like it was found before, it takes the same course and is passed
 * over. What is kept is bounded. One object is for one run.
 */
final class KernelMemory {
    /** Numbers of 8 bytes kept before no more are: a study has a run on each core, and each may take 32 MiB. */
    private static final long ROOM = 4L << 20;

    private final KernelPipeline pipeline;
    private final EventCounts counts;
    private final StateTape tape = new StateTape();
    private final Map<Key, Passage> passages = new HashMap<>();
    private long kept;
    private @Nullable Passage open;
    private long passedOver;

    record Key(int kind, int hash) {}

    /** A kernel that was worked through; cycles are relative to its start. */
    static final class Passage {
        private final Key key;
        private final long[] before;
        private final long[] events;
        private final int blocks;
        private long[] after = {};
        private long done;

        private CycleAccount account = CycleAccount.NOTHING;

        @Nullable
        private Passage sameKey;

        Passage(Key key, long[] before, long[] events, int blocks) {
            this.key = key;
            this.before = before;
            this.events = events;
            this.blocks = blocks;
        }

        /** What was charged to it. */
        CycleAccount account() {
            return account;
        }
    }

    KernelMemory(KernelPipeline pipeline, EventCounts counts) {
        this.pipeline = pipeline;
        this.counts = counts;
    }

    /** Kernels passed over so far. */
    long passedOver() {
        return passedOver;
    }

    /**
     * Finds the passage of a chain that begins at {@code start}, all earlier commands being done at {@code frontier}; null if it has
     * to be worked through, which {@link #keep} then ends.
     */
    @Nullable
    Passage find(KernelChain chain, long start, long frontier) {
        open = null;
        pipeline.writeEntry(tape, chain, start);
        tape.value(frontier - start);
        Key key = new Key(chain.kind(), tape.writtenHash());
        for (Passage known = passages.get(key); known != null; known = known.sameKey) {
            if (tape.sameAs(known.before)) {
                return known;
            }
        }
        if (kept < ROOM) {
            open = new Passage(key, tape.written(), counts.copy(), chain.blocks());
        }
        return null;
    }

    /** Takes the course of {@code passage} from {@code start} on; returns the cycle of its last response. */
    long repeat(Passage passage, long start) {
        passedOver++;
        tape.read(passage.after, start);
        pipeline.exchangeExit(tape);
        pipeline.passedOver(passage.blocks);
        counts.add(passage.events);
        return start + passage.done;
    }

    /**
     * Keeps the course of the chain just worked through, done at {@code done}; nothing that follows asks for beats before
     * {@code floor}.
     */
    void keep(long start, long done, long floor, CycleAccount account) {
        Passage passage = open;
        long earliest = Math.max(start, floor);
        if (passage == null || done - earliest > BeatCalendar.SPAN) {
            return;
        }
        tape.write(start, earliest, Math.max(earliest, pipeline.gate()), start);
        pipeline.exchangeExit(tape);
        passage.after = tape.written();
        passage.done = done - start;
        passage.account = account;
        counts.subtractFrom(passage.events);
        passage.sameKey = passages.put(passage.key, passage);
        kept += passage.before.length + passage.after.length + passage.events.length;
        open = null;
    }
}
