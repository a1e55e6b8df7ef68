package npusim.schedule.weights;

import npusim.schedule.weights.WeightOrder.CoreSplit;

/** Made-up weight orders of both kinds. */
final class TestOrders {
    private TestOrders() {}

    static WeightOrder channels(int cores) {
        return new WeightOrder(cores, CoreSplit.CHANNELS, 1, false, 8, 8, 4, 2, 4, 4, 0, 0, true, 8, 8);
    }

    static WeightOrder microBlock(int cores, int depthwisePadding) {
        return new WeightOrder(
                cores,
                CoreSplit.MICRO_BLOCK,
                4,
                true,
                8,
                16,
                5,
                10,
                10,
                10,
                depthwisePadding,
                depthwisePadding,
                false,
                8,
                8);
    }

    static WeightEncoder encoder(WeightOrder order) {
        boolean channels = order.split() == CoreSplit.CHANNELS;
        return new WeightEncoder(order, new WeightEncoder.ScaleCount(channels, channels ? 1 : 16), 16);
    }
}
