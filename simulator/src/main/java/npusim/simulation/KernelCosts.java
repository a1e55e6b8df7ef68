package npusim.simulation;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import npusim.schedule.KernelCommand;

/**
 * What the tables of a design say that the kernels of a stream cost. They are lists of rules with exact fractions, and a point of a study
 * reads them too seldom for that to be compiled well. For one run at a time, on designs that differ in none of them.
 */
final class KernelCosts {
    private final Map<KernelCommand, Double> perElement = new IdentityHashMap<>();
    private final Map<KernelCommand, List<OfArray>> arrays = new IdentityHashMap<>();

    /**
     * What a block costs the MAC array.
     *
     * @param height rows of the OFM block
     * @param width columns
     * @param depth OFM channels
     * @param channels IFM channels
     * @param cycles of the array, no fewer than the decoders work
     * @param decoding cycles in which the decoders work
     */
    record OfArray(int height, int width, int depth, int channels, double cycles, double decoding) {

        /** Whether it is that of a block of these sizes. */
        boolean isOf(int rows, int columns, int ofmChannels, int ifmChannels) {
            return rows == height && columns == width && ofmChannels == depth && ifmChannels == channels;
        }
    }

    /** See {@link OutputRates#cyclesPerElement}, for which {@code rates} are asked once. */
    double perElement(KernelCommand kernel, OutputRates rates) {
        return perElement.computeIfAbsent(kernel, rates::cyclesPerElement);
    }

    /** What is known of the blocks of {@code kernel}, each of another size, for the caller to add to. */
    List<OfArray> ofArray(KernelCommand kernel) {
        return arrays.computeIfAbsent(kernel, key -> new ArrayList<>());
    }

    /** Forgets all. */
    void clear() {
        perElement.clear();
        arrays.clear();
    }
}
