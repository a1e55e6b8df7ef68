package npusim.simulation;

import java.util.List;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelKind;
import npusim.schedule.WeightFormat;
import npusim.simulation.Ablation.Mechanism;
import org.jspecify.annotations.Nullable;

/**
 * The block pipeline: IFM fetch, MAC array, output unit and write-back, each a resource that outlives a kernel, with the
 * buffers between them as bounds on how far one stage may run ahead of the next.
 */
final class KernelPipeline implements StretchMemory.Stages {
    private final DesignParameters design;
    private final MacModel macModel;
    private final LatestMacCycles macCycles;
    private final OutputRates outputRates;
    private final EventCounts counts;
    private final @Nullable BlockRecorder blocks;
    private final InputStage input;
    private final OutputStage output;
    private final BlockTimes times = new BlockTimes();
    private final boolean dependent;
    private final boolean retains;
    private final WeightStage weights;
    private final ChannelWindows windows;
    private final @Nullable StretchMemory memory;
    private SubKernel[] subKernels = {};
    private double macFree;
    /** Share of a row of micro-blocks in the block. */
    private double rowShare;

    private double firstSliceReady;
    private long lastBlockStart;
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

    KernelPipeline(
            DesignParameters design,
            ChannelWindows windows,
            OutputRates outputRates,
            EventCounts counts,
            @Nullable BlockRecorder blocks,
            RecentBlocks recent,
            boolean accounts) {
        this.recent = recent;
        this.blocks = blocks;
        this.design = design;
        this.outputRates = outputRates;
        this.counts = counts;
        dependent = !design.ablation().lacks(Mechanism.BLOCK_DEPENDENCY);
        retains = !design.ablation().lacks(Mechanism.INPUT_RETENTION);
        macModel = MacModel.of(design);
        macCycles = new LatestMacCycles(macModel, design);
        input = new InputStage(design, windows);
        output = new OutputStage(design, windows, counts);
        weights = new WeightStage(design, windows);
        this.windows = windows;
        memory = everyBlock() ? null : new StretchMemory(this, recent, times, counts, accounts);
    }

    /** Whether each block is worked through, because samples or addresses matter. */
    boolean everyBlock() {
        return blocks != null || counts.fine() || windows.addressed();
    }

    /** Cycle at which the front end can take the next kernel: the latest one has begun its last block. */
    long frontEndFree() {
        return Math.max(lastBlockStart, input.streamFree());
    }

    /** OFM blocks of all kernels so far. */
    long blocks() {
        return blockCount;
    }

    /** How many of them were passed over. */
    long blocksPassedOver() {
        return passedOver;
    }

    /** What happened to the blocks of the latest kernel. */
    BlockTimes times() {
        return times;
    }

    /** Runs the chain that {@link #prepare} got the stages ready for; returns the cycle of the last response. */
    long run(KernelChain kernels, long start) {
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
            subKernels = design.subKernels(kernel.window());
        }
        done = start;
        if (memory != null) {
            memory.begin(kernels.alike(), Math.max(start, dependencyGate(0, 0)));
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
            // one cycle less, so that the array still counts as free before what comes at the gate
            long free = gate - 1;
            counts.add(EngineEvent.MAC_STALLED_BY_INPUT, Math.max(0, (long) (free - macFree)));
            macFree = Math.max(macFree, free);
        }
        output.begin(gate);
        // a chain that reads nothing leaves the stages before the output unit as they are
        this.gate = usesArray || streams ? gate : start;
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
            macFree = tape.time(macFree);
            lastBlockStart = tape.flooredTime(lastBlockStart);
            input.exchange(tape);
        }
        if (streams) {
            input.exchangeStream(tape);
        }
        if (multiplies) {
            weights.exchange(tape);
        }
        output.exchange(tape, writes);
        windows.exchange(tape, used);
    }

    /** Counts {@code count} blocks that were passed over with their kernel. */
    void passedOver(int count) {
        blockCount += count;
        passedOver += count;
    }

    @Override
    public void exchange(StateTape tape) {
        done = tape.time(done);
        if (usesArray) {
            macFree = tape.time(macFree);
            lastBlockStart = tape.time(lastBlockStart);
            input.exchange(tape);
        }
        if (streams) {
            input.exchangeStream(tape);
        }
        if (multiplies) {
            weights.exchange(tape);
        }
        output.exchange(tape, writes);
        windows.exchange(tape, used);
    }

    @Override
    public long floor() {
        long floor = Math.min(output.floor(writes), frontEndFree());
        floor = usesArray ? Math.min(floor, input.requestFree()) : floor;
        floor = streams ? Math.min(floor, input.streamFree()) : floor;
        return multiplies ? Math.min(floor, weights.floor()) : floor;
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
            ready = multiplyBlock(kernel, index, start, gate, y, x, c, height, width, depth, blockDepth);
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
        int slices = mac ? macModel.slices(kernel, depth) : 1;
        double tail = ExactCycles.of(cycles / slices * (mac ? rowShare : 1));
        double firstReady = mac ? Math.min(ready, Math.max(firstSliceReady, operandsReady)) : ready;
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
        double ready = fetchOperand(kernel.ifm(), index, start, gate, y, x, c, height, width, depth);
        FeatureMap second = kernel.ifm2();
        return second == null
                ? ready
                : Math.max(ready, fetchOperand(second, index, start, gate, y, x, c, height, width, depth));
    }

    private long fetchOperand(
            FeatureMap map, int index, long start, long gate, int y, int x, int c, int height, int width, int depth) {
        if (!map.inMemory()) {
            return gate;
        }
        long arrived = input.fetchOperand(map, start, gate, output.roomAt(), y, x, c, height, width, depth);
        if (arrived > times.inputArrived[index]) {
            noteInput(index);
        }
        return arrived;
    }

    private void noteInput(int index) {
        times.inputAsked[index] = input.asked();
        times.inputArrived[index] = input.arrived();
        times.inputHeld[index] = input.held();
        times.inputQueued[index] = input.queued();
        times.inputCause[index] = input.cause();
    }

    /**
     * The array takes a block row of micro-blocks by row of micro-blocks, in passes of one OFM depth slice and a few kernel
     * elements. Its first pass begins when the rows that it needs first have arrived and follows the others as they come.
     */
    private double multiplyBlock(
            KernelCommand kernel,
            int index,
            long start,
            long gate,
            int y,
            int x,
            int c,
            int height,
            int width,
            int depth,
            int blockDepth) {
        FeatureMap ifm = kernel.ifm();
        boolean deep = kernel.kind() == KernelKind.CONVOLUTION || kernel.kind() == KernelKind.MATRIX_MULTIPLY;
        int ifmDepth = ifm.extent().depth();
        int step = deep ? Math.max(1, kernel.blocks().ifmBlock().depth()) : depth;
        int slices = deep ? Math.ceilDiv(ifmDepth, step) : 1;
        int steps = slices * subKernels.length;
        int kept = input.kept(kernel, steps);
        boolean backwards = design.turnsRound() && (c / blockDepth & 1) == 1;
        weights.begin(kernel, start, gate, c, depth);
        int passes = deep ? Math.max(1, kernel.window().elements() / 4) : 1;
        rowShare = Math.min(1.0, (double) kernel.blocks().microBlock().height() / height);
        long inputStall = 0;
        times.inputAsked[index] = gate;
        times.inputArrived[index] = gate;
        times.inputHeld[index] = 0;
        times.inputQueued[index] = 0;
        times.inputCause[index] = BlockTimes.STAGE_BEFORE;
        for (int i = 0; i < steps; i++) {
            int order = backwards ? steps - 1 - i : i;
            SubKernel sub = subKernels[order % subKernels.length];
            int c0 = deep ? order / subKernels.length * step : c;
            int c1 = Math.min(deep ? ifmDepth : c + depth, c0 + step);
            boolean resident = retains && deep && c > 0 && i < kept;
            long arrived = gate;
            if (!resident) {
                arrived = input.fetchPatch(kernel, sub, start, gate, y, x, height, width, c0, Math.min(c1, ifmDepth));
            }
            double share = sub.share() * (c1 - c0) / (deep ? ifmDepth : depth);
            double cycles = ExactCycles.of(macCycles.of(kernel, height, width, depth, c1 - c0) * sub.share());
            double pass = cycles / macModel.slices(kernel, depth) / passes;
            long head = resident ? arrived : Math.max(input.headArrived(), arrived - (long) (pass * (1 - rowShare)));
            double from = Math.max(macFree, head);
            if (i == 0) {
                from = enterBlock(index, head, resident);
            } else {
                inputStall += Math.max(0, (long) (from - macFree));
            }
            lastBlockStart = (long) from;
            counts.add(EngineEvent.MAC_ACTIVE, (long) Math.ceil(cycles));
            counts.add(EngineEvent.DECODER_ACTIVE, (long) Math.ceil(macCycles.decoding() * sub.share()));
            macFree = weights.multiply(from, cycles, share, i == steps - 1);
            if (i == steps - 1) {
                firstSliceReady = from
                        + ExactCycles.of((macFree - from) / macModel.slices(kernel, depth) * rowShare)
                        + macModel.latencyCycles();
            }
            if (order % subKernels.length == (backwards ? 0 : subKernels.length - 1)) {
                input.release((long) macFree);
            }
        }
        times.macEnd[index] = (long) macFree;
        times.inputStall[index] = inputStall;
        times.weightStall[index] = weights.stall();
        counts.add(EngineEvent.MAC_STALLED_BY_INPUT, inputStall);
        counts.add(EngineEvent.MAC_STALLED_BY_WEIGHTS, weights.stall());
        if (kernel.kind().hasWeights()) {
            EngineEvent starved = kernel.weights().format() == WeightFormat.FAST
                    ? EngineEvent.DECODER_STARVED_FAST
                    : EngineEvent.DECODER_STARVED;
            counts.add(starved, weights.stall());
        }
        return macFree + macModel.latencyCycles();
    }

    private double enterBlock(int index, long arrived, boolean resident) {
        if (!resident) {
            noteInput(index);
        }
        double from = Math.max(macFree, arrived) + design.blockOverheadCycles();
        long room = output.roomAt();
        times.macCause[index] = room > from
                ? BlockTimes.BUFFER_BEHIND
                : arrived > macFree ? BlockTimes.STAGE_BEFORE : BlockTimes.SAME_STAGE;
        counts.add(EngineEvent.MAC_STALLED_BY_ACCUMULATORS, Math.max(0, (long) (room - from)));
        counts.add(EngineEvent.MAC_STALLED_BY_INPUT, Math.max(0, (long) (arrived - macFree)));
        from = Math.max(from, room);
        times.macStart[index] = (long) from;
        return from;
    }
}
