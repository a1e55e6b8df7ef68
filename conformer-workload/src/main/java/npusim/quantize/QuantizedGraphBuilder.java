package npusim.quantize;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import npusim.graph.Extent2d;
import npusim.graph.Extent3d;
import npusim.graph.NanMode;
import npusim.graph.Operator;
import npusim.graph.Padding;
import npusim.graph.Padding3d;
import npusim.graph.ResizeMode;
import npusim.graph.Value;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * Emits int8 operators with the RESCALE operators around them that quantized arithmetic needs.
 *
 * <p>An operation called {@code x} defines the value {@code x}; values on the way to it and its constant operands are called
 * {@code x/…}. Formulas: the operand conventions of ExecuTorch's Arm backend.
 */
public final class QuantizedGraphBuilder extends RescalingGraphBuilder {
    /** Left shift that ADD and SUB give the coarser operand before they add. */
    private static final double HEADROOM = 0x1.0p20;

    /**
     * CONV2D and its per-channel RESCALE to int8.
     *
     * @param input {@code [N, H, W, I]}
     * @param weights {@code [O, KH, KW, I]}, row-major, with a scale for each output channel or one for all
     * @param bias in real units, one per output channel; null for none
     */
    public QuantizedTensor convolution(
            String name,
            QuantizedTensor input,
            ChannelWeights weights,
            double @Nullable [] bias,
            Extent2d kernel,
            Extent2d stride,
            Padding padding,
            QuantizationParameters output) {
        Shape in = input.value().shape();
        int outChannels = weights.codes().length / (kernel.y() * kernel.x() * in.dimension(3));
        DType code = weights.bits() > 4 ? DType.INT8 : DType.INT4;
        Value filter = graph.constant(
                name + "/weights",
                Tensor.of(code, Shape.of(outChannels, kernel.y(), kernel.x(), in.dimension(3)), weights.codes()));
        Value accumulator =
                graph.value(name + "/sum", DType.INT32, convolved(in, kernel, stride, padding, outChannels));
        graph.add(new Operator.Conv2d(
                input.value(),
                filter,
                bias(name, input, weights, bias, accumulator.shape().innermost()),
                zeroPoint(name + "/input_zero_point", DType.INT8, input.zeroPoint()),
                zeroPoint(name + "/weight_zero_point", code, 0),
                padding,
                stride,
                Extent2d.ONE,
                false,
                DType.INT32,
                accumulator));
        return rescaledPerChannel(name, accumulator, input, weights, output);
    }

    /**
     * DEPTHWISE_CONV2D and its per-channel RESCALE to int8.
     *
     * @param input {@code [N, H, W, C]}
     * @param filter int8 {@code [KH, KW, C, M]}
     * @param weights the quantization of {@code filter}: scales of {@code C * M} channels
     * @param bias in real units, one per output channel; null for none
     */
    public QuantizedTensor depthwise(
            String name,
            QuantizedTensor input,
            Value filter,
            ChannelWeights weights,
            double @Nullable [] bias,
            Extent2d stride,
            Padding padding,
            QuantizationParameters output) {
        Extent2d kernel =
                new Extent2d(filter.shape().dimension(0), filter.shape().dimension(1));
        Shape result = convolved(input.value().shape(), kernel, stride, padding, weights.scales().length);
        Value accumulator = graph.value(name + "/sum", DType.INT32, result);
        graph.add(new Operator.DepthwiseConv2d(
                input.value(),
                filter,
                bias(name, input, weights, bias, accumulator.shape().innermost()),
                zeroPoint(name + "/input_zero_point", DType.INT8, input.zeroPoint()),
                zeroPoint(name + "/weight_zero_point", DType.INT8, 0),
                padding,
                stride,
                Extent2d.ONE,
                false,
                DType.INT32,
                accumulator));
        return rescaledPerChannel(name, accumulator, input, weights, output);
    }

    /** MATMUL of {@code [B, M, K]} and {@code [B, K, N]} and its RESCALE to int8. */
    public QuantizedTensor matrixProduct(
            String name, QuantizedTensor left, QuantizedTensor right, QuantizationParameters output) {
        Shape a = left.value().shape();
        Value product = graph.value(
                name + "/sum",
                DType.INT32,
                Shape.of(a.dimension(0), a.dimension(1), right.value().shape().dimension(2)));
        graph.add(new Operator.MatMul(
                left.value(),
                right.value(),
                zeroPoint(name + "/left_zero_point", DType.INT8, left.zeroPoint()),
                zeroPoint(name + "/right_zero_point", DType.INT8, right.zeroPoint()),
                product));
        return narrowed(name, product, left.scale() * right.scale(), output);
    }

    /** ADD in int32, the right operand broadcast: both operands and the result are rescaled. */
    public QuantizedTensor add(
            String name, QuantizedTensor left, QuantizedTensor right, QuantizationParameters output) {
        double step = commonStep(left, right);
        Value a = widened(name + "/left", left, left.scale() / step);
        Value b = widened(name + "/right", right, right.scale() / step);
        Value sum = graph.value(name + "/sum", DType.INT32, left.value().shape());
        graph.add(new Operator.Add(a, b, sum));
        return narrowed(name, sum, step, output);
    }

    /** SUB in int32, one operand broadcast: both operands and the result are rescaled. */
    public QuantizedTensor subtract(
            String name, QuantizedTensor left, QuantizedTensor right, QuantizationParameters output) {
        double step = commonStep(left, right);
        Value a = widened(name + "/left", left, left.scale() / step);
        Value b = widened(name + "/right", right, right.scale() / step);
        Shape shape = left.value().shape().elements() < right.value().shape().elements()
                ? right.value().shape()
                : left.value().shape();
        Value difference = graph.value(name + "/difference", DType.INT32, shape);
        graph.add(new Operator.Sub(a, b, difference));
        return narrowed(name, difference, step, output);
    }

    /** MUL in int32, the right operand broadcast: zero points are removed before, the product is rescaled. */
    public QuantizedTensor multiply(
            String name, QuantizedTensor left, QuantizedTensor right, QuantizationParameters output) {
        Value a = widened(name + "/left", left, 1);
        Value b = widened(name + "/right", right, 1);
        Value product = graph.value(name + "/product", DType.INT32, left.value().shape());
        graph.add(new Operator.Mul(a, b, zeroPoint(name + "/shift", DType.INT8, 0), product));
        return narrowed(name, product, left.scale() * right.scale(), output);
    }

    /** REDUCE_SUM in int32. */
    public QuantizedTensor sum(String name, QuantizedTensor input, int axis, QuantizationParameters output) {
        Value wide = widened(name + "/input", input, 1);
        Value total =
                graph.value(name + "/sum", DType.INT32, input.value().shape().with(axis, 1));
        graph.add(new Operator.ReduceSum(wide, axis, total));
        return narrowed(name, total, input.scale(), output);
    }

    /** REDUCE_MAX, which keeps the quantization. */
    public QuantizedTensor maximum(String name, QuantizedTensor input, int axis) {
        Value result = graph.value(name, DType.INT8, input.value().shape().with(axis, 1));
        graph.add(new Operator.ReduceMax(input.value(), axis, NanMode.PROPAGATE, result));
        return new QuantizedTensor(result, input.parameters());
    }

    /** AVG_POOL2D, which keeps the quantization. */
    public QuantizedTensor averagePool(
            String name, QuantizedTensor input, Extent2d kernel, Extent2d stride, Padding padding) {
        Shape shape = input.value().shape();
        Value result = graph.value(name, DType.INT8, convolved(shape, kernel, stride, padding, shape.dimension(3)));
        graph.add(new Operator.AvgPool2d(
                input.value(),
                zeroPoint(name + "/input_zero_point", DType.INT8, input.zeroPoint()),
                zeroPoint(name + "/output_zero_point", DType.INT8, input.zeroPoint()),
                kernel,
                stride,
                padding,
                DType.INT32,
                result));
        return new QuantizedTensor(result, input.parameters());
    }

    /**
     * Mean over {@code size} neighbouring channels of {@code [N, H, W, C]}, real zeros beyond the first and the last: the
     * channels become the columns of a volume, and a CONV3D with equal weights sums them. Keeps the quantization.
     */
    public QuantizedTensor channelMean(String name, QuantizedTensor input, int size) {
        Shape shape = input.value().shape();
        int[] in = shape.toArray();
        Value volume = reshape(name + "/volume", input.value(), in[0], in[1], in[2], in[3], 1);
        byte[] ones = new byte[size];
        Arrays.fill(ones, (byte) 1);
        Value sum = graph.value(name + "/sum", DType.INT32, volume.shape());
        graph.add(new Operator.Conv3d(
                volume,
                graph.constant(name + "/weights", Tensor.of(DType.INT8, Shape.of(1, 1, 1, size, 1), ones)),
                integerConstant(name + "/bias", new int[] {0}, 1),
                zeroPoint(name + "/input_zero_point", DType.INT8, input.zeroPoint()),
                zeroPoint(name + "/weight_zero_point", DType.INT8, 0),
                new Padding3d(0, 0, 0, 0, (size - 1) / 2, size / 2),
                new Extent3d(1, 1, 1),
                new Extent3d(1, 1, 1),
                false,
                DType.INT32,
                sum));
        QuantizedTensor mean = narrowed(name + "/narrow", sum, input.scale() / size, input.parameters());
        return new QuantizedTensor(reshape(name, mean.value(), in), input.parameters());
    }

    /** MAX_POOL2D, which keeps the quantization. */
    public QuantizedTensor maximumPool(
            String name, QuantizedTensor input, Extent2d kernel, Extent2d stride, Padding padding) {
        Shape shape = input.value().shape();
        Value result = graph.value(name, DType.INT8, convolved(shape, kernel, stride, padding, shape.dimension(3)));
        graph.add(new Operator.MaxPool2d(input.value(), kernel, stride, padding, NanMode.PROPAGATE, result));
        return new QuantizedTensor(result, input.parameters());
    }

    /** {@code 1 - x}: SUB from an int8 constant. */
    public QuantizedTensor complement(String name, QuantizedTensor input, QuantizationParameters output) {
        int[] ones = new int[input.value().rank()];
        Arrays.fill(ones, 1);
        QuantizationParameters unit = new QuantizationParameters(1.0 / QuantizationParameters.MAX_CODE, 0);
        byte[] code = {QuantizationParameters.MAX_CODE};
        QuantizedTensor one =
                new QuantizedTensor(graph.constant(name + "/one", Tensor.of(DType.INT8, Shape.of(ones), code)), unit);
        return subtract(name, one, input, output);
    }

    /** CLAMP between two codes, which keeps the quantization: a rectifier as operator of its own. */
    public QuantizedTensor clamp(String name, QuantizedTensor input, int minimum, int maximum) {
        Value result = graph.value(name, DType.INT8, input.value().shape());
        graph.add(new Operator.Clamp(input.value(), minimum, maximum, NanMode.PROPAGATE, result));
        return new QuantizedTensor(result, input.parameters());
    }

    /** Softmax over the last axis; the result has steps of 1/256 from code -128 on. */
    public QuantizedTensor softmax(String name, QuantizedTensor input) {
        return IntegerSoftmax.add(this, name, input);
    }

    /** RESIZE to the nearest neighbour by a whole factor in both directions, which keeps the quantization. */
    public QuantizedTensor upsample(String name, QuantizedTensor input, int factor) {
        int[] shape = input.value().shape().toArray();
        shape[1] *= factor;
        shape[2] *= factor;
        Value result = graph.value(name, DType.INT8, Shape.of(shape));
        graph.add(new Operator.Resize(
                input.value(),
                graph.constantShape(name + "/scale", factor, 1, factor, 1),
                graph.constantShape(name + "/offset", 0, 0),
                graph.constantShape(name + "/border", factor - 1, factor - 1),
                ResizeMode.NEAREST,
                result));
        return new QuantizedTensor(result, input.parameters());
    }

    /** PAD with real zeros behind the last channel. */
    public QuantizedTensor padChannels(String name, QuantizedTensor input, int channels) {
        Shape shape = input.value().shape();
        int last = shape.rank() - 1;
        long[] padding = new long[2 * shape.rank()];
        padding[2 * last + 1] = channels;
        Value result = graph.value(name, DType.INT8, shape.with(last, shape.dimension(last) + channels));
        graph.add(new Operator.Pad(
                input.value(),
                graph.constantShape(name + "/padding", padding),
                zeroPoint(name + "/value", DType.INT8, input.zeroPoint()),
                result));
        return new QuantizedTensor(result, input.parameters());
    }

    /** TABLE of a function. */
    public QuantizedTensor table(
            String name, DoubleUnaryOperator function, QuantizedTensor input, QuantizationParameters output) {
        byte[] entries = LookUpTable.of(function, input.parameters(), output);
        Value table = graph.constant(name + "/table", Tensor.of(DType.INT8, Shape.of(LookUpTable.ENTRIES), entries));
        Value result = graph.value(name, DType.INT8, input.value().shape());
        graph.add(new Operator.Table(input.value(), table, result));
        return new QuantizedTensor(result, output);
    }

    /** RESHAPE. */
    public QuantizedTensor reshape(String name, QuantizedTensor input, int... shape) {
        return new QuantizedTensor(reshape(name, input.value(), shape), input.parameters());
    }

    /** RESHAPE of a value of any type. */
    public Value reshape(String name, Value input, int... shape) {
        long[] sizes = Arrays.stream(shape).asLongStream().toArray();
        Value result = graph.value(name, input.dtype(), Shape.of(shape));
        graph.add(new Operator.Reshape(input, graph.constantShape(name + "/shape", sizes), result));
        return result;
    }

    /** TRANSPOSE: output axis i is input axis {@code permutation[i]}. */
    public QuantizedTensor transpose(String name, QuantizedTensor input, int... permutation) {
        int[] shape = new int[permutation.length];
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = input.value().shape().dimension(permutation[axis]);
        }
        Value result = graph.value(name, DType.INT8, Shape.of(shape));
        graph.add(new Operator.Transpose(input.value(), IntLists.immutable.of(permutation), result));
        return new QuantizedTensor(result, input.parameters());
    }

    /** SLICE. */
    public QuantizedTensor slice(String name, QuantizedTensor input, int[] start, int[] size) {
        Value result = graph.value(name, DType.INT8, Shape.of(size));
        graph.add(new Operator.Slice(
                input.value(),
                graph.constantShape(
                        name + "/start", Arrays.stream(start).asLongStream().toArray()),
                graph.constantShape(
                        name + "/size", Arrays.stream(size).asLongStream().toArray()),
                result));
        return new QuantizedTensor(result, input.parameters());
    }

    /** CONCAT of tensors of one quantization. */
    public QuantizedTensor concatenate(String name, List<QuantizedTensor> inputs, int axis) {
        int size = 0;
        for (QuantizedTensor input : inputs) {
            size += input.value().shape().dimension(axis);
        }
        Shape shape = inputs.getFirst().value().shape();
        Value result = graph.value(name, DType.INT8, shape.with(axis, size));
        graph.add(new Operator.Concat(Lists.immutable.withAll(inputs).collect(QuantizedTensor::value), axis, result));
        return new QuantizedTensor(result, inputs.getFirst().parameters());
    }

    /** ARITHMETIC_RIGHT_SHIFT of int32 by a constant, rounding down. */
    public Value shiftRight(String name, Value input, int places) {
        Value amount = integerConstant(name + "/places", new int[] {places}, 1);
        Value result = graph.value(name, DType.INT32, input.shape());
        graph.add(new Operator.ArithmeticRightShift(input, amount, false, result));
        return result;
    }

    /** SUB of a constant from int32. */
    public Value decrease(String name, Value input, int by) {
        Value amount = integerConstant(name + "/by", new int[] {by}, 1);
        Value result = graph.value(name, DType.INT32, input.shape());
        graph.add(new Operator.Sub(input, amount, result));
        return result;
    }

    private static double commonStep(QuantizedTensor left, QuantizedTensor right) {
        return 2 * Math.max(left.scale(), right.scale()) / HEADROOM;
    }

    private static Shape convolved(Shape input, Extent2d kernel, Extent2d stride, Padding padding, int channels) {
        int height = (input.dimension(1) + padding.top() + padding.bottom() - kernel.y()) / stride.y() + 1;
        int width = (input.dimension(2) + padding.left() + padding.right() - kernel.x()) / stride.x() + 1;
        return Shape.of(input.dimension(0), height, width, channels);
    }
}
