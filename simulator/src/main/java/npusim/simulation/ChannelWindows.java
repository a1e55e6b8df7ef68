package npusim.simulation;

import npusim.schedule.AxiSide;

/** The pending-transaction windows of every channel on both sides. */
final class ChannelWindows {
    private final TransactionWindow[] windows = new TransactionWindow[2 * Channel.values().length];

    ChannelWindows(DesignParameters design) {
        for (Channel channel : Channel.values()) {
            for (AxiSide side : AxiSide.values()) {
                windows[index(channel, side)] = new TransactionWindow(slots(design, channel, side));
            }
        }
    }

    private static int index(Channel channel, AxiSide side) {
        return 2 * channel.ordinal() + side.ordinal();
    }

    private static int slots(DesignParameters design, Channel channel, AxiSide side) {
        SideParameters parameters = design.side(side);
        boolean write = channel == Channel.OFM || channel == Channel.MEM_TO_MEM_WRITE;
        int limit = write ? parameters.maxWrites() : parameters.maxReads();
        int words = design.channelWords()[channel.ordinal()];
        return words == 0 ? limit : Math.max(1, Math.min(limit, words * 16 / parameters.burstBytes()));
    }

    TransactionWindow of(Channel channel, AxiSide side) {
        return windows[index(channel, side)];
    }
}
