package npusim.quantize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import npusim.quantize.FloatOperation.Arithmetic;
import npusim.quantize.FloatOperation.Window;
import npusim.quantize.OutputAdjustment.ChannelAffine;
import org.jspecify.annotations.Nullable;

/**
 * Runs a float network on a calibration input while recording it: every method computes its result at once, observes its
 * range and appends an operation. Values live only as long as the caller keeps the {@link FloatTensor}.
 */
public final class FloatTracer {
    private final List<FloatOperation> operations = new ArrayList<>();
    private final List<int[]> shapes = new ArrayList<>();
    private final List<ValueRange> ranges = new ArrayList<>();

    /** A network input with its calibration values. */
    public FloatTensor input(String name, float[] values, int... shape) {
        FloatTensor output = define(shape, values);
        operations.add(new FloatOperation.Input(name, output.id()));
        return output;
    }

    /** A constant operand. */
    public FloatTensor constant(String name, float[] values, int... shape) {
        FloatTensor output = define(shape, values);
        operations.add(new FloatOperation.Constant(name, output.id(), values));
        return output;
    }

    /**
     * A table projected by a linear layer before the network runs.
     *
     * @param table {@code rows x width}
     * @param weights {@code width x width}
     * @return {@code [heads, width / heads, rows]}
     */
    public FloatTensor projectedConstant(String name, float[] table, float[] weights, int rows, int width, int heads) {
        float[] projected = FloatMatrixProduct.timesTransposed(table, weights, rows, width, width);
        float[] values = FloatKernels.transpose(projected, rows, width);
        FloatTensor output = define(new int[] {heads, width / heads, rows}, values);
        operations.add(new FloatOperation.ProjectedConstant(name, output.id(), table, weights, rows, width, heads));
        return output;
    }

    /**
     * A linear layer whose weights and bias are adjusted to its output.
     *
     * @param weights {@code outer x inner}; scaled in place
     * @param outputShape any shape that holds {@code rows x outer}
     */
    public FloatTensor linear(
            String name,
            FloatTensor input,
            float[] weights,
            int inner,
            OutputAdjustment adjustment,
            int... outputShape) {
        int outer = weights.length / inner;
        int rows = input.values().length / inner;
        float[] values = FloatMatrixProduct.timesTransposed(input.values(), weights, rows, inner, outer);
        float[] bias = adjust(values, weights, outer, adjustment);
        FloatTensor output = define(outputShape, values);
        operations.add(new FloatOperation.Linear(name, input.id(), output.id(), weights, bias, inner, outer));
        return output;
    }

    /**
     * A convolution of {@code [1, channels, height, width]} whose weights and bias are adjusted to its output.
     *
     * @param weights {@code outChannels x channels x kernel}, or {@code channels x kernel} for a depthwise one; scaled in
     *     place
     */
    public FloatTensor convolution(
            String name,
            FloatTensor input,
            float[] weights,
            Window window,
            boolean depthwise,
            boolean rectified,
            OutputAdjustment adjustment) {
        int channels = input.size(1);
        int height = input.size(2);
        int width = input.size(3);
        int taps = window.kernelHeight() * window.kernelWidth();
        int outChannels = weights.length / (depthwise ? taps : channels * taps);
        int outHeight =
                FloatKernels.outputSize(height, window.kernelHeight(), window.strideHeight(), window.padHeight());
        int outWidth = FloatKernels.outputSize(width, window.kernelWidth(), window.strideWidth(), window.padWidth());
        float[] rows;
        if (depthwise) {
            rows = FloatKernels.depthwise(input.values(), weights, channels, height, width, window);
        } else {
            float[] patches = FloatKernels.patches(input.values(), channels, height, width, window);
            rows = FloatMatrixProduct.timesTransposed(
                    patches, weights, outHeight * outWidth, channels * taps, outChannels);
        }
        float[] bias = adjust(rows, weights, outChannels, adjustment);
        if (rectified) {
            for (int i = 0; i < rows.length; i++) {
                rows[i] = Math.max(rows[i], 0);
            }
        }
        float[] values = FloatKernels.transpose(rows, outHeight * outWidth, outChannels);
        FloatTensor output = define(new int[] {1, outChannels, outHeight, outWidth}, values);
        operations.add(new FloatOperation.Convolution(
                name,
                input.id(),
                output.id(),
                weights,
                bias == null ? new float[outChannels] : bias,
                window,
                depthwise,
                rectified));
        return output;
    }

    /** A product of {@code [b, m, k]} and {@code [b, k, n]}. */
    public FloatTensor matrixProduct(String name, FloatTensor left, FloatTensor right) {
        int batch = left.size(0);
        float[] values = FloatMatrixProduct.batched(
                left.values(), right.values(), batch, left.size(1), left.size(2), right.size(2));
        FloatTensor output = define(new int[] {batch, left.size(1), right.size(2)}, values);
        operations.add(new FloatOperation.MatrixProduct(name, left.id(), right.id(), output.id()));
        return output;
    }

    /** {@code left + right}, the right one broadcast. */
    public FloatTensor add(String name, FloatTensor left, FloatTensor right) {
        return arithmetic(name, Arithmetic.Kind.ADD, left, right);
    }

    /** {@code left - right}, the right one broadcast. */
    public FloatTensor subtract(String name, FloatTensor left, FloatTensor right) {
        return arithmetic(name, Arithmetic.Kind.SUB, left, right);
    }

    /** {@code left * right}, the right one broadcast. */
    public FloatTensor multiply(String name, FloatTensor left, FloatTensor right) {
        return arithmetic(name, Arithmetic.Kind.MUL, left, right);
    }

    private FloatTensor arithmetic(String name, Arithmetic.Kind kind, FloatTensor left, FloatTensor right) {
        FloatTensor output = define(left.shape(), FloatKernels.arithmetic(kind, left, right));
        operations.add(new Arithmetic(name, kind, left.id(), right.id(), output.id()));
        return output;
    }

    /** Mean over the last axis. */
    public FloatTensor mean(String name, FloatTensor input) {
        int length = input.size(-1);
        int[] shape = withSize(input.shape(), input.shape().length - 1, 1);
        float[] sums = FloatKernels.reduce(input.values(), input.values().length / length, length, 1, false);
        FloatTensor sum = define(shape, sums);
        float[] means = new float[sums.length];
        float factor = 1f / length;
        for (int i = 0; i < means.length; i++) {
            means[i] = sums[i] * factor;
        }
        FloatTensor output = define(shape, means);
        operations.add(new FloatOperation.Mean(name, input.id(), sum.id(), output.id()));
        return output;
    }

    /** Sum over the last axis. */
    public FloatTensor sum(String name, FloatTensor input) {
        FloatTensor output = reduceLast(input, false);
        operations.add(new FloatOperation.Sum(name, input.shape().length - 1, input.id(), output.id()));
        return output;
    }

    /** Maximum over the last axis. */
    public FloatTensor maximum(String name, FloatTensor input) {
        FloatTensor output = reduceLast(input, true);
        operations.add(new FloatOperation.Maximum(name, input.shape().length - 1, input.id(), output.id()));
        return output;
    }

    private FloatTensor reduceLast(FloatTensor input, boolean maximum) {
        int length = input.size(-1);
        float[] values = FloatKernels.reduce(input.values(), input.values().length / length, length, 1, maximum);
        return define(withSize(input.shape(), input.shape().length - 1, 1), values);
    }

    /** A function of every element. */
    public FloatTensor function(String name, ElementFunction function, FloatTensor input) {
        FloatTensor output = define(input.shape(), function.apply(input.values()));
        operations.add(new FloatOperation.Function(name, function, input.id(), output.id()));
        return output;
    }

    /** The same values under another shape. */
    public FloatTensor view(String name, FloatTensor input, int... shape) {
        FloatTensor output = define(shape, input.values(), ranges.get(input.id()));
        operations.add(new FloatOperation.View(name, input.id(), output.id()));
        return output;
    }

    /** Axes in another order. */
    public FloatTensor permute(String name, FloatTensor input, int... order) {
        int[] shape = new int[order.length];
        for (int axis = 0; axis < order.length; axis++) {
            shape[axis] = input.shape()[order[axis]];
        }
        float[] values = FloatKernels.permute(input.values(), input.shape(), order);
        FloatTensor output = define(shape, values, ranges.get(input.id()));
        operations.add(new FloatOperation.Permute(name, input.id(), output.id(), order.clone()));
        return output;
    }

    /** {@code count} slices from {@code start} on along an axis. */
    public FloatTensor slice(String name, FloatTensor input, int axis, int start, int count) {
        int inner = inner(input.shape(), axis);
        int outer = input.values().length / inner / input.size(axis);
        float[] values = FloatKernels.copyAxis(input.values(), outer, input.size(axis), inner, start, count, 0);
        FloatTensor output = define(withSize(input.shape(), axis, count), values);
        operations.add(new FloatOperation.Slice(name, axis, start, input.id(), output.id()));
        return output;
    }

    /** One slice of zeros before the first along an axis. */
    public FloatTensor prependZeros(String name, FloatTensor input, int axis) {
        int inner = inner(input.shape(), axis);
        int length = input.size(axis);
        int outer = input.values().length / inner / length;
        float[] values = FloatKernels.copyAxis(input.values(), outer, length, inner, 0, length, 1);
        FloatTensor output = define(
                withSize(input.shape(), axis, length + 1),
                values,
                ranges.get(input.id()).including(0));
        operations.add(new FloatOperation.PrependZeros(name, axis, input.id(), output.id()));
        return output;
    }

    /** The recorded network. */
    public FloatNetwork network(FloatTensor... outputs) {
        return new FloatNetwork(
                operations,
                shapes,
                ranges,
                Arrays.stream(outputs).map(FloatTensor::id).toList());
    }

    private FloatTensor define(int[] shape, float[] values) {
        return define(shape, values, ValueRange.of(values));
    }

    private FloatTensor define(int[] shape, float[] values, ValueRange range) {
        FloatTensor tensor = new FloatTensor(shapes.size(), shape.clone(), values);
        shapes.add(tensor.shape());
        ranges.add(range);
        return tensor;
    }

    private static float @Nullable [] adjust(float[] rows, float[] weights, int channels, OutputAdjustment adjustment) {
        ChannelAffine affine = adjustment.choose(rows, channels);
        float[] factors = affine.factors();
        float[] offsets = affine.offsets();
        for (int start = 0; start < rows.length; start += channels) {
            for (int channel = 0; channel < channels; channel++) {
                rows[start + channel] = Math.fma(rows[start + channel], factors[channel], offsets[channel]);
            }
        }
        int length = weights.length / channels;
        for (int channel = 0; channel < channels; channel++) {
            for (int i = channel * length; i < (channel + 1) * length; i++) {
                weights[i] *= factors[channel];
            }
        }
        for (float offset : offsets) {
            if (offset != 0) {
                return offsets;
            }
        }
        return null;
    }

    private static int inner(int[] shape, int axis) {
        int product = 1;
        for (int i = axis + 1; i < shape.length; i++) {
            product *= shape[i];
        }
        return product;
    }

    private static int[] withSize(int[] shape, int axis, int size) {
        int[] result = shape.clone();
        result[axis] = size;
        return result;
    }
}
