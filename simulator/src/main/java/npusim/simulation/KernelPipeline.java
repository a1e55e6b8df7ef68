package npusim.simulation;

import java.util.List;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelKind;
import npusim.simulation.Ablation.Mechanism;
import org.jspecify.annotations.Nullable;

/**
 * The block pipeline: IFM fetch, MAC array, output unit and write-back, each a resource that outlives a kernel, with the
 * buffers between them as bounds on how far one stage may run ahead of the next.
 */
final class KernelPipeline implements StretchMemory.Stages {
    private final DesignParameters design;
    private final OutputRates outputRates;
    private final EventCounts counts;
    private final @Nullable BlockRecorder blocks;
    private final InputStage input;
    private final OutputStage output;
    private final BlockTimes times = new BlockTimes();
    private final boolean dependent;
    private final ArrayStage array;
    private final ChannelWindows windows;
    private final @Nullable StretchMemory memory;
    private long blockCount;
    private long passedOver;
    private long done;
    private boolean usesArray;
    private boolean streams;
    private boolean multiplies;
    private boolean writes;
    private int used;
    private long gate;
    private @Nullable MemorySide pulsed;
    private final RecentBlocks recent;
    private final RunPassages passages;

    KernelPipeline(
            DesignParameters design,
            ChannelWindows windows,
            OutputRates outputRates,
            EventCounts counts,
            @Nullable BlockRecorder blocks,
            RecentBlocks recent,
            RunPassages passages,
            boolean accounts) {
        this.recent = recent;
        this.passages = passages;
        this.blocks = blocks;
        this.design = design;
        this.outputRates = outputRates;
        this.counts = counts;
        dependent = !design.ablation().lacks(Mechanism.BLOCK_DEPENDENCY);
        input = new InputStage(design, windows);
        output = new OutputStage(design, windows, counts);
        array = new ArrayStage(design, windows, input, output, times, counts);
        this.windows = windows;
        memory = everyBlock() ? null : new StretchMemory(this, recent, times, counts, accounts);
    }

    /** Whether each block is worked through, because samples or addresses matter. */
    boolean everyBlock() {
        return blocks != null || counts.fine() || windows.addressed();
    }

    /** Cycle at which the front end can take the next kernel: the latest one has begun its last block. */
    long frontEndFree() {
        return Math.max(array.lastBlockStart(), input.streamFree());
    }

    /** OFM blocks of all kernels so far. */
    long blocks() {
        return blockCount;
    }

    /** How many of them were passed over in stretches, those of kernels passed over whole not among them. */
    long blocksPassedOver() {
        return passedOver;
    }

    /** What happened to the blocks of the latest kernel. */
    BlockTimes times() {
        return times;
    }

    /**
     * Runs the chain that {@link #prepare} got the stages ready for; returns the cycle of the last response. If it is {@code apart},
     * nothing that follows asks for a time before its end.
     */
    long run(KernelChain kernels, long start, boolean apart) {
        List<KernelCommand> chain = kernels.kernels();
        KernelCommand kernel = kernels.first();
        Extent ofm = kernel.ofm().extent();
        Extent block = kernel.blocks().ofmBlock();
        int total = kernels.blocks();
        times.clear(total);
        double perElement = 0;
        for (KernelCommand member : chain) {
            perElement += outputRates.cyclesPerElement(member);
        }
        if (usesArray) {
            array.prepare(kernel);
        }
        done = start;
        if (memory != null) {
            memory.begin(
                    kernels.alike(), passages.of(kernels).stretches(), Math.max(start, dependencyGate(0, 0)), apart);
        }
        int columns = Math.ceilDiv(ofm.width(), block.width());
        int layers = Math.ceilDiv(ofm.depth(), block.depth());
        int index = 0;
        while (index < total) {
            int y = index / (columns * layers) * block.height();
            int x = index / layers % columns * block.width();
            int c = index % layers * block.depth();
            int height = Math.min(block.height(), ofm.height() - y);
            int width = Math.min(block.width(), ofm.width() - x);
            int depth = Math.min(block.depth(), ofm.depth() - c);
            runBlock(chain, index, start, perElement, y, x, c, height, width, depth, block.depth());
            done = Math.max(done, times.response[index]);
            recent.done(index, done);
            counts.until(done);
            if (blocks != null) {
                long begin = usesArray ? times.macStart[index] : times.outputStart[index];
                blocks.block(begin, times.response[index], counts);
            }
            int next = index + 1;
            if (memory != null && next < total) {
                next = memory.passOver(next);
                passedOver += next - index - 1;
                counts.until(done);
            }
            index = next;
        }
        if (memory != null) {
            memory.end();
        }
        times.count = index;
        blockCount += index;
        recent.end(index);
        return done;
    }

    /**
     * Gets the stages ready for a chain of kernels that begins at {@code start}. Until its gate they wait for it, and what is over by
     * then no longer matters.
     */
    void prepare(KernelChain chain, long start) {
        KernelCommand first = chain.first();
        usesArray = first.kind().usesMacArray();
        multiplies = first.kind().hasWeights() || first.kind() == KernelKind.MATRIX_MULTIPLY;
        writes = chain.last().ofm().inMemory();
        used = chain.windows();
        pulsed = windows.pulsed(used);
        streams = false;
        for (KernelCommand kernel : chain.kernels()) {
            FeatureMap second = kernel.ifm2();
            boolean operands = kernel.ifm().inMemory() || second != null && second.inMemory();
            streams |= operands && (kernel != first || !usesArray);
        }
        long gate = Math.max(start, dependencyGate(first.blockDependency(), 0));
        if (usesArray) {
            input.prepare(first);
            array.begin(gate);
        }
        output.begin(gate);
        // a chain that reads nothing leaves the stages before the output unit as they are
        this.gate = usesArray || streams ? gate : start;
    }

    /** The NPU is stopped until {@code cycle}: its units wait for nothing, so nothing counts as a stall. */
    void idleUntil(long cycle) {
        array.idleUntil(cycle);
        output.idleUntil(cycle);
    }

    /** Nothing that the chain does touches feature maps before this cycle, nor do later chains if it reads any. */
    long gate() {
        return gate;
    }

    /** Writes the state in which a chain that begins at {@code start} finds the stages. */
    void writeEntry(StateTape tape, KernelChain chain, long start) {
        tape.write(start, start, gate, start);
        exchangeStages(tape);
        int dependency = dependent ? chain.first().blockDependency() : 0;
        for (int job = 0; job <= dependency; job++) {
            tape.value(Math.max(0, dependencyGate(dependency, job) - start));
        }
    }

    /** Hands over the state in which a chain leaves the stages. */
    void exchangeExit(StateTape tape) {
        exchangeStages(tape);
        recent.exchange(tape);
    }

    private void exchangeStages(StateTape tape) {
        if (usesArray) {
            array.exchange(tape);
            input.exchange(tape);
        }
        if (streams) {
            input.exchangeStream(tape);
        }
        if (multiplies) {
            array.exchangeWeights(tape);
        }
        output.exchange(tape, writes);
        windows.exchange(tape, used);
    }

    /** Words that may be asked for outside in one window, 0 without a budget. */
    @Override
    public long budget() {
        return windows.budget();
    }

    @Override
    public long watchBudget() {
        return windows.watchBudget();
    }

    /** The smallest budget outside with which the chain takes the same course, see {@link MemorySide#leastBudget}. */
    @Override
    public long leastBudget() {
        return windows.leastBudget(used);
    }

    @Override
    public void needBudget(long words) {
        windows.needBudget(words);
    }

    /** Counts {@code count} blocks that were passed over with their kernel. */
    void passedOver(int count) {
        blockCount += count;
    }

    @Override
    public void exchange(StateTape tape) {
        done = tape.time(done);
        exchangeStages(tape);
    }

    @Override
    public long floor() {
        long floor = Math.min(output.floor(writes), frontEndFree());
        floor = usesArray ? Math.min(floor, input.requestFree()) : floor;
        floor = streams ? Math.min(floor, input.streamFree()) : floor;
        return multiplies ? Math.min(floor, array.weightFloor()) : floor;
    }

    @Override
    public long done() {
        return done;
    }

    @Override
    public long pulse(long cycle) {
        return pulsed == null ? 0 : pulsed.pulse(cycle);
    }

    @Override
    public long pulseStart(long pulse, long cycle) {
        return pulsed == null ? cycle : pulsed.pulseStart(pulse);
    }

    private void runBlock(
            List<KernelCommand> chain,
            int index,
            long start,
            double perElement,
            int y,
            int x,
            int c,
            int height,
            int width,
            int depth,
            int blockDepth) {
        KernelCommand kernel = chain.getFirst();
        long gate = Math.max(start, dependencyGate(kernel.blockDependency(), index));
        counts.add(EngineEvent.STALLED_ON_BLOCK_DEPENDENCY, index == 0 ? gate - start : 0);
        double ready;
        if (kernel.kind().usesMacArray()) {
            ready = array.multiply(kernel, index, start, gate, y, x, c, height, width, depth, blockDepth);
        } else {
            times.inputAsked[index] = Long.MAX_VALUE;
            times.inputArrived[index] = 0;
            times.inputCause[index] = BlockTimes.STAGE_BEFORE;
            ready = fetchOperands(kernel, index, start, gate, y, x, c, height, width, depth);
        }
        double operandsReady = 0;
        for (int i = 1; i < chain.size(); i++) {
            operandsReady = Math.max(
                    operandsReady, fetchOperands(chain.get(i), index, start, gate, y, x, c, height, width, depth));
        }
        ready = Math.max(ready, operandsReady);
        int granule = design.outputGranule();
        double cycles = ExactCycles.of(perElement * height * width * (Math.ceilDiv(depth, granule) * granule));
        boolean mac = kernel.kind().usesMacArray();
        double tail = mac ? ExactCycles.of(cycles / array.slices() * array.rowShare()) : cycles;
        double firstReady = mac ? Math.min(ready, Math.max(array.firstSliceReady(), operandsReady)) : ready;
        output.produce(
                kernel,
                chain.getLast(),
                times,
                index,
                start,
                firstReady,
                ready,
                cycles,
                tail,
                y,
                x,
                c,
                height,
                width,
                depth);
    }

    /** Earliest cycle at which job {@code job} may touch data of the previous kernel. */
    private long dependencyGate(int blockDependency, int job) {
        return dependent ? recent.allBut(Math.max(0, blockDependency - job)) : 0;
    }

    private double fetchOperands(
            KernelCommand kernel,
            int index,
            long start,
            long gate,
            int y,
            int x,
            int c,
            int height,
            int width,
            int depth) {
        double ready = fetchOperand(kernel, kernel.ifm(), index, start, gate, y, x, c, height, width, depth);
        FeatureMap second = kernel.ifm2();
        return second == null
                ? ready
                : Math.max(ready, fetchOperand(kernel, second, index, start, gate, y, x, c, height, width, depth));
    }

    private long fetchOperand(
            KernelCommand kernel,
            FeatureMap map,
            int index,
            long start,
            long gate,
            int y,
            int x,
            int c,
            int height,
            int width,
            int depth) {
        if (!map.inMemory()) {
            return gate;
        }
        long arrived =
                input.fetchOperand(map, kernel.window(), start, gate, output.roomAt(), y, x, c, height, width, depth);
        if (arrived > times.inputArrived[index]) {
            input.note(times, index);
        }
        return arrived;
    }
}
