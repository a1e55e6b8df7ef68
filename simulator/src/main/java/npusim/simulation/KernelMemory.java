package npusim.simulation;

import npusim.simulation.KernelPassages.Passage;
import org.jspecify.annotations.Nullable;

/**
 * Whole kernels of a run with the state of all stages before and after. Pulses of a memory bring the layers of a network into step:
 * once a kernel meets the state, the pulse included, in which one like it was found before, it takes the same course and is passed
 * over. One object is for one run.
 */
final class KernelMemory {
    private final KernelPipeline pipeline;
    private final EventCounts counts;
    private final KernelPassages passages;
    private final StateTape tape = new StateTape();
    private @Nullable Passage open;
    private long passedOver;

    KernelMemory(KernelPipeline pipeline, EventCounts counts, KernelPassages passages) {
        this.pipeline = pipeline;
        this.counts = counts;
        this.passages = passages;
        passages.begin();
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
        pipeline.watchBudget();
        pipeline.writeEntry(tape, chain, start);
        tape.value(frontier - start);
        KernelPassages.Key key = new KernelPassages.Key(chain.kind(), tape.writtenHash());
        Passage known = passages.find(key, tape, pipeline.budget());
        if (known == null && passages.hasRoom()) {
            open = new Passage(key, tape.keepIn(passages.tapes()), counts.copy(), chain.blocks(), pipeline.budget());
        }
        return known;
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
        passage.after = tape.keepIn(passages.tapes());
        passage.leastBudget = pipeline.leastBudget();
        passage.done = done - start;
        passage.account = account;
        counts.subtractFrom(passage.events);
        passages.keep(passage);
        open = null;
    }
}
