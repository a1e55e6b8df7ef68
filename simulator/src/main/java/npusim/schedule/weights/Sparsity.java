package npusim.schedule.weights;

/**
 * The 2:4 rule: two zeros or more in each four consecutive weights along the input depth, which is taken to be padded
 * with zeros.
 */
final class Sparsity {
    private static final int GROUP = 4;
    private static final int LEAST_ZEROS = 2;
    private static final int LARGEST_MAGNITUDE = 127;

    private Sparsity() {}

    /** Whether {@code tensor} may be coded as 2:4 sparse. */
    static boolean isSparse(WeightTensor tensor) {
        for (int output = 0; output < tensor.outputChannels(); output++) {
            for (int row = 0; row < tensor.kernelHeight(); row++) {
                for (int column = 0; column < tensor.kernelWidth(); column++) {
                    if (!isSparse(tensor, output, row, column)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static boolean isSparse(WeightTensor tensor, int output, int row, int column) {
        for (int group = 0; group < tensor.inputChannels(); group += GROUP) {
            int zeros = 0;
            for (int i = 0; i < GROUP; i++) {
                int input = group + i;
                int weight = input < tensor.inputChannels() ? tensor.weight(output, row, column, input) : 0;
                zeros += weight == 0 ? 1 : 0;
                if (Math.abs(weight) > LARGEST_MAGNITUDE) {
                    return false;
                }
            }
            if (zeros < LEAST_ZEROS) {
                return false;
            }
        }
        return true;
    }
}
