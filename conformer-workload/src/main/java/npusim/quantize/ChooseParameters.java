package npusim.quantize;

import java.util.List;
import java.util.stream.IntStream;
import npusim.quantize.FloatOperation.Mean;
import npusim.quantize.FloatOperation.Rearrangement;

/**
 * Turns observed ranges into int8 parameters. Tensors that an operation only moves or selects share one range.
 *
 * <p>Source: the PT2E quantizer of ExecuTorch's Arm backend.
 */
public final class ChooseParameters {
    private final int[] representative;

    private ChooseParameters(int tensors) {
        representative = IntStream.range(0, tensors).toArray();
    }

    /**
     * Parameters of every tensor of a network.
     *
     * @param smallestScale floor of each scale
     * @param meansShare whether a mean keeps its input's parameters, as a pooling operator does
     */
    public static List<QuantizationParameters> of(FloatNetwork network, double smallestScale, boolean meansShare) {
        int tensors = network.ranges().size();
        ChooseParameters groups = new ChooseParameters(tensors);
        for (FloatOperation operation : network.operations()) {
            if (operation instanceof Rearrangement moved) {
                groups.join(moved.input(), moved.output());
            } else if (meansShare && operation instanceof Mean mean) {
                groups.join(mean.input(), mean.output());
            }
        }
        ValueRange[] ranges = network.ranges().toArray(ValueRange[]::new);
        for (int tensor = 0; tensor < tensors; tensor++) {
            int group = groups.find(tensor);
            ranges[group] = ranges[group].union(ranges[tensor]);
        }
        return IntStream.range(0, tensors)
                .mapToObj(tensor -> QuantizationParameters.covering(ranges[groups.find(tensor)], smallestScale))
                .toList();
    }

    private void join(int first, int second) {
        representative[find(second)] = find(first);
    }

    private int find(int tensor) {
        int at = tensor;
        while (representative[at] != at) {
            representative[at] = representative[representative[at]];
            at = representative[at];
        }
        return at;
    }
}
