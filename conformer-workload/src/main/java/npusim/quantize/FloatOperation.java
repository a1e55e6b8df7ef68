package npusim.quantize;

import org.jspecify.annotations.Nullable;

/** One operation of a traced float network, with the granularity at which PT2E observes and quantizes. */
@SuppressWarnings("ArrayRecordComponent") // bulk data, never compared
public sealed interface FloatOperation {
    /** Path of the operation in the model, unique in its network. */
    String name();

    /** Number of the tensor it defines. */
    int output();

    /** An operation whose output holds only values of its input, and zeros. */
    sealed interface Rearrangement extends FloatOperation {
        /** Number of the tensor it reads. */
        int input();
    }

    /** A network input. */
    record Input(String name, int output) implements FloatOperation {}

    /** A constant operand of an arithmetic operation; quantized like an activation. */
    record Constant(String name, int output, float[] values) implements FloatOperation {}

    /**
     * {@code table · weightsᵀ} split into heads, known before the network runs: {@code rows x width} times
     * {@code width x width}, laid out as {@code heads x width / heads x rows}.
     */
    record ProjectedConstant(String name, int output, float[] table, float[] weights, int rows, int width, int heads)
            implements FloatOperation {}

    /** {@code input · weightsᵀ + bias} over the last {@code inner} values; weights are {@code outer x inner}. */
    record Linear(String name, int input, int output, float[] weights, float @Nullable [] bias, int inner, int outer)
            implements FloatOperation {}

    /**
     * A two-dimensional convolution with zero padding. Weights are OIHW; depthwise ones have one input channel per
     * output channel. A rectified one is followed by max(0, x), observed as one operation.
     */
    record Convolution(
            String name,
            int input,
            int output,
            float[] weights,
            float[] bias,
            Window window,
            boolean depthwise,
            boolean rectified)
            implements FloatOperation {}

    /** Kernel, stride and symmetric padding of a convolution. */
    record Window(int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, int padHeight, int padWidth) {}

    /** A product of two batches of matrices, {@code [b, m, k] x [b, k, n]}. */
    record MatrixProduct(String name, int left, int right, int output) implements FloatOperation {}

    /** A sum, difference or product of two tensors; the right one may be broadcast. */
    record Arithmetic(String name, Kind kind, int left, int right, int output) implements FloatOperation {
        /** Which one. */
        public enum Kind {
            ADD,
            SUB,
            MUL
        }
    }

    /** Mean over the last axis, which stays with size 1. The sum is observed too: some lowerings go through it. */
    record Mean(String name, int input, int sum, int output) implements FloatOperation {}

    /** Sum over an axis, which stays with size 1. */
    record Sum(String name, int axis, int input, int output) implements FloatOperation {}

    /** Maximum over an axis, which stays with size 1. */
    record Maximum(String name, int axis, int input, int output) implements Rearrangement {}

    /** A function of every element. */
    record Function(String name, ElementFunction function, int input, int output) implements FloatOperation {}

    /** The same values under another shape. */
    record View(String name, int input, int output) implements Rearrangement {}

    /** Axes in another order: output axis i is input axis {@code order[i]}. */
    record Permute(String name, int input, int output, int[] order) implements Rearrangement {}

    /** A range of one axis. */
    record Slice(String name, int axis, int start, int input, int output) implements Rearrangement {}

    /** One slice of zeros put before the first along an axis. */
    record PrependZeros(String name, int axis, int input, int output) implements Rearrangement {}
}
