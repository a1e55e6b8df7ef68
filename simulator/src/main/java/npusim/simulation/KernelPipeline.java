package npusim.simulation;

import java.util.List;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelKind;
import npusim.schedule.WeightFormat;
import npusim.schedule.Window;
import npusim.simulation.Ablation.Mechanism;

/**
 * The block pipeline: IFM fetch, MAC array, output unit and write-back, each a resource that outlives a kernel, with the
 * buffers between them as bounds on how far one stage may run ahead of the next.
 */
final class KernelPipeline {
    private static final int WEIGHT_GROUPS = 16;

    private final DesignParameters design;
    private final MacModel macModel;
    private final OutputRates outputRates;
    private final ChannelWindows windows;
    private final EventCounts counts;
    private final InputStage input;
    private final OutputStage output;
    private final BlockTimes times = new BlockTimes();
    private final boolean dependent;
    private final boolean retains;
    private final int weightGroupBeats;
    private final long[] weightConsumed = new long[WEIGHT_GROUPS];
    private SubKernel[] subKernels = SubKernel.of(Window.UNIT, false);
    private int weightPosition;
    private double macFree;
    private double firstSliceReady;
    private long weightStall;
    private long lastBlockStart;
    private long[] previousDone = new long[0];
    private int previousCount;
    private long[] currentDone = new long[0];

    KernelPipeline(DesignParameters design, ChannelWindows windows, OutputRates outputRates, EventCounts counts) {
        this.design = design;
        this.windows = windows;
        this.outputRates = outputRates;
        this.counts = counts;
        dependent = !design.ablation().lacks(Mechanism.BLOCK_DEPENDENCY);
        retains = !design.ablation().lacks(Mechanism.INPUT_RETENTION);
        macModel = new MacModel(design);
        input = new InputStage(design, windows);
        output = new OutputStage(design, windows, counts);
        int words = design.channelWords()[Channel.WEIGHTS.ordinal()];
        weightGroupBeats = Math.max(8, (words == 0 ? 512 : words) / WEIGHT_GROUPS);
    }

    /** Cycle at which the front end can take the next kernel: the latest one has begun its last block. */
    long frontEndFree() {
        return Math.max(lastBlockStart, input.streamFree());
    }

    /** What happened to the blocks of the latest kernel. */
    BlockTimes times() {
        return times;
    }

    /** Runs a kernel and the kernels chained behind it, issued at {@code issueCycle}; returns the cycle of its last response. */
    long run(List<KernelCommand> chain, long issueCycle) {
        KernelCommand kernel = chain.getFirst();
        Extent ofm = kernel.ofm().extent();
        Extent block = kernel.blocks().ofmBlock();
        int total = Math.toIntExact(ofm.blocks(block).elements());
        times.clear(total);
        if (currentDone.length < total) {
            currentDone = new long[Math.max(total, 2 * currentDone.length)];
        }
        double perElement = 0;
        for (KernelCommand member : chain) {
            perElement += outputRates.cyclesPerElement(member);
        }
        long start = issueCycle + design.kernelSetupCycles();
        if (kernel.kind().usesMacArray()) {
            input.prepare(kernel);
            subKernels = SubKernel.of(kernel.window(), design.fetchesPerSubKernel());
        }
        long done = start;
        int index = 0;
        for (int y = 0; y < ofm.height(); y += block.height()) {
            int height = Math.min(block.height(), ofm.height() - y);
            for (int x = 0; x < ofm.width(); x += block.width()) {
                int width = Math.min(block.width(), ofm.width() - x);
                for (int c = 0; c < ofm.depth(); c += block.depth()) {
                    int depth = Math.min(block.depth(), ofm.depth() - c);
                    runBlock(chain, index, start, perElement, y, x, c, height, width, depth, block.depth());
                    done = Math.max(done, times.response[index]);
                    currentDone[index++] = done;
                }
            }
        }
        times.count = index;
        long[] swap = previousDone;
        previousDone = currentDone;
        previousCount = index;
        currentDone = swap;
        return done;
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
        double cycles = perElement * height * width * (Math.ceilDiv(depth, granule) * granule);
        boolean mac = kernel.kind().usesMacArray();
        int slices = mac ? macModel.slices(kernel, depth) : 1;
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
                slices,
                y,
                x,
                c,
                height,
                width,
                depth);
    }

    /** Earliest cycle at which job {@code job} may touch data of the previous kernel (ethos-u.md §7.5). */
    private long dependencyGate(int blockDependency, int job) {
        if (!dependent) {
            return 0;
        }
        int needed = previousCount - 1 - Math.max(0, blockDependency - job);
        return needed < 0 ? 0 : previousDone[needed];
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
        boolean backwards = design.turnsRound() && (c / blockDepth & 1) == 1;
        long weightBeats = Math.ceilDiv(
                kernel.weights().weightBytes() * depth,
                (long) design.beatBytes() * kernel.ofm().extent().depth());
        long weightsLeft = weightBeats;
        long inputStall = 0;
        weightStall = 0;
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
            boolean resident =
                    retains && deep && c > 0 && (design.turnsRound() ? i < input.slots() : steps <= input.slots());
            long arrived = gate;
            if (!resident) {
                arrived = fetchPatch(kernel, sub, start, gate, y, x, height, width, c0, Math.min(c1, ifmDepth));
            }
            double share = sub.share() * (c1 - c0) / (deep ? ifmDepth : depth);
            long beats = i == steps - 1 ? weightsLeft : (long) (weightBeats * share);
            weightsLeft -= beats;
            double from = Math.max(macFree, arrived);
            if (i == 0) {
                from = enterBlock(index, arrived, resident);
            } else {
                inputStall += Math.max(0, (long) (from - macFree));
            }
            lastBlockStart = (long) from;
            double cycles = macModel.cycles(kernel, height, width, depth, c1 - c0) * sub.share();
            counts.add(EngineEvent.MAC_ACTIVE, (long) Math.ceil(cycles));
            macFree = multiply(kernel, start, from, cycles, beats);
            if (i == steps - 1) {
                firstSliceReady = from + (macFree - from) / macModel.slices(kernel, depth) + design.macLatencyCycles();
            }
            input.release((long) macFree);
        }
        times.macEnd[index] = (long) macFree;
        times.inputStall[index] = inputStall;
        times.weightStall[index] = weightStall;
        counts.add(EngineEvent.MAC_STALLED_BY_INPUT, inputStall);
        counts.add(EngineEvent.MAC_STALLED_BY_WEIGHTS, weightStall);
        return macFree + design.macLatencyCycles();
    }

    private long fetchPatch(
            KernelCommand kernel,
            SubKernel sub,
            long start,
            long gate,
            int y,
            int x,
            int height,
            int width,
            int c0,
            int c1) {
        FeatureMap ifm = kernel.ifm();
        Window window = kernel.window();
        int up = kernel.ifmUpscale();
        int top = y * window.strideY() - window.padTop() + sub.top() * window.dilationY();
        int bottom = top + (height - 1) * window.strideY() + (sub.height() - 1) * window.dilationY() + 1;
        int left = x * window.strideX() - window.padLeft() + sub.left() * window.dilationX();
        int right = left + (width - 1) * window.strideX() + (sub.width() - 1) * window.dilationX() + 1;
        return input.fetch(
                ifm,
                start,
                gate,
                Math.max(0, top) / up,
                Math.ceilDiv(Math.min(ifm.extent().height() * up, bottom), up),
                Math.max(0, left) / up,
                Math.ceilDiv(Math.min(ifm.extent().width() * up, right), up),
                c0,
                c1);
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

    /** Multiplies from {@code from} on while weights of {@code beats} beats stream in; returns when the array is done. */
    private double multiply(KernelCommand kernel, long start, double from, double cycles, long beats) {
        if (beats <= 0) {
            return from + cycles;
        }
        boolean fast = kernel.weights().format() == WeightFormat.FAST;
        TransactionWindow window = windows.of(
                fast ? Channel.WEIGHTS_FAST : Channel.WEIGHTS, kernel.weights().side());
        int burstBeats = design.side(kernel.weights().side()).burstBytes() / design.beatBytes();
        double time = from;
        long remaining = beats;
        while (remaining > 0) {
            long chunk = Math.min(weightGroupBeats, remaining);
            long issue = Math.max(start, weightConsumed[weightPosition]);
            long arrived = window.read(issue, Math.ceilDiv(chunk, burstBeats), chunk);
            double worked = time + cycles * chunk / beats;
            if (arrived > worked) {
                weightStall += (long) (arrived - worked);
            }
            time = Math.max(worked, arrived);
            weightConsumed[weightPosition] = (long) time;
            weightPosition = weightPosition + 1 == WEIGHT_GROUPS ? 0 : weightPosition + 1;
            remaining -= chunk;
        }
        return time;
    }
}
