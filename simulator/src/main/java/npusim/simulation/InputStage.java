package npusim.simulation;

import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelKind;
import npusim.schedule.Window;

/**
 * Fetches IFM blocks into the input buffer. The buffer keeps a few blocks of the depth walk, which turns round at each OFM
 * depth block, so that the blocks at the turn are read once.
 */
final class InputStage {
    private final DesignParameters design;
    private final ChannelWindows windows;
    private final PatchTraffic traffic;
    private long[] slotFree;
    private int slotIndex;
    /** Share of the latest patch that the first row of micro-blocks needs. */
    private double headShare;

    private long requestFree;
    private long streamFree;
    private long asked;
    private long arrived;
    private long held;
    private long firstArrival;
    private long queued;
    private byte cause;

    InputStage(DesignParameters design, ChannelWindows windows) {
        this.design = design;
        this.windows = windows;
        this.traffic = new PatchTraffic(design.widths());
        this.slotFree = new long[1];
    }

    /** When the rows that the first row of micro-blocks needs had arrived, the beats of the patch taken as evenly spread. */
    long headArrived() {
        return headShare >= 1
                ? arrived
                : Math.min(arrived, firstArrival + (long) Math.ceil((arrived - firstArrival) * headShare));
    }

    /** Notes the latest fetch as that of block {@code index}. */
    void note(BlockTimes times, int index) {
        times.inputAsked[index] = asked;
        times.inputArrived[index] = arrived;
        times.inputHeld[index] = held;
        times.inputQueued[index] = queued;
        times.inputCause[index] = cause;
    }

    /** When the last operand fetch of an elementwise kernel was asked for. */
    long streamFree() {
        return streamFree;
    }

    /**
     * IFM blocks of {@code steps} that stay in the buffer for the next OFM depth block: those at the turn of the depth walk, or
     * all or none without a turn; none when the kernel takes several passes.
     */
    int kept(KernelCommand kernel, int steps) {
        Window window = kernel.window();
        if (window.kernelHeight() > design.subKernelHeight() || window.kernelWidth() > design.subKernelWidth()) {
            return 0;
        }
        return design.turnsRound() || steps <= slotFree.length ? slotFree.length : 0;
    }

    /** Splits the buffer for {@code kernel}; blocks of the previous kernel leave as they are consumed. */
    void prepare(KernelCommand kernel) {
        int count = slotCount(kernel);
        if (count == slotFree.length) {
            return;
        }
        long latest = 0;
        for (long free : slotFree) {
            latest = Math.max(latest, free);
        }
        slotFree = new long[count];
        java.util.Arrays.fill(slotFree, latest);
        slotIndex = 0;
    }

    private int slotCount(KernelCommand kernel) {
        if (design.fixedIfmSlots() > 0) {
            return design.fixedIfmSlots();
        }
        long bytes = Math.max(1, blockElements(kernel) * kernel.ifm().elementBytes());
        int least = Math.min(kernel.kind() == KernelKind.CONVOLUTION ? 1 : 2, design.maxIfmSlots());
        return Math.clamp(design.ifmBytes() / bytes, least, design.maxIfmSlots());
    }

    /** Elements of an IFM block, which has no more rows and columns than the map: padding takes no room. */
    private static long blockElements(KernelCommand kernel) {
        Extent block = kernel.blocks().ifmBlock();
        Extent map = kernel.ifm().extent();
        Window window = kernel.window();
        long rows = Math.min(block.height(), map.height() * window.upscaleY());
        long columns = Math.min(block.width(), map.width() * window.upscaleX());
        return rows * columns * block.depth();
    }

    /** Notes that the block just used leaves its slot at {@code cycle}. */
    void release(long cycle) {
        slotFree[slotIndex] = cycle;
        slotIndex = slotIndex + 1 == slotFree.length ? 0 : slotIndex + 1;
    }

    /** Fetches what a pass over a block of {@code height} × {@code width} OFM elements at (y, x) needs of IFM channels [c0, c1). */
    long fetchPatch(
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
        int top = y * window.strideY() - window.padTop() + sub.top() * window.dilationY();
        int rowSpan = (height - 1) * window.strideY() + 1;
        int bottom = top + rowSpan + (sub.height() - 1) * window.dilationY();
        int left = x * window.strideX() - window.padLeft() + sub.left() * window.dilationX();
        int columnSpan = (width - 1) * window.strideX() + 1;
        int right = left + columnSpan + (sub.width() - 1) * window.dilationX();
        if (!design.array().fetchesPerSubKernel()) {
            top += sub.top() == 0 ? 0 : Math.max(0, rowSpan - window.dilationY());
            left += sub.left() == 0 ? 0 : Math.max(0, columnSpan - window.dilationX());
        }
        int rows = ifm.extent().height() * window.upscaleY();
        int columns = ifm.extent().width() * window.upscaleX();
        int micro = kernel.blocks().microBlock().height();
        int first = Math.max(0, top);
        int all = Math.min(rows, bottom) - first;
        int needed = top + (micro - 1) * window.strideY() + (sub.height() - 1) * window.dilationY() + 1 - first;
        headShare = all <= 0 ? 1 : Math.clamp((double) needed / all, 0, 1);
        return fetch(
                ifm,
                start,
                gate,
                first / window.upscaleY(),
                Math.ceilDiv(Math.min(rows, bottom), window.upscaleY()),
                Math.max(0, left) / window.upscaleX(),
                Math.ceilDiv(Math.min(columns, right), window.upscaleX()),
                c0,
                c1);
    }

    /**
     * Fetches a box of the IFM of a MAC kernel for a block that may start at {@code gate}; returns its arrival. The passes of a
     * large kernel share the slot of their block.
     */
    private long fetch(FeatureMap map, long start, long gate, int y0, int y1, int x0, int x1, int c0, int c1) {
        traffic.touches(windows.of(Channel.IFM, map.side()).cache(), false);
        traffic.measureRead(map, y0, y1, x0, x1, c0, c1, design.side(map.side()).burstBytes());
        return request(map, Channel.IFM, start, gate, Math.max(requestFree, slotFree[slotIndex]));
    }

    /** Fetches the part of an operand that an output block needs through {@code window}, broadcast axes once; returns its arrival. */
    long fetchOperand(
            FeatureMap map,
            Window window,
            long start,
            long gate,
            long room,
            int y,
            int x,
            int c,
            int height,
            int width,
            int depth) {
        if (!map.inMemory()) {
            return gate;
        }
        Extent extent = map.extent();
        boolean flat = extent.depth() == 1;
        traffic.touches(windows.of(Channel.IFM_STREAM, map.side()).cache(), false);
        traffic.measureRead(
                map,
                window.firstRow(y, extent.height()),
                window.endRow(y + height, extent.height()),
                window.firstColumn(x, extent.width()),
                window.endColumn(x + width, extent.width()),
                flat ? 0 : c,
                flat ? 1 : Math.min(extent.depth(), c + depth),
                design.side(map.side()).burstBytes());
        return request(map, Channel.IFM_STREAM, start, gate, Math.max(streamFree, room));
    }

    /** When the latest fetch of a MAC kernel's IFM had been asked for. */
    long requestFree() {
        return requestFree;
    }

    /** Hands over the state of the input buffer. */
    void exchange(StateTape tape) {
        requestFree = tape.gatedTime(requestFree);
        for (int i = 0; i < slotFree.length; i++) {
            int slot = (slotIndex + i) % slotFree.length;
            slotFree[slot] = tape.gatedTime(slotFree[slot]);
        }
    }

    /** Hands over the state of the operand fetches of elementwise kernels. */
    void exchangeStream(StateTape tape) {
        streamFree = tape.gatedTime(streamFree);
    }

    private long request(FeatureMap map, Channel channel, long start, long gate, long room) {
        asked = Math.max(Math.max(gate, start), room);
        cause = room > gate ? BlockTimes.BUFFER_BEHIND : gate > start ? BlockTimes.DEPENDENCY : BlockTimes.STAGE_BEFORE;
        held = 0;
        queued = 0;
        arrived = asked;
        firstArrival = asked;
        if (traffic.transactions() > 0) {
            TransactionWindow window = windows.of(channel, map.side());
            arrived = window.read(asked, traffic.transactions(), traffic.beats());
            firstArrival = window.firstArrival();
            held = window.held();
            queued = window.queued();
            if (channel == Channel.IFM) {
                requestFree = asked + traffic.transactions();
            } else {
                streamFree = asked + traffic.transactions();
            }
        }
        return arrived;
    }
}
