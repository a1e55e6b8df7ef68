package npusim.simulation;

import npusim.schedule.AxiSide;
import npusim.schedule.FeatureMap;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelKind;
import npusim.schedule.WeightFormat;
import npusim.schedule.Weights;
import org.jspecify.annotations.Nullable;

/**
 * Streams weights to the MAC array through the read buffer of a channel: encoded weights, or the second operand of a matrix
 * product, which takes their place and arrives on the IFM stream channel.
 */
final class WeightStage {
    /** Most groups that the read buffer of a channel is taken to hold. */
    private static final int GROUPS = 16;
    /** Beats taken at a time where only the ports limit. */
    private static final int FREE_GROUP_BEATS = 32;

    private static final int LEAST_GROUP_BEATS = 8;

    private final DesignParameters design;
    private final ChannelWindows windows;
    private final PatchTraffic traffic;
    /** Beats taken at a time, by channel and side: whole bursts. */
    private final int[] groupBeats;

    /** How many of these the read buffer holds. */
    private final int[] groupsHeld;

    private final long[] consumed = new long[GROUPS];
    private int position;
    private TransactionWindow window;
    private int beatBytes;
    private int burstBeats;
    private long earliest;
    private long group;
    private int groups;
    private long left;
    private long address;
    private long whole;
    private long stall;
    private @Nullable KernelCommand summed;
    private long summedBytes;

    WeightStage(DesignParameters design, ChannelWindows windows) {
        this.design = design;
        this.windows = windows;
        this.traffic = new PatchTraffic(design.widths());
        groupBeats = new int[ChannelWindows.COUNT];
        groupsHeld = new int[ChannelWindows.COUNT];
        for (Channel channel : Channel.values()) {
            for (AxiSide side : AxiSide.values()) {
                splitBuffer(channel, side);
            }
        }
        window = windows.of(Channel.WEIGHTS, AxiSide.SRAM);
    }

    /** Splits the read buffer into at most {@link #GROUPS} groups of whole bursts, so that pending bursts can fill it. */
    private void splitBuffer(Channel channel, AxiSide side) {
        int words = design.channelWords()[channel.ordinal()];
        int index = ChannelWindows.index(channel, side);
        if (words == 0) {
            groupBeats[index] = FREE_GROUP_BEATS;
            groupsHeld[index] = GROUPS;
            return;
        }
        int beats = Math.max(1, words * 16 / design.side(side).beatBytes());
        int burst = design.side(side).burstBeats();
        int bursts = Math.ceilDiv(Math.max(LEAST_GROUP_BEATS, Math.ceilDiv(beats, GROUPS)), burst);
        groupBeats[index] = Math.min(beats, bursts * burst);
        groupsHeld[index] = beats / groupBeats[index];
    }

    /** Cycles for which the array waited for weights since {@link #begin}. */
    long stall() {
        return stall;
    }

    /**
     * Prepares for a block of OFM channels [{@code c}, {@code c} + {@code depth}) of a kernel issued at {@code start}, whose
     * feature maps are complete at {@code gate}.
     */
    void begin(KernelCommand kernel, long start, long gate, int c, int depth) {
        stall = 0;
        FeatureMap second = kernel.ifm2();
        if (kernel.kind() == KernelKind.MATRIX_MULTIPLY && second != null) {
            moveOver(Channel.IFM_STREAM, second.side());
            traffic.measure(
                    second,
                    0,
                    second.extent().height(),
                    c,
                    c + depth,
                    0,
                    second.extent().depth(),
                    design.side(second.side()).burstBytes());
            whole = traffic.beats();
            address = second.address() + c * second.strideX();
            earliest = gate;
        } else {
            boolean fast = kernel.weights().format() == WeightFormat.FAST;
            moveOver(
                    fast ? Channel.WEIGHTS_FAST : Channel.WEIGHTS,
                    kernel.weights().side());
            whole = beats(kernel, weightBytes(kernel), depth, beatBytes);
            // only a cache needs it; streams differ in the class of the list it comes from, for which code would be
            // compiled anew
            address = window.cache() == null ? 0 : weightAddress(kernel, c);
            earliest = start;
        }
        left = whole;
    }

    private void moveOver(Channel channel, AxiSide side) {
        SideParameters parameters = design.side(side);
        window = windows.of(channel, side);
        beatBytes = parameters.beatBytes();
        burstBeats = parameters.burstBeats();
        int index = ChannelWindows.index(channel, side);
        group = groupBeats[index];
        groups = groupsHeld[index];
    }

    /** Encoded bytes of a kernel's weights; the latest sum is kept, as it is asked for with every block. */
    private long weightBytes(KernelCommand kernel) {
        if (kernel != summed) {
            summed = kernel;
            summedBytes = kernel.weights().weightBytes();
        }
        return summedBytes;
    }

    /** Beats of encoded weights of {@code depth} OFM channels. */
    static long beats(KernelCommand kernel, int depth, int beatBytes) {
        return beats(kernel, kernel.weights().weightBytes(), depth, beatBytes);
    }

    private static long beats(KernelCommand kernel, long bytes, int depth, int beatBytes) {
        return Math.ceilDiv(
                bytes * depth, (long) beatBytes * kernel.ofm().extent().depth());
    }

    /** Where the weights of the block that begins at OFM channel {@code c} begin; streams of the cores lie together. */
    private long weightAddress(KernelCommand kernel, int c) {
        Weights weights = kernel.weights();
        return weights.streams().isEmpty()
                ? 0
                : weights.streams().getFirst().address()
                        + weightBytes(kernel) * c / kernel.ofm().extent().depth();
    }

    /** No later weights are asked for before this cycle: when the group that makes room for the next was used up. */
    long floor() {
        return consumed[position - groups & GROUPS - 1];
    }

    /** Hands over the state of the read buffer. */
    void exchange(StateTape tape) {
        for (int i = 0; i < GROUPS; i++) {
            int group = position + i & GROUPS - 1;
            consumed[group] = tape.flooredTime(consumed[group]);
        }
    }

    /**
     * Multiplies from {@code from} on for {@code cycles} with {@code share} of the block's weights, or all that are left when
     * {@code last}; returns when the array is done.
     */
    double multiply(double from, double cycles, double share, boolean last) {
        long beats = last ? left : (long) (whole * share);
        left -= beats;
        if (beats <= 0) {
            return from + cycles;
        }
        double time = from;
        long remaining = beats;
        boolean bursts = group <= burstBeats && window.cache() == null;
        if (bursts) {
            window.countReads(Math.ceilDiv(beats, group), beats);
        }
        double eachGroup = ExactCycles.of(cycles * group / beats);
        while (remaining > group) {
            time = multiplyGroup(time + eachGroup, group, bursts);
            remaining -= group;
        }
        return multiplyGroup(time + ExactCycles.of(cycles * remaining / beats), remaining, bursts);
    }

    /** Asks for {@code beats} beats where the array would be done with them at {@code worked}; returns when it is. */
    private double multiplyGroup(double worked, long beats, boolean burst) {
        long issue = Math.max(earliest, floor());
        long arrived = burst ? window.readBurst(issue, beats) : read(issue, beats);
        double time = worked;
        if (arrived > worked) {
            stall += (long) (arrived - worked);
            time = arrived;
        }
        consumed[position] = (long) time;
        position = position + 1 & GROUPS - 1;
        return time;
    }

    private long read(long issue, long beats) {
        window.touch(address, beats * beatBytes, false);
        address += beats * beatBytes;
        return window.read(issue, Math.ceilDiv(beats, burstBeats), beats);
    }
}
