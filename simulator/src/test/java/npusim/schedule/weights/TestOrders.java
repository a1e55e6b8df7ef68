package npusim.schedule.weights;

import npusim.hardware.CoreSplit;
import npusim.hardware.WeightOrder;

/** Made-up weight orders of both kinds. */
final class TestOrders {
    private TestOrders() {}

    static StreamOrder channels(int cores) {
        return new StreamOrder(
                cores, 8, 8, new WeightOrder(CoreSplit.CHANNELS, 1, false, 8, 8, 4, 2, 4, 4, 0, 0, true));
    }

    static StreamOrder microBlock(int cores, int depthwisePadding) {
        WeightOrder facts = new WeightOrder(
                CoreSplit.MICROBLOCK, 4, true, 8, 16, 5, 10, 10, 10, depthwisePadding, depthwisePadding, false);
        return new StreamOrder(cores, 8, 8, facts);
    }

    static WeightEncoder encoder(StreamOrder order) {
        return new WeightEncoder(order, ScaleRecord.BYTES, 16, 16, new WeightEncoders());
    }
}
