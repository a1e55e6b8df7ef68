package npusim.quantize;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import npusim.graph.Extent2d;
import npusim.graph.Graph;
import npusim.graph.GraphBuilder;
import npusim.graph.NanMode;
import npusim.graph.Operator;
import npusim.graph.Padding;
import npusim.graph.RoundingMode;
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
 * {@code x/…}. Formulas: {@code conformer-lowering.md §4.0}.
 */
public final class QuantizedGraphBuilder {
    /** Left shift that ADD and SUB give the coarser operand before they add. */
    private static final double HEADROOM = 0x1.0p20;

    private final GraphBuilder graph = new GraphBuilder();
    private final Map<ConstantKey, Value> sharedConstants = new HashMap<>();

    private record ConstantKey(Shape shape, ByteBuffer codes) {}

    /** Declares an int8 input. */
    public QuantizedTensor input(String name, QuantizationParameters parameters, int... shape) {
        return new QuantizedTensor(graph.input(name, DType.INT8, Shape.of(shape)), parameters);
    }

    /** Declares an int32 input. */
    public Value integerInput(String name, int... shape) {
        return graph.input(name, DType.INT32, Shape.of(shape));
    }

    /** An int8 constant; equal ones become one. */
    public QuantizedTensor constant(String name, byte[] codes, QuantizationParameters parameters, int... shape) {
        Value value = sharedConstants.computeIfAbsent(
                new ConstantKey(Shape.of(shape), ByteBuffer.wrap(codes)),
                key -> graph.constant(name, Tensor.of(DType.INT8, key.shape(), codes)));
        return new QuantizedTensor(value, parameters);
    }

    /** An int32 constant. */
    public Value integerConstant(String name, int[] values, int... shape) {
        return graph.constant(name, Tensor.of(DType.INT32, Shape.of(shape), values));
    }

    /** Makes a value an output of the graph. */
    public void output(Value value) {
        graph.output(value);
    }

    /** The graph built so far. */
    public Graph build() {
        return graph.build();
    }

    /**
     * CONV2D and its per-channel RESCALE to int8.
     *
     * @param input {@code [N, H, W, I]}
     * @param weights {@code [O, KH, KW, I]}, row-major
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
        int outChannels = weights.scales().length;
        Value filter = graph.constant(
                name + "/weights",
                Tensor.of(DType.INT8, Shape.of(outChannels, kernel.y(), kernel.x(), in.dimension(3)), weights.codes()));
        Value accumulator =
                graph.value(name + "/sum", DType.INT32, convolved(in, kernel, stride, padding, outChannels));
        graph.add(new Operator.Conv2d(
                input.value(),
                filter,
                bias(name, input, weights, bias),
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
                bias(name, input, weights, bias),
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

    /** SUB in int32, the right operand broadcast: both operands and the result are rescaled. */
    public QuantizedTensor subtract(
            String name, QuantizedTensor left, QuantizedTensor right, QuantizationParameters output) {
        double step = commonStep(left, right);
        Value a = widened(name + "/left", left, left.scale() / step);
        Value b = widened(name + "/right", right, right.scale() / step);
        Value difference =
                graph.value(name + "/difference", DType.INT32, left.value().shape());
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

    /** TABLE of a function. */
    public QuantizedTensor table(
            String name, ElementFunction function, QuantizedTensor input, QuantizationParameters output) {
        byte[] entries = LookUpTable.of(function.exact(), input.parameters(), output);
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

    /** CONCAT of two tensors of one quantization. */
    public QuantizedTensor concatenate(String name, QuantizedTensor first, QuantizedTensor second, int axis) {
        Shape shape = second.value().shape();
        int size = first.value().shape().dimension(axis) + shape.dimension(axis);
        Value result = graph.value(name, DType.INT8, shape.with(axis, size));
        graph.add(new Operator.Concat(Lists.immutable.of(first.value(), second.value()), axis, result));
        return new QuantizedTensor(result, second.parameters());
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

    /** RESCALE from int8 to int32 without zero point. */
    public Value widened(String name, QuantizedTensor input, double factor) {
        Value result = graph.value(name, DType.INT32, input.value().shape());
        rescale(name, input.value(), input.zeroPoint(), result, 0, FixedPointScale.of(factor));
        return result;
    }

    /** RESCALE from int32 in steps of {@code step} to int8. */
    public QuantizedTensor narrowed(String name, Value input, double step, QuantizationParameters output) {
        Value result = graph.value(name, DType.INT8, input.shape());
        rescale(name, input, 0, result, output.zeroPoint(), FixedPointScale.of(step / output.scale()));
        return new QuantizedTensor(result, output);
    }

    private QuantizedTensor rescaledPerChannel(
            String name,
            Value accumulator,
            QuantizedTensor input,
            ChannelWeights weights,
            QuantizationParameters output) {
        FixedPointScale[] scales = Arrays.stream(weights.scales())
                .mapToObj(scale -> FixedPointScale.of(input.scale() * scale / output.scale()))
                .toArray(FixedPointScale[]::new);
        Value result = graph.value(name, DType.INT8, accumulator.shape());
        rescale(name, accumulator, 0, result, output.zeroPoint(), scales);
        return new QuantizedTensor(result, output);
    }

    private void rescale(
            String name, Value input, int inputZero, Value output, int outputZero, FixedPointScale... scales) {
        int[] multipliers = new int[scales.length];
        byte[] shifts = new byte[scales.length];
        for (int channel = 0; channel < scales.length; channel++) {
            multipliers[channel] = scales[channel].multiplier();
            shifts[channel] = (byte) scales[channel].shift();
        }
        graph.add(new Operator.Rescale(
                input,
                integerConstant(name + "/multiplier", multipliers, scales.length),
                graph.constant(name + "/shift_bits", Tensor.of(DType.INT8, Shape.of(scales.length), shifts)),
                zeroPoint(name + "/from_zero_point", input.dtype(), inputZero),
                zeroPoint(name + "/to_zero_point", output.dtype(), outputZero),
                true,
                RoundingMode.SINGLE_ROUND,
                scales.length > 1,
                false,
                false,
                output));
    }

    private Value bias(String name, QuantizedTensor input, ChannelWeights weights, double @Nullable [] bias) {
        int[] codes = new int[weights.scales().length];
        if (bias != null) {
            for (int channel = 0; channel < codes.length; channel++) {
                double steps = Math.rint(bias[channel] / (input.scale() * weights.scales()[channel]));
                codes[channel] = (int) Math.clamp(steps, Integer.MIN_VALUE, Integer.MAX_VALUE);
            }
        }
        return integerConstant(name + "/bias", codes, codes.length);
    }

    private Value zeroPoint(String name, DType dtype, int value) {
        Tensor tensor = Tensor.zeros(dtype, Shape.of(1));
        tensor.set(0, value);
        return graph.constant(name, tensor);
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
