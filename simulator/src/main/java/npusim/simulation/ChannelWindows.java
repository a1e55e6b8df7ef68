package npusim.simulation;

import java.util.List;
import npusim.schedule.AxiSide;
import npusim.schedule.FeatureMap;
import npusim.schedule.KernelCommand;
import npusim.schedule.WeightFormat;
import npusim.schedule.Weights;
import org.jspecify.annotations.Nullable;

/** The pending-transaction windows of every channel on both sides. */
final class ChannelWindows {
    private static final AxiSide[] SIDES = AxiSide.values();

    /** One for each channel on each side. */
    static final int COUNT = SIDES.length * Channel.values().length;

    /** The windows of channels that move feature maps. */
    private static final int MOVES_MAPS = both(Channel.IFM) | both(Channel.IFM_STREAM) | both(Channel.OFM);

    private final TransactionWindow[] windows = new TransactionWindow[COUNT];
    private final MemorySide sram;
    private final MemorySide external;

    ChannelWindows(DesignParameters design, MemorySide sram, MemorySide external, EventCounts counts) {
        this.sram = sram;
        this.external = external;
        for (Channel channel : Channel.values()) {
            windows[index(channel, AxiSide.SRAM)] = window(design, channel, design.sram(), sram, counts);
            windows[index(channel, AxiSide.EXTERNAL)] = window(design, channel, design.external(), external, counts);
        }
    }

    private static TransactionWindow window(
            DesignParameters design, Channel channel, SideParameters parameters, MemorySide side, EventCounts counts) {
        int pending = switch (channel) {
            case OFM, MEM_TO_MEM_WRITE -> parameters.maxWrites();
            case IFM -> parameters.portReads();
            case IFM_STREAM, WEIGHTS, WEIGHTS_FAST, SCALES, MEM_TO_MEM, COMMANDS -> parameters.maxReads();
        };
        int limit = Math.max(1, pending);
        int words = design.channelWords()[channel.ordinal()];
        if (words == 0) {
            return new TransactionWindow(side, limit, Integer.MAX_VALUE, limit, counts);
        }
        int unitBeats = design.unitBytes(channel, parameters) / parameters.beatBytes();
        int units = Math.max(1, words * 16 / design.unitBytes(channel, parameters));
        return new TransactionWindow(side, units, unitBeats, limit, counts);
    }

    int writeLatency(AxiSide side) {
        return of(side).writeLatency();
    }

    private MemorySide of(AxiSide side) {
        return side == AxiSide.SRAM ? sram : external;
    }

    /** Whether the addresses of transfers matter, because of a cache. */
    boolean addressed() {
        return sram.store() != null || external.store() != null;
    }

    /** The windows that a chain may use, one bit for each channel on each side. */
    static int usedBy(List<KernelCommand> chain) {
        KernelCommand first = chain.getFirst();
        int used = 0;
        for (KernelCommand kernel : chain) {
            boolean multiplies = kernel == first && kernel.kind().usesMacArray();
            used |= reading(multiplies ? Channel.IFM : Channel.IFM_STREAM, kernel.ifm());
            FeatureMap second = kernel.ifm2();
            used |= second == null ? 0 : reading(Channel.IFM_STREAM, second);
        }
        if (first.kind().hasWeights()) {
            Weights weights = first.weights();
            Channel channel = weights.format() == WeightFormat.FAST ? Channel.WEIGHTS_FAST : Channel.WEIGHTS;
            used |= bit(channel, weights.side()) | bit(Channel.SCALES, weights.scaleSide());
        }
        FeatureMap written = chain.getLast().ofm();
        return written.inMemory() ? used | bit(Channel.OFM, written.side()) : used;
    }

    private static int both(Channel channel) {
        return bit(channel, AxiSide.SRAM) | bit(channel, AxiSide.EXTERNAL);
    }

    private static int reading(Channel channel, FeatureMap map) {
        return map.inMemory() ? bit(channel, map.side()) : 0;
    }

    private static int bit(Channel channel, AxiSide side) {
        return 1 << index(channel, side);
    }

    /** Whether any of the windows {@code used} is one of {@code side}. */
    static boolean touches(int used, AxiSide side) {
        int ofSide = 0x5555_5555 << side.ordinal();
        return (used & ofSide) != 0;
    }

    /** The side among those {@code used} whose pulses are longest, the external one before SRAM; null when none has pulses. */
    @Nullable
    MemorySide pulsed(int used) {
        if (external.pulsed() && touches(used, AxiSide.EXTERNAL)) {
            return external;
        }
        return sram.pulsed() && touches(used, AxiSide.SRAM) ? sram : null;
    }

    /** Hands over the state of the windows {@code used} and of their sides. */
    void exchange(StateTape tape, int used) {
        for (int i = 0; i < windows.length; i++) {
            if ((used >> i & 1) != 0) {
                windows[i].exchange(tape, (MOVES_MAPS >> i & 1) != 0 ? tape.gate() : tape.floor());
            }
        }
        for (AxiSide side : SIDES) {
            if (touches(used, side)) {
                of(side).exchange(tape);
            }
        }
    }

    /** Words that may be asked for outside in one window, 0 without a budget. */
    long budget() {
        return external.budget();
    }

    /** See {@link MemorySide#watchBudget}, of the external side. */
    long watchBudget() {
        return external.watchBudget();
    }

    /** See {@link MemorySide#leastBudget}: of the external side, 0 if the windows {@code used} are none of it. */
    long leastBudget(int used) {
        return touches(used, AxiSide.EXTERNAL) ? external.leastBudget() : 0;
    }

    /** See {@link MemorySide#needBudget}. */
    void needBudget(long words) {
        external.needBudget(words);
    }

    /** Says that the time before {@code cycle} is over, see {@link MemorySide#forget}. */
    void forgetBefore(long cycle) {
        sram.forget(cycle);
        external.forget(cycle);
    }

    /** See {@link MemorySide#align}. */
    void align(long cycle) {
        sram.align(cycle);
        external.align(cycle);
    }

    /** Of what there is one of for each channel on each side. */
    static int index(Channel channel, AxiSide side) {
        return 2 * channel.ordinal() + side.ordinal();
    }

    TransactionWindow of(Channel channel, AxiSide side) {
        return windows[index(channel, side)];
    }
}
