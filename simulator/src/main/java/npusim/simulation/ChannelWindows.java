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
            windows[index(channel, AxiSide.SRAM)] =
                    new TransactionWindow(sram, slots(design, channel, design.sram()), counts);
            windows[index(channel, AxiSide.EXTERNAL)] =
                    new TransactionWindow(external, slots(design, channel, design.external()), counts);
        }
    }

    int writeLatency(AxiSide side) {
        return side == AxiSide.SRAM ? sramWriteLatency : externalWriteLatency;
    }

    private static int index(Channel channel, AxiSide side) {
        return 2 * channel.ordinal() + side.ordinal();
    }

    private static int slots(DesignParameters design, Channel channel, SideParameters side) {
        boolean write = channel == Channel.OFM || channel == Channel.MEM_TO_MEM_WRITE;
        int limit = write ? side.maxWrites() : side.maxReads();
        int words = design.channelWords()[channel.ordinal()];
        return words == 0 ? limit : Math.max(1, Math.min(limit, words * 16 / side.burstBytes()));
    }

    TransactionWindow of(Channel channel, AxiSide side) {
        return windows[index(channel, side)];
    }
}
