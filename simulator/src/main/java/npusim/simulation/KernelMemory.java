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
    private final RunPassages passages;
    private final StateTape tape = new StateTape();
    private @Nullable Passage open;
    private long passedOver;

    KernelMemory(KernelPipeline pipeline, EventCounts counts, RunPassages passages) {
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
     *
     * @param copied whether a copy behind the chain may ask for beats before the front end is free, of which a passage without one
     *     says nothing
     */
    @Nullable
    Passage find(KernelChain chain, long start, long frontier, boolean copied) {
        open = null;
        pipeline.watchBudget();
        pipeline.writeEntry(tape, chain, start);
        tape.value(frontier - start);
        tape.value(copied ? 1 : 0);
        KernelPassages.Key key = new KernelPassages.Key(chain.kind(), tape.writtenHash());
        KernelPassages alike = passages.of(chain);
        Passage known = alike.find(key, tape, pipeline.budget());
        if (known == null && alike.hasRoom()) {
            open = new Passage(key, tape.keepIn(alike.tapes()), counts.copy(), chain.blocks(), pipeline.budget());
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
     * Keeps the course of {@code chain}, which was just worked through and is done at {@code done}; nothing that follows asks for beats before
     * {@code floor}.
     */
    void keep(KernelChain chain, long start, long done, long floor, CycleAccount account) {
        Passage passage = open;
        long earliest = Math.max(start, floor);
        if (passage == null || done - earliest > BeatCalendar.SPAN) {
            return;
        }
        tape.write(start, earliest, Math.max(earliest, pipeline.gate()), start);
        pipeline.exchangeExit(tape);
        KernelPassages alike = passages.of(chain);
        passage.after = tape.keepIn(alike.tapes());
        passage.leastBudget = pipeline.leastBudget();
        passage.done = done - start;
        passage.account = account;
        counts.subtractFrom(passage.events);
        alike.keep(passage);
        open = null;
    }
}
