package npusim.simulation;

import java.util.List;
import npusim.schedule.AxiSide;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelKind;
import npusim.schedule.Window;
import org.jspecify.annotations.Nullable;

/**
 * The block pipeline: IFM fetch, MAC array, output unit and write-back, each a resource that outlives a kernel, with the
 * buffers between them as bounds on how far one stage may run ahead of the next.
 */
final class KernelPipeline {
    private final DesignParameters design;
    private final MemorySide sram;
    private final MemorySide external;
    private final MacModel macModel;
    private final OutputRates outputRates;
    private final PatchTraffic traffic;
    private final ChannelWindows windows;
    private final int weightGroupBeats;
    private final long[] weightConsumed = new long[16];
    private int weightPosition;

    private long ifmRequestFree;
    private double macFree;
    private double outputFree;
    private long writeFree;
    private long scaleFree;
    private final double[] accumulatorFree = new double[2];
    private int accumulatorIndex;
    private double[] slotFree = new double[4];
    private int slotIndex;
    private int slots;

    /** Response times of the blocks of the previous and of the current kernel, in job order. */
    private long[] previousDone = new long[0];

    private int previousCount;
    private long[] currentDone = new long[0];
    private int currentCount;
    private long beatsSramRead;

    KernelPipeline(
            DesignParameters design,
            MemorySide sram,
            MemorySide external,
            OutputRates outputRates,
            ChannelWindows windows) {
        this.design = design;
        this.sram = sram;
        this.external = external;
        this.outputRates = outputRates;
        this.windows = windows;
        this.macModel = new MacModel(design);
        this.traffic = new PatchTraffic(design.beatBytes());
        int words = design.channelWords()[Channel.WEIGHTS.ordinal()] == 0 ? 512 : design.channelWords()[Channel.WEIGHTS.ordinal()];
        this.weightGroupBeats = Math.max(8, words / 16);
    }

    /** Cycle at which the last fetch of the latest kernel was asked for: its front end can take the next kernel. */
    long frontEndFree() {
        return Math.max(lastBlockStart, streamFree);
    }

    private MemorySide side(AxiSide side) {
        return side == AxiSide.SRAM ? sram : external;
    }

    /** Runs a kernel and the kernels chained behind it, issued at {@code issueCycle}; returns the cycle of its last response. */
    long run(List<KernelCommand> chain, long issueCycle) {
        KernelCommand kernel = chain.getFirst();
        KernelCommand last = chain.getLast();
        BlockConfiguration blocks = kernel.blocks();
        Extent ofm = kernel.ofm().extent();
        Extent block = blocks.ofmBlock();
        Extent grid = ofm.blocks(block);
        int total = Math.toIntExact(grid.elements());
        currentDone = ensure(currentDone, total);
        currentCount = 0;
        double perElement = 0;
        for (KernelCommand member : chain) {
            perElement += outputRates.cyclesPerElement(member);
        }
        long start = issueCycle + design.kernelSetupCycles();
        long done = start;
        if (kernel.kind().usesMacArray()) {
            prepareInputSlots(kernel);
        }
        int spatial = 0;
        for (int y = 0; y < ofm.height(); y += block.height()) {
            int height = Math.min(block.height(), ofm.height() - y);
            for (int x = 0; x < ofm.width(); x += block.width()) {
                int width = Math.min(block.width(), ofm.width() - x);
                boolean backwards = false;
                for (int c = 0; c < ofm.depth(); c += block.depth()) {
                    int depth = Math.min(block.depth(), ofm.depth() - c);
                    long gate = Math.max(start, dependencyGate(kernel.blockDependency(), currentCount));
                    double ready;
                    if (kernel.kind().usesMacArray()) {
                        ready = runMac(kernel, start, gate, y, x, c, height, width, depth, backwards, c == 0);
                    } else {
                        ready = fetchElementwise(kernel, kernel.ifm(), gate, y, x, c, height, width, depth);
                        FeatureMap second = kernel.ifm2();
                        if (second != null) {
                            ready = Math.max(ready, fetchElementwise(kernel, second, gate, y, x, c, height, width, depth));
                        }
                    }
                    for (int i = 1; i < chain.size(); i++) {
                        KernelCommand member = chain.get(i);
                        ready = Math.max(ready, fetchElementwise(member, member.ifm(), gate, y, x, c, height, width, depth));
                        FeatureMap second = member.ifm2();
                        if (second != null) {
                            ready = Math.max(ready, fetchElementwise(member, second, gate, y, x, c, height, width, depth));
                        }
                    }
                    done = Math.max(done, produce(kernel, last, start, ready, perElement, y, x, c, height, width, depth));
                    currentDone[currentCount++] = done;
                    backwards = !backwards;
                }
                spatial++;
            }
        }
        long[] swap = previousDone;
        previousDone = currentDone;
        previousCount = currentCount;
        currentDone = swap;
        return done;
    }

    private static long[] ensure(long[] array, int length) {
        return array.length >= length ? array : new long[Math.max(length, 2 * array.length)];
    }

    /** Earliest cycle at which job {@code job} may touch data of the previous kernel (ethos-u.md §7.5). */
    private long dependencyGate(int blockDependency, int job) {
        int allowed = Math.max(0, blockDependency - job);
        int needed = previousCount - 1 - allowed;
        return needed < 0 ? 0 : previousDone[needed];
    }

    private void prepareInputSlots(KernelCommand kernel) {
        int count = inputSlots(kernel);
        if (count != slots) {
            double latest = 0;
            for (double free : slotFree) {
                latest = Math.max(latest, free);
            }
            slotFree = new double[count];
            java.util.Arrays.fill(slotFree, latest);
            slots = count;
            slotIndex = 0;
        }
    }

    private int inputSlots(KernelCommand kernel) {
        if (design.fixedIfmSlots() > 0) {
            return design.fixedIfmSlots();
        }
        Extent ifmBlock = kernel.blocks().ifmBlock();
        long bytes = Math.max(1, ifmBlock.elements() * kernel.ifm().elementBytes());
        return (int) Math.clamp(design.ifmBytes() / bytes, kernel.kind() == KernelKind.CONVOLUTION ? 1 : 2, design.maxIfmSlots());
    }

    private double runMac(
            KernelCommand kernel,
            long start,
            long gate,
            int y,
            int x,
            int c,
            int height,
            int width,
            int depth,
            boolean backwards,
            boolean firstOfSpatial) {
        FeatureMap ifm = kernel.ifm();
        Window window = kernel.window();
        int up = kernel.ifmUpscale();
        int y0 = Math.max(0, y * window.strideY() - window.padTop()) / up;
        int y1 = Math.ceilDiv(
                Math.min(ifm.extent().height() * up, (y + height - 1) * window.strideY() - window.padTop() + window.dilatedHeight()),
                up);
        int x0 = Math.max(0, x * window.strideX() - window.padLeft()) / up;
        int x1 = Math.ceilDiv(
                Math.min(ifm.extent().width() * up, (x + width - 1) * window.strideX() - window.padLeft() + window.dilatedWidth()),
                up);
        boolean deep = kernel.kind() == KernelKind.CONVOLUTION || kernel.kind() == KernelKind.MATRIX_MULTIPLY;
        int ifmDepth = ifm.extent().depth();
        int step = deep ? Math.max(1, kernel.blocks().ifmBlock().depth()) : depth;
        int count = deep ? Math.ceilDiv(ifmDepth, step) : 1;
        long weightBeats = blockShare(kernel.weights().weightBytes(), kernel, depth) / design.beatBytes();
        double accumulatorReady = accumulatorFree[accumulatorIndex];
        double end = macFree;
        long weightsLeft = weightBeats;
        for (int i = 0; i < count; i++) {
            int index = backwards ? count - 1 - i : i;
            int c0 = deep ? index * step : c;
            int c1 = Math.min(deep ? ifmDepth : c + depth, c0 + step);
            boolean resident = deep && !firstOfSpatial && i < slots && (count <= slots || i < slots);
            double arrived = gate;
            if (!resident) {
                arrived = fetchInput(ifm, gate, y0, y1, x0, x1, c0, Math.min(c1, ifmDepth), Channel.IFM);
            }
            long beats = i == count - 1 ? weightsLeft : weightBeats * (c1 - c0) / Math.max(1, ifmDepth);
            weightsLeft -= beats;
            double from = Math.max(macFree, arrived);
            if (i == 0) {
                from = Math.max(from + design.blockOverheadCycles(), accumulatorReady);
            }
            double cycles = macModel.cycles(kernel, height, width, depth, c1 - c0);
            devMac += cycles;
            lastBlockStart = (long) from;
            end = multiply(kernel, start, from, cycles, beats);
            macFree = end;
            slotFree[slotIndex] = end;
            slotIndex = slotIndex + 1 == slots ? 0 : slotIndex + 1;
        }
        return end + design.macLatencyCycles();
    }

    private long blockShare(long bytes, KernelCommand kernel, int depth) {
        long padded = bytes + design.beatBytes() - 1;
        return padded * depth / Math.max(1, kernel.ofm().extent().depth());
    }

    private double fetchInput(FeatureMap map, long gate, int y0, int y1, int x0, int x1, int c0, int c1, Channel channel) {
        traffic.measure(map, y0, y1, x0, x1, c0, c1, design.side(map.side()).burstBytes());
        if (traffic.transactions() == 0) {
            return gate;
        }
        long from = Math.max(gate, ifmRequestFree);
        from = Math.max(from, (long) Math.ceil(slotFree[slotIndex]));
        TransactionWindow window = windows.of(channel, map.side());
        long arrived = window.read(side(map.side()), from, traffic.transactions(), traffic.beats());
        ifmRequestFree = from + traffic.transactions();
        return arrived;
    }

    private double multiply(KernelCommand kernel, long start, double from, double cycles, long beats) {
        if (beats <= 0) {
            return from + cycles;
        }
        MemorySide side = side(kernel.weights().side());
        boolean fast = kernel.weights().format() == npusim.schedule.WeightFormat.FAST;
        TransactionWindow window = windows.of(fast ? Channel.WEIGHTS_FAST : Channel.WEIGHTS, kernel.weights().side());
        int burstBeats = design.side(kernel.weights().side()).burstBytes() / design.beatBytes();
        double time = from;
        long remaining = beats;
        while (remaining > 0) {
            long chunk = Math.min(weightGroupBeats, remaining);
            long issue = Math.max(start, weightConsumed[weightPosition]);
            long arrived = window.read(side, issue, Math.ceilDiv(chunk, burstBeats), chunk);
            time = Math.max(time + cycles * chunk / beats, arrived);
            weightConsumed[weightPosition] = (long) time;
            weightPosition = (weightPosition + 1) & 15;
            remaining -= chunk;
        }
        return time;
    }

    private double fetchElementwise(
            KernelCommand kernel, FeatureMap map, long gate, int y, int x, int c, int height, int width, int depth) {
        if (!map.inMemory()) {
            return gate;
        }
        Extent extent = map.extent();
        int y0 = extent.height() == 1 ? 0 : y;
        int y1 = extent.height() == 1 ? 1 : Math.min(extent.height(), y + height);
        int x0 = extent.width() == 1 ? 0 : x;
        int x1 = extent.width() == 1 ? 1 : Math.min(extent.width(), x + width);
        int c0 = extent.depth() == 1 ? 0 : c;
        int c1 = extent.depth() == 1 ? 1 : Math.min(extent.depth(), c + depth);
        traffic.measure(map, y0, y1, x0, x1, c0, c1, design.side(map.side()).burstBytes());
        if (traffic.transactions() == 0) {
            return gate;
        }
        long from = Math.max(Math.max(gate, streamFree), (long) accumulatorFree[accumulatorIndex]);
        long arrived = windows.of(Channel.IFM_STREAM, map.side()).read(
                side(map.side()), from, traffic.transactions(), traffic.beats());
        streamFree = from + traffic.transactions();
        return arrived;
    }

    private long lastBlockStart;
    private long streamFree;
    double devMac, devAo; long devW, devI; 

    private long produce(
            KernelCommand kernel,
            KernelCommand last,
            long start,
            double ready,
            double perElement,
            int y,
            int x,
            int c,
            int height,
            int width,
            int depth) {
        long scaleBytes = kernel.kind().hasWeights() ? blockShare(kernel.weights().scaleBytes(), kernel, depth) : 0;
        long scalesArrived = 0;
        if (scaleBytes > 0) {
            long beats = scaleBytes / design.beatBytes();
            int burst = design.side(kernel.weights().scaleSide()).burstBytes() / design.beatBytes();
            TransactionWindow window = windows.of(Channel.SCALES, kernel.weights().scaleSide());
            scalesArrived = window.read(
                    side(kernel.weights().scaleSide()), Math.max(start, scaleFree), Math.ceilDiv(beats, burst), beats);
        }
        double from = Math.max(ready, outputFree);
        scaleFree = (long) from;
        double cycles = perElement * height * width * Math.ceilDiv(depth, design.outputGranule()) * design.outputGranule();
        devAo += cycles;
        double end = Math.max(from + cycles, scalesArrived);
        long response = (long) Math.ceil(end);
        if (last.ofm().inMemory()) {
            FeatureMap map = last.ofm();
            traffic.measure(map, y, y + height, x, x + width, c, c + depth, design.side(map.side()).burstBytes());
            long begin = (long) from + design.outputLatencyCycles();
            TransactionWindow window = windows.of(Channel.OFM, map.side());
            response = window.write(
                    side(map.side()), Math.max(begin, writeFree), traffic.transactions(), traffic.beats());
            long sent = Math.max(window.lastData(), (long) end + design.outputLatencyCycles());
            response = Math.max(response, sent + side(map.side()).writeLatency());
            long room = design.outputBytes() / design.beatBytes();
            long stall = sent - (long) ((sent - begin) * Math.min(1.0, (double) room / Math.max(1, traffic.beats())));
            end = Math.max(end, stall - design.outputLatencyCycles());
            writeFree = sent;
        }
        outputFree = end;
        accumulatorFree[accumulatorIndex] = end;
        accumulatorIndex = accumulatorIndex + 1 == design.accumulatorBlocks() ? 0 : accumulatorIndex + 1;
        return response;
    }
}
