package npusim.simulation;

import npusim.schedule.AxiSide;

/** The pending-transaction windows of every channel on both sides. */
final class ChannelWindows {
    private final TransactionWindow[] windows = new TransactionWindow[2 * Channel.values().length];
    private final int sramWriteLatency;
    private final int externalWriteLatency;

    ChannelWindows(DesignParameters design, MemorySide sram, MemorySide external, EventCounts counts) {
        sramWriteLatency = sram.writeLatency();
        externalWriteLatency = external.writeLatency();
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
        return side == AxiSide.SRAM ? sramWriteLatency : externalWriteLatency;
    }

    private static int index(Channel channel, AxiSide side) {
        return 2 * channel.ordinal() + side.ordinal();
    }

    TransactionWindow of(Channel channel, AxiSide side) {
        return windows[index(channel, side)];
    }
}
