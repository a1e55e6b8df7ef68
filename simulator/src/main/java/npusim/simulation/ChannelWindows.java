package npusim.simulation;

import npusim.schedule.AxiSide;
import org.jspecify.annotations.Nullable;

/** The pending-transaction windows of every channel on both sides. */
final class ChannelWindows {
    private static final AxiSide[] SIDES = AxiSide.values();

    private final TransactionWindow[] windows = new TransactionWindow[2 * Channel.values().length];
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
        boolean write = channel == Channel.OFM || channel == Channel.MEM_TO_MEM_WRITE;
        int limit = Math.max(1, write ? parameters.maxWrites() : parameters.maxReads());
        int words = design.channelWords()[channel.ordinal()];
        if (words == 0) {
            return new TransactionWindow(side, limit, Integer.MAX_VALUE, limit, counts);
        }
        int unitBeats = design.unitBytes(channel, parameters) / design.beatBytes();
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

    /** Says that the windows used from now on are of interest. */
    void forget() {
        for (TransactionWindow window : windows) {
            window.forget();
        }
    }

    /** The windows used since {@link #forget}, one bit for each. */
    long used() {
        long used = 0;
        for (int i = 0; i < windows.length; i++) {
            used |= windows[i].used() ? 1L << i : 0;
        }
        return used;
    }

    private static boolean touches(long used, AxiSide side) {
        long ofSide = 0x5555_5555_5555_5555L << side.ordinal();
        return (used & ofSide) != 0;
    }

    /** The side in use whose pulses are longest, the external one before SRAM; null when none has pulses. */
    @Nullable
    MemorySide pulsed() {
        long used = used();
        if (external.pulsed() && touches(used, AxiSide.EXTERNAL)) {
            return external;
        }
        return sram.pulsed() && touches(used, AxiSide.SRAM) ? sram : null;
    }

    /** Hands over the state of the windows {@code used} and of their sides. */
    void exchange(StateTape tape, long used) {
        for (int i = 0; i < windows.length; i++) {
            if ((used >> i & 1) != 0) {
                windows[i].exchange(tape);
            }
        }
        for (AxiSide side : SIDES) {
            if (touches(used, side)) {
                of(side).exchange(tape);
            }
        }
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

    private static int index(Channel channel, AxiSide side) {
        return 2 * channel.ordinal() + side.ordinal();
    }

    TransactionWindow of(Channel channel, AxiSide side) {
        return windows[index(channel, side)];
    }
}
