package npusim.simulation;

import npusim.schedule.FeatureMap;
import npusim.schedule.KernelCommand;
import npusim.schedule.OutputTranspose;
import npusim.schedule.TensorFormat;
import org.jspecify.annotations.Nullable;

/** The output unit with its scale stream, and the write-back behind the output buffer. */
final class OutputStage {
    private final DesignParameters design;
    private final ChannelWindows windows;
    private final EventCounts counts;
    private final PatchTraffic traffic;
    private final boolean scales;
    private final long[] accumulatorFree;
    private int accumulatorIndex;
    private double free;
    private long writeFree;
    private long scaleFree;
    private @Nullable KernelCommand writer;
    private @Nullable FeatureMap written;

    OutputStage(DesignParameters design, ChannelWindows windows, EventCounts counts) {
        this.design = design;
        this.windows = windows;
        this.counts = counts;
        this.scales = !design.ablation().lacks(Ablation.Mechanism.SCALES);
        this.traffic = new PatchTraffic(design.widths());
        this.accumulatorFree = new long[design.accumulatorBlocks()];
    }

    /** When the accumulators (or operand buffers) for the next block are free. */
    long roomAt() {
        return accumulatorFree[accumulatorIndex];
    }

    /**
     * Produces one block in {@code cycles}: {@code firstReady} and {@code ready} are when the first and the last accumulators or
     * operands are complete, {@code tail} the cycles that remain after the last. Writes leave no earlier than they are produced.
     * Notes times in {@code times} at {@code index}.
     */
    void produce(
            KernelCommand kernel,
            KernelCommand last,
            BlockTimes times,
            int index,
            long start,
            double firstReady,
            double ready,
            double cycles,
            double tail,
            int y,
            int x,
            int c,
            int height,
            int width,
            int depth) {
        double from = Math.max(firstReady, free);
        boolean waits = ready + tail > from + cycles;
        times.outputCause[index] = free > firstReady && !waits ? BlockTimes.SAME_STAGE : BlockTimes.STAGE_BEFORE;
        long scalesArrived = fetchScales(kernel, start, c, depth);
        scaleFree = (long) from;
        double worked = waits ? ready + tail : from + cycles;
        double end = Math.max(worked, scalesArrived);
        times.outputStart[index] = (long) (waits ? ready : from);
        times.outputWork[index] = (long) worked - times.outputStart[index];
        times.scaleStall[index] = (long) end - (long) worked;
        long response = (long) end;
        long sent = response;
        if (last.ofm().inMemory()) {
            FeatureMap map = last.ofm();
            TransactionWindow window = windows.of(Channel.OFM, map.side());
            traffic.touches(window.cache(), true);
            measure(last, y, x, c, height, width, depth);
            long slack = (long) (end - from) - window.writeCycles(traffic.transactions(), traffic.beats());
            long begin = (long) from + design.outputLatencyCycles() + Math.max(0, slack);
            response = window.write(Math.max(begin, writeFree), traffic.transactions(), traffic.beats());
            sent = Math.max(window.lastData(), (long) end + design.outputLatencyCycles());
            response = Math.max(response, sent + windows.writeLatency(map.side()));
            double room = Math.min(
                    1.0,
                    (double) (design.outputBytes() / design.side(map.side()).beatBytes())
                            / Math.max(1, traffic.beats()));
            long drained = sent - (long) ((sent - begin) * room) - design.outputLatencyCycles();
            end = Math.max(end, drained);
            writeFree = sent;
        }
        times.outputEnd[index] = (long) end;
        times.sent[index] = Math.max(sent, (long) end);
        times.response[index] = Math.max(response, times.sent[index]);
        count(times, index, worked, cycles);
        free = end;
        accumulatorFree[accumulatorIndex] = (long) end;
        accumulatorIndex = accumulatorIndex + 1 == accumulatorFree.length ? 0 : accumulatorIndex + 1;
    }

    /** Begins a kernel that touches no data before {@code gate}; until then the unit waits for accumulators. */
    void begin(long gate) {
        if (free < gate) {
            // of a wait that begins within a cycle whole cycles count, as they do where a block is produced
            counts.add(EngineEvent.OUTPUT_STALLED_BY_ACCUMULATORS, (long) (gate - free));
            free = gate;
        }
    }

    /** Nothing stalls the unit while the NPU is stopped, until {@code cycle}. */
    void idleUntil(long cycle) {
        free = Math.max(free, cycle);
    }

    /** No later block asks for scales, or writes if {@code writes}, before this cycle. */
    long floor(boolean writes) {
        return writes ? Math.min(writeFree, scaleFree) : scaleFree;
    }

    /** Hands over the state, that of the writes if there are any. */
    void exchange(StateTape tape, boolean writes) {
        free = tape.time(free);
        scaleFree = tape.flooredTime(scaleFree);
        if (writes) {
            writeFree = tape.gatedTime(writeFree);
        }
        for (int i = 0; i < accumulatorFree.length; i++) {
            int block = (accumulatorIndex + i) % accumulatorFree.length;
            accumulatorFree[block] = tape.gatedTime(accumulatorFree[block]);
        }
    }

    private void count(BlockTimes times, int index, double worked, double cycles) {
        long scaled = times.outputStart[index] + times.outputWork[index] + times.scaleStall[index];
        counts.add(EngineEvent.OUTPUT_ACTIVE, (long) Math.ceil(cycles));
        counts.add(EngineEvent.OUTPUT_STALLED_BY_SCALES, times.scaleStall[index]);
        counts.add(EngineEvent.OUTPUT_STALLED_BY_BUFFER, times.outputEnd[index] - scaled);
        counts.add(EngineEvent.OUTPUT_STALLED_BY_ACCUMULATORS, Math.max(0, (long) (worked - free - cycles)));
    }

    /** Fetches what a block needs of the scales beyond what came with the depth block before it; returns its arrival. */
    private long fetchScales(KernelCommand kernel, long start, int channel, int depth) {
        if (!scales || !kernel.kind().hasWeights() || kernel.weights().scaleBytes() == 0) {
            return 0;
        }
        long whole = kernel.weights().scaleBytes();
        int channels = kernel.ofm().extent().depth();
        SideParameters side = design.side(kernel.weights().scaleSide());
        long before = whole * channel / channels;
        long bytes = whole * depth / channels;
        if (design.oneScaleStream()) {
            long end = Math.min(whole, wholeBursts(whole * (channel + depth) / channels, side));
            before = channel == 0 ? 0 : Math.min(whole, wholeBursts(before, side));
            bytes = end - before;
            if (bytes <= 0 && channel > 0) {
                return 0;
            }
        }
        long beats = Math.max(1, bytes / side.beatBytes());
        TransactionWindow window = windows.of(Channel.SCALES, kernel.weights().scaleSide());
        window.touch(kernel.weights().scales().getFirst().address() + before, Math.max(1, bytes), false);
        return window.read(Math.max(start, scaleFree), Math.ceilDiv(beats, side.burstBeats()), beats);
    }

    private static long wholeBursts(long bytes, SideParameters side) {
        return Math.ceilDiv(bytes, side.burstBytes()) * side.burstBytes();
    }

    /** Measures the box of the written tensor that the block covers after the fused transposition. */
    private void measure(KernelCommand kernel, int y, int x, int c, int height, int width, int depth) {
        OutputTranspose transpose = kernel.transpose();
        FeatureMap map = written(kernel);
        int bytes = writeBytes(map, transpose);
        int y1 = y + height;
        int x1 = x + width;
        int c1 = c + depth;
        switch (transpose) {
            case HWC -> traffic.measureWrite(map, true, y, y1, x, x1, c, c1, bytes);
            case WHC -> traffic.measureWrite(map, false, x, x1, y, y1, c, c1, bytes);
            case HCW -> traffic.measureWrite(map, false, y, y1, c, c1, x, x1, bytes);
            case WCH -> traffic.measureWrite(map, false, x, x1, c, c1, y, y1, bytes);
            case CHW -> traffic.measureWrite(map, false, c, c1, y, y1, x, x1, bytes);
            case CWH -> traffic.measureWrite(map, false, c, c1, x, x1, y, y1, bytes);
        }
    }

    /**
     * Longest write. Into bricks it is what the output unit delivers of a row at a time: a few neighbouring pixels, or as many
     * as a chunk has channels when the transposition lays these along the row.
     */
    private int writeBytes(FeatureMap map, OutputTranspose transpose) {
        int burst = design.side(map.side()).burstBytes();
        if (map.format() == TensorFormat.NHWC) {
            return burst;
        }
        return switch (transpose) {
            case HWC, CWH -> Math.min(burst, design.brickWriteBytes());
            case HCW, WCH -> burst;
            case WHC, CHW -> Math.min(burst, PatchTraffic.CHUNK_CHANNELS * map.elementBytes());
        };
    }

    /** The OFM as it lies in memory. */
    private FeatureMap written(KernelCommand kernel) {
        FeatureMap known = written;
        if (known == null || kernel != writer) {
            FeatureMap map = kernel.ofm();
            known = kernel.transpose() == OutputTranspose.HWC
                    ? map
                    : map.withExtent(kernel.transpose().apply(map.extent()));
            written = known;
            writer = kernel;
        }
        return known;
    }
}
