package npusim.schedule.weights;

import org.jspecify.annotations.Nullable;

/**
 * Constant 8-bit weights, seen as output channel by kernel row by kernel column by input channel whatever their
 * layout in memory. Equality is that of the view: same array, same layout.
 */
public final class WeightTensor {
    private final byte[] data;
    private final int outputChannels;
    private final int kernelHeight;
    private final int kernelWidth;
    private final int inputChannels;
    private final int outputStride;
    private final int rowStride;
    private final int columnStride;
    private final int inputStride;
    private final int zeroPoint;

    /** Whether weights are 2:4 sparse; null before somebody asked. Threads that ask at once find the same. */
    private @Nullable Boolean sparse;

    private WeightTensor(
            byte[] data,
            int[] extents,
            int outputStride,
            int rowStride,
            int columnStride,
            int inputStride,
            int zeroPoint) {
        this.data = data;
        this.outputChannels = extents[0];
        this.kernelHeight = extents[1];
        this.kernelWidth = extents[2];
        this.inputChannels = extents[3];
        this.outputStride = outputStride;
        this.rowStride = rowStride;
        this.columnStride = columnStride;
        this.inputStride = inputStride;
        this.zeroPoint = zeroPoint;
        long elements = (long) outputChannels * kernelHeight * kernelWidth * inputChannels;
        if (elements != data.length) {
            throw new IllegalArgumentException(data.length + " weights for " + this);
        }
        if (zeroPoint < Byte.MIN_VALUE || zeroPoint > Byte.MAX_VALUE) {
            throw new IllegalArgumentException("weight zero point " + zeroPoint);
        }
    }

    /**
     * Weights in the layout of TOSA {@code CONV2D}: {@code [outputChannels][height][width][inputChannels]}.
     *
     * @param data not copied; must not change afterwards
     */
    public static WeightTensor convolution(
            byte[] data, int outputChannels, int height, int width, int inputChannels, int zeroPoint) {
        int[] extents = {outputChannels, height, width, inputChannels};
        return new WeightTensor(
                data, extents, height * width * inputChannels, width * inputChannels, inputChannels, 1, zeroPoint);
    }

    /** Weights of a fully connected layer: {@code [outputChannels][inputChannels]}. */
    public static WeightTensor fullyConnected(byte[] data, int outputChannels, int inputChannels, int zeroPoint) {
        return convolution(data, outputChannels, 1, 1, inputChannels, zeroPoint);
    }

    /**
     * Weights in the layout of TOSA {@code DEPTHWISE_CONV2D}: {@code [height][width][channels][multiplier]}; output
     * channel {@code c * multiplier + m} has one input channel.
     *
     * @param data not copied; must not change afterwards
     */
    public static WeightTensor depthwise(
            byte[] data, int height, int width, int channels, int multiplier, int zeroPoint) {
        int outputs = channels * multiplier;
        int[] extents = {outputs, height, width, 1};
        return new WeightTensor(data, extents, 1, width * outputs, outputs, 1, zeroPoint);
    }

    /** Number of output channels. */
    public int outputChannels() {
        return outputChannels;
    }

    /** Kernel rows. */
    public int kernelHeight() {
        return kernelHeight;
    }

    /** Kernel columns. */
    public int kernelWidth() {
        return kernelWidth;
    }

    /** Number of input channels; 1 for a depthwise kernel. */
    public int inputChannels() {
        return inputChannels;
    }

    /** Weights stored. */
    public int elements() {
        return data.length;
    }

    /** The weight minus the zero point, in -255..255. */
    public int weight(int output, int row, int column, int input) {
        return data[index(output, row, column, input)] - zeroPoint;
    }

    /** Whether the weights may be coded as 2:4 sparse. */
    public boolean isSparse() {
        Boolean known = sparse;
        if (known == null) {
            known = Sparsity.isSparse(this);
            sparse = known;
        }
        return known;
    }

    int index(int output, int row, int column, int input) {
        return output * outputStride + row * rowStride + column * columnStride + input * inputStride;
    }

    byte[] data() {
        return data;
    }

    int zeroPoint() {
        return zeroPoint;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WeightTensor that
                && data == that.data
                && outputChannels == that.outputChannels
                && kernelHeight == that.kernelHeight
                && kernelWidth == that.kernelWidth
                && inputChannels == that.inputChannels
                && outputStride == that.outputStride
                && rowStride == that.rowStride
                && columnStride == that.columnStride
                && zeroPoint == that.zeroPoint;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(data) * 31 + outputStride;
    }

    /** {@code 64x3x3x16} (output channels, height, width, input channels). */
    @Override
    public String toString() {
        return outputChannels + "x" + kernelHeight + "x" + kernelWidth + "x" + inputChannels;
    }
}
