package npusim.simulation;

import npusim.schedule.FeatureMap;
import npusim.schedule.KernelCommand;
import npusim.schedule.WeightFormat;
import npusim.simulation.Ablation.Mechanism;

/** The MAC array between the input buffer and the accumulators, with its stream of weights. */
final class ArrayStage {
    private final DesignParameters design;
    private final InputStage input;
    private final OutputStage output;
    private final WeightStage weights;
    private final BlockTimes times;
    private final EventCounts counts;
    private final MacModel macModel;
    private final LatestMacCycles macCycles;
    private final boolean retains;
    private SubKernel[] subKernels = {};
    private double macFree;
    private int slices;
    private double rowShare;
    private double firstSliceReady;
    private long lastBlockStart;

    ArrayStage(
            DesignParameters design,
            ChannelWindows windows,
            InputStage input,
            OutputStage output,
            BlockTimes times,
            EventCounts counts) {
        this.design = design;
        this.input = input;
        this.output = output;
        this.times = times;
        this.counts = counts;
        weights = new WeightStage(design, windows);
        macModel = MacModel.of(design);
        macCycles = new LatestMacCycles(macModel, design);
        retains = !design.ablation().lacks(Mechanism.INPUT_RETENTION);
    }

    /** Gets ready for the blocks of {@code kernel}. */
    void prepare(KernelCommand kernel) {
        subKernels = design.subKernels(kernel.window());
    }

    /** Begins a kernel that touches no data before {@code gate}; until then the array waits for it. */
    void begin(long gate) {
        // one cycle less, so that the array still counts as free before what comes at the gate
        long free = gate - 1;
        counts.add(EngineEvent.MAC_STALLED_BY_INPUT, Math.max(0, (long) (free - macFree)));
        macFree = Math.max(macFree, free);
    }

    /** Nothing stalls the array while the NPU is stopped, until {@code cycle}. */
    void idleUntil(long cycle) {
        // one cycle less, as where a kernel begins
        macFree = Math.max(macFree, cycle - 1);
    }

    /** When it began the last step of the latest block. */
    long lastBlockStart() {
        return lastBlockStart;
    }

    /** Depth slices of the latest block, done one after the other. */
    int slices() {
        return slices;
    }

    /** Share of a row of micro-blocks in the latest block. */
    double rowShare() {
        return rowShare;
    }

    /** When the output unit could read the first row of the first slice of the latest block. */
    double firstSliceReady() {
        return firstSliceReady;
    }

    /** No later weights are asked for before this cycle. */
    long weightFloor() {
        return weights.floor();
    }

    /** Hands over the state but for the weights. */
    void exchange(StateTape tape) {
        macFree = tape.time(macFree);
        lastBlockStart = tape.flooredTime(lastBlockStart);
    }

    /** Hands over the state of the weights' read buffer. */
    void exchangeWeights(StateTape tape) {
        weights.exchange(tape);
    }

    /**
     * Takes the block {@code index} of {@code height} × {@code width} × {@code depth} OFM elements at (y, x, c) and returns when its
     * accumulators can be read. The array takes a block row of micro-blocks by row of micro-blocks, in passes of one OFM depth slice and a few kernel
     * elements. Its first pass begins when the rows that it needs first have arrived and follows the others as they come.
     */
    double multiply(
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
        boolean deep = kernel.sumsOverDepth();
        int ifmDepth = ifm.extent().depth();
        int step = deep ? Math.max(1, kernel.blocks().ifmBlock().depth()) : depth;
        int taps = subKernels.length;
        int steps = (deep ? Math.ceilDiv(ifmDepth, step) : 1) * taps;
        slices = macModel.slices(kernel, depth);
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
            int chunk = order / taps;
            int tap = order - chunk * taps;
            SubKernel sub = subKernels[tap];
            int c0 = deep ? chunk * step : c;
            int c1 = Math.min(deep ? ifmDepth : c + depth, c0 + step);
            boolean resident = retains && deep && c > 0 && i < kept;
            long arrived = gate;
            if (!resident) {
                arrived = input.fetchPatch(kernel, sub, start, gate, y, x, height, width, c0, Math.min(c1, ifmDepth));
            }
            double share = sub.share() * (c1 - c0) / (deep ? ifmDepth : depth);
            double cycles = ExactCycles.of(macCycles.of(kernel, height, width, depth, c1 - c0) * sub.share());
            double pass = cycles / slices / passes;
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
                firstSliceReady =
                        from + ExactCycles.of((macFree - from) / slices * rowShare) + macModel.latencyCycles();
            }
            if (tap == (backwards ? 0 : taps - 1)) {
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
            input.note(times, index);
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
