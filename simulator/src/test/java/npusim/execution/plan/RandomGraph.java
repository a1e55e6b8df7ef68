package npusim.execution.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import npusim.graph.Extent2d;
import npusim.graph.Extent3d;
import npusim.graph.Graph;
import npusim.graph.GraphBuilder;
import npusim.graph.NanMode;
import npusim.graph.Operator;
import npusim.graph.Padding;
import npusim.graph.Padding3d;
import npusim.graph.RoundingMode;
import npusim.graph.Value;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.IntLists;

/**
 * Graphs of quantized operators on INT8 tensors of rank 4, each operator with the rescales around it that a compiler emits:
 * what a plan fuses, keeps apart, moves and reuses in every combination.
 */
public final class RandomGraph {
    private static final int OPERATIONS = 12;

    private final Random random;
    private final GraphBuilder graph = new GraphBuilder();
    private final List<Value> values = new ArrayList<>();
    private int names;

    /** Draws from {@code random}. */
    public RandomGraph(Random random) {
        this.random = random;
    }

    /** A legal graph. */
    public Graph build() {
        Shape shape = Shape.of(1, 1 + random.nextInt(9), 1 + random.nextInt(9), 1 + random.nextInt(40));
        values.add(graph.input("x", DType.INT8, shape));
        values.add(graph.input("y", DType.INT8, shape));
        for (int i = 0; i < OPERATIONS; i++) {
            values.add(operation(pick()));
        }
        graph.output(values.getLast());
        graph.output(pick());
        Value words = graph.input("words", DType.INT32, shape);
        Value sums = value(DType.INT32, shape.with(2, 1));
        graph.add(new Operator.ReduceSum(words, 2, sums));
        graph.output(sums);
        return graph.build();
    }

    /** Results of two tensors of which one repeats rows of {@code width} elements, as scores less their greatest do. */
    Graph repeatingRows(int width) {
        Shape shape = Shape.of(1, 1 + random.nextInt(6), 400 / width + random.nextInt(3000 / width), width);
        Value x = graph.input("x", DType.INT8, shape);
        Value rows = graph.input("rows", DType.INT8, shape.with(2, 1));
        for (int i = 0; i < OPERATIONS; i++) {
            graph.output(binary(x, rows));
        }
        graph.output(binary(binary(x, rows), x));
        return graph.build();
    }

    /** Products of so many columns that their tiles are full, with nothing but a rescale behind them. */
    Graph productsOfManyColumns() {
        Shape shape = Shape.of(1, 4 + random.nextInt(6), 4 + random.nextInt(6), 1 + random.nextInt(20));
        Value x = graph.input("x", DType.INT8, shape);
        graph.output(convolution(x, 48 + random.nextInt(60)));
        graph.output(product(x, 48 + random.nextInt(60)));
        return graph.build();
    }

    private Value pick() {
        return values.get(random.nextInt(values.size()));
    }

    private Value operation(Value x) {
        return switch (random.nextInt(19)) {
            case 0, 1 -> binary(x, x);
            case 2, 3 -> binary(x, ofShape(x));
            case 4 -> binary(x, broadcast(x));
            case 5 -> table(x);
            case 6 -> clamp(x);
            case 7 -> convolution(x);
            case 8 -> depthwise(x);
            case 9 -> product(x);
            case 10 -> transpose(x);
            case 11 -> sliceAndConcat(x);
            case 12 -> reduce(x);
            case 13 -> acrossChannels(x);
            case 14 -> transposedConvolution(x);
            case 15 -> sliceAndPad(x);
            case 16, 17 -> withoutRescale(x);
            default -> pool(x);
        };
    }

    private Value ofShape(Value x) {
        List<Value> same =
                values.stream().filter(value -> value.shape().equals(x.shape())).toList();
        return same.get(random.nextInt(same.size()));
    }

    /** A constant, or a reduction of x, that repeats over some dimensions. */
    private Value broadcast(Value x) {
        if (random.nextBoolean()) {
            return reduce(x);
        }
        int[] extents = x.shape().toArray();
        for (int i = 0; i < extents.length; i++) {
            extents[i] = random.nextBoolean() ? 1 : extents[i];
        }
        return constant(DType.INT8, Shape.of(extents), -128, 127);
    }

    private Value binary(Value left, Value right) {
        Value a = toWords(left);
        Value b = toWords(right);
        Value result = value(DType.INT32, left.shape());
        switch (random.nextInt(5)) {
            case 0 -> graph.add(new Operator.Add(a, b, result));
            case 1 -> graph.add(new Operator.Sub(a, b, result));
            case 2 -> graph.add(new Operator.Maximum(a, b, NanMode.UNSET, result));
            case 3 -> graph.add(new Operator.Minimum(a, b, NanMode.UNSET, result));
            default -> graph.add(new Operator.Mul(a, b, constant(DType.INT8, Shape.of(1), 0, 0), result));
        }
        return toBytes(result, false);
    }

    /** Operators on other types than INT8 and INT32, on their way back to INT8. */
    private Value withoutRescale(Value x) {
        Shape shape = x.shape();
        Value other = random.nextBoolean() ? ofShape(x) : constant(DType.INT8, shape, -128, 127);
        Value bits = value(DType.INT8, shape);
        graph.add(new Operator.BitwiseXor(x, other, bits));
        Value shorts = value(DType.INT16, shape);
        graph.add(new Operator.Cast(bits, shorts));
        Value shifted = value(DType.INT16, shape);
        Value places = constant(DType.INT16, random.nextBoolean() ? shape : Shape.of(1, 1, 1, 1), 0, 9);
        graph.add(new Operator.LogicalRightShift(shorts, places, shifted));
        Value clamped = value(DType.INT16, shape);
        graph.add(new Operator.Clamp(shifted, -200, 3000, NanMode.UNSET, clamped));
        Value greater = value(DType.BOOL, shape);
        graph.add(new Operator.Greater(toWords(x), toWords(other), greater));
        Value chosen = value(DType.INT16, shape);
        graph.add(new Operator.Select(greater, clamped, shorts, chosen));
        Value words = value(DType.INT32, shape);
        graph.add(new Operator.Mul(chosen, shifted, constant(DType.INT8, Shape.of(1), 0, 0), words));
        Value product = value(DType.INT32, shape);
        graph.add(new Operator.Mul(words, toWords(bits), constant(DType.INT8, Shape.of(1), 1, 40), product));
        Value result = value(DType.INT8, shape);
        graph.add(new Operator.Cast(product, result));
        return result;
    }

    private Value toWords(Value bytes) {
        boolean identity = random.nextBoolean();
        Value words = value(DType.INT32, bytes.shape());
        graph.add(rescale(bytes, words, identity ? 1 << 30 : 1 << 30 | random.nextInt(1 << 30), 30, false));
        return words;
    }

    private Value toBytes(Value words, boolean perChannel) {
        Value bytes = value(DType.INT8, words.shape());
        int shift = random.nextBoolean() ? 37 + random.nextInt(4) : 30;
        graph.add(rescale(words, bytes, 1 << 30 | random.nextInt(1 << 30), shift, perChannel));
        return bytes;
    }

    private Operator rescale(Value from, Value to, int multiplier, int shift, boolean perChannel) {
        int channels = perChannel ? from.shape().innermost() : 1;
        int[] multipliers = new int[channels];
        byte[] shifts = new byte[channels];
        for (int i = 0; i < channels; i++) {
            multipliers[i] = i == 0 ? multiplier : 1 << 30 | random.nextInt(1 << 30);
            shifts[i] = (byte) (i == 0 ? shift : shift + random.nextInt(3) - 1);
        }
        RoundingMode rounding = RoundingMode.values()[random.nextInt(3)];
        return new Operator.Rescale(
                from,
                graph.constant(name(), Tensor.of(DType.INT32, Shape.of(channels), multipliers)),
                graph.constant(name(), Tensor.of(DType.INT8, Shape.of(channels), shifts)),
                zeroPoint(from.dtype()),
                zeroPoint(to.dtype()),
                true,
                rounding,
                perChannel,
                false,
                false,
                to);
    }

    private Value zeroPoint(DType dtype) {
        return dtype == DType.INT8 ? constant(DType.INT8, Shape.of(1), -128, 127) : constant(dtype, Shape.of(1), 0, 0);
    }

    private Value table(Value x) {
        Value result = value(DType.INT8, x.shape());
        graph.add(new Operator.Table(x, constant(DType.INT8, Shape.of(256), -128, 127), result));
        return result;
    }

    private Value clamp(Value x) {
        Value result = value(DType.INT8, x.shape());
        graph.add(new Operator.Clamp(x, -random.nextInt(100), random.nextInt(100), NanMode.UNSET, result));
        return result;
    }

    private Value convolution(Value x) {
        return convolution(x, 1 + random.nextInt(40));
    }

    private Value convolution(Value x, int channels) {
        int kernel = 1 + random.nextInt(3);
        int stride = 1 + random.nextInt(2);
        int dilation = 1 + random.nextInt(2);
        int padding = random.nextInt(kernel);
        Shape in = x.shape();
        int reach = (kernel - 1) * dilation + 1;
        int height = in.dimension(1) + 2 * padding - reach;
        int width = in.dimension(2) + 2 * padding - reach;
        if (height < 0 || width < 0) {
            return table(x);
        }
        // TOSA asks for a stride that divides the extent exactly
        int strideY = height % stride == 0 ? stride : 1;
        int strideX = width % stride == 0 ? stride : 1;
        Value sums = value(DType.INT32, Shape.of(1, height / strideY + 1, width / strideX + 1, channels));
        graph.add(new Operator.Conv2d(
                x,
                constant(DType.INT8, Shape.of(channels, kernel, kernel, in.dimension(3)), -128, 127),
                constant(DType.INT32, Shape.of(random.nextBoolean() ? 1 : channels), -1000, 1000),
                zeroPoint(DType.INT8),
                constant(DType.INT8, Shape.of(1), -1, 1),
                new Padding(padding, padding, padding, padding),
                new Extent2d(strideY, strideX),
                new Extent2d(dilation, dilation),
                false,
                DType.INT32,
                sums));
        return toBytes(sums, random.nextBoolean());
    }

    /** With stride 3 nothing but a host runs it; large results would grow without end. */
    private Value transposedConvolution(Value x) {
        Shape in = x.shape();
        if (in.elements() > 4000) {
            return table(x);
        }
        int kernel = 2 + random.nextInt(2);
        int stride = 1 + random.nextInt(3);
        int channels = 1 + random.nextInt(20);
        int before = random.nextInt(2) - 1;
        int height = (in.dimension(1) - 1) * stride + kernel + before;
        int width = (in.dimension(2) - 1) * stride + kernel + before;
        Value sums = value(DType.INT32, Shape.of(1, height, width, channels));
        graph.add(new Operator.TransposeConv2d(
                x,
                constant(DType.INT8, Shape.of(channels, kernel, kernel, in.dimension(3)), -128, 127),
                constant(DType.INT32, Shape.of(channels), -1000, 1000),
                zeroPoint(DType.INT8),
                constant(DType.INT8, Shape.of(1), -1, 1),
                new Padding(before, 0, before, 0),
                new Extent2d(stride, stride),
                false,
                DType.INT32,
                sums));
        return toBytes(sums, random.nextBoolean());
    }

    private Value depthwise(Value x) {
        Shape in = x.shape();
        int channels = in.dimension(3);
        int multiplier = channels == 1 || random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1;
        Axis down = axis(in.dimension(1));
        Axis across = axis(in.dimension(2));
        Value sums = value(DType.INT32, Shape.of(in.dimension(0), down.output, across.output, channels * multiplier));
        graph.add(new Operator.DepthwiseConv2d(
                x,
                constant(DType.INT8, Shape.of(down.kernel, across.kernel, channels, multiplier), -128, 127),
                constant(DType.INT32, Shape.of(channels * multiplier), -1000, 1000),
                zeroPoint(DType.INT8),
                constant(DType.INT8, Shape.of(1), -1, 1),
                new Padding(down.before, down.after, across.before, across.after),
                new Extent2d(down.stride, across.stride),
                new Extent2d(down.dilation, across.dilation),
                false,
                DType.INT32,
                sums));
        return toBytes(sums, random.nextBoolean());
    }

    /** One axis of a sliding window. */
    private record Axis(int kernel, int stride, int dilation, int before, int after, int output) {}

    /** Some window over {@code input} elements whose last position is just within the padded input. */
    private Axis axis(int input) {
        int kernel = 1 + random.nextInt(5);
        int stride = 1 + random.nextInt(3);
        int dilation = 1 + random.nextInt(2);
        int span = (kernel - 1) * dilation;
        int before = random.nextInt(span + 1);
        int after = Math.max(0, span + 1 - input - before);
        int steps = Math.ceilDiv(input + before + after - 1 - span, stride);
        after = steps * stride + 1 + span - input - before;
        return new Axis(kernel, stride, dilation, before, after, steps + 1);
    }

    /** x as a matrix times its transpose, or times a constant. */
    private Value product(Value x) {
        return product(x, 1 + random.nextInt(40));
    }

    private Value product(Value x, int columnsOfConstant) {
        Shape in = x.shape();
        int rows = in.dimension(1) * in.dimension(2);
        int depth = in.dimension(3);
        Value left = reshape(x, Shape.of(1, rows, depth));
        Value right;
        int columns;
        if (random.nextBoolean()) {
            columns = rows;
            right = value(DType.INT8, Shape.of(1, depth, rows));
            graph.add(new Operator.Transpose(left, IntLists.immutable.of(0, 2, 1), right));
        } else {
            columns = columnsOfConstant;
            right = constant(DType.INT8, Shape.of(1, depth, columns), -128, 127);
        }
        Value sums = value(DType.INT32, Shape.of(1, rows, columns));
        graph.add(new Operator.MatMul(left, right, zeroPoint(DType.INT8), zeroPoint(DType.INT8), sums));
        return reshape(toBytes(sums, false), Shape.of(1, in.dimension(1), in.dimension(2), columns));
    }

    private Value reshape(Value x, Shape shape) {
        Value result = value(x.dtype(), shape);
        long[] sizes = IntStream.of(shape.toArray()).asLongStream().toArray();
        graph.add(new Operator.Reshape(x, graph.constantShape(name(), sizes), result));
        return result;
    }

    private Value transpose(Value x) {
        List<Integer> axes = new ArrayList<>(List.of(0, 1, 2, 3));
        Collections.shuffle(axes, random);
        int[] permutation = axes.stream().mapToInt(Integer::intValue).toArray();
        int[] extents =
                IntStream.of(permutation).map(axis -> x.shape().dimension(axis)).toArray();
        if (extents[0] != 1) {
            return table(x);
        }
        Value result = value(DType.INT8, Shape.of(extents));
        graph.add(new Operator.Transpose(x, IntLists.immutable.of(permutation), result));
        return result;
    }

    private Value sliceAndConcat(Value x) {
        int axis = 1 + random.nextInt(3);
        long[] start = new long[4];
        start[axis] = random.nextInt(x.shape().dimension(axis));
        Shape part = x.shape().with(axis, x.shape().dimension(axis) - (int) start[axis]);
        Value slice = value(DType.INT8, part);
        long[] size = IntStream.of(part.toArray()).asLongStream().toArray();
        graph.add(new Operator.Slice(x, graph.constantShape(name(), start), graph.constantShape(name(), size), slice));
        Value result = value(
                DType.INT8, part.with(axis, part.dimension(axis) + x.shape().dimension(axis)));
        graph.add(new Operator.Concat(Lists.immutable.of(slice, x), axis, result));
        return result;
    }

    /** x with all but a part overwritten by a constant. */
    private Value sliceAndPad(Value x) {
        int rank = x.shape().rank();
        long[] start = new long[rank];
        long[] size = new long[rank];
        long[] padding = new long[2 * rank];
        for (int axis = 0; axis < rank; axis++) {
            int extent = x.shape().dimension(axis);
            start[axis] = random.nextInt(extent);
            size[axis] = 1 + random.nextInt(extent - (int) start[axis]);
            padding[2 * axis] = start[axis];
            padding[2 * axis + 1] = extent - start[axis] - size[axis];
        }
        Shape part = Shape.of(LongStream.of(size).mapToInt(Math::toIntExact).toArray());
        Value slice = value(DType.INT8, part);
        graph.add(new Operator.Slice(x, graph.constantShape(name(), start), graph.constantShape(name(), size), slice));
        Value result = value(DType.INT8, x.shape());
        Value fill = constant(DType.INT8, Shape.of(1), -128, 127);
        graph.add(new Operator.Pad(slice, graph.constantShape(name(), padding), fill, result));
        return result;
    }

    private Value reduce(Value x) {
        int axis = 1 + random.nextInt(3);
        Shape shape = x.shape().with(axis, 1);
        if (random.nextBoolean()) {
            Value result = value(DType.INT8, shape);
            graph.add(new Operator.ReduceMax(x, axis, NanMode.UNSET, result));
            return result;
        }
        Value sums = value(DType.INT32, shape);
        graph.add(new Operator.ReduceSum(toWords(x), axis, sums));
        return toBytes(sums, false);
    }

    /** A convolution over three neighbouring channels, which takes a volume and so has no place on an NPU. */
    private Value acrossChannels(Value x) {
        Shape in = x.shape();
        Shape volume = Shape.of(1, in.dimension(1), in.dimension(2), in.dimension(3), 1);
        Value sums = value(DType.INT32, volume);
        graph.add(new Operator.Conv3d(
                reshape(x, volume),
                constant(DType.INT8, Shape.of(1, 1, 1, 3, 1), -128, 127),
                constant(DType.INT32, Shape.of(1), -1000, 1000),
                zeroPoint(DType.INT8),
                constant(DType.INT8, Shape.of(1), -1, 1),
                new Padding3d(0, 0, 0, 0, 1, 1),
                new Extent3d(1, 1, 1),
                new Extent3d(1, 1, 1),
                false,
                DType.INT32,
                sums));
        return reshape(toBytes(sums, false), in);
    }

    private Value pool(Value x) {
        int height = 1 + random.nextInt(x.shape().dimension(1));
        int width = 1 + random.nextInt(x.shape().dimension(2));
        int padding = random.nextInt(Math.min(height, width));
        Value result = value(
                DType.INT8,
                Shape.of(
                        1,
                        x.shape().dimension(1) + 2 * padding - height + 1,
                        x.shape().dimension(2) + 2 * padding - width + 1,
                        x.shape().dimension(3)));
        Extent2d kernel = new Extent2d(height, width);
        Padding around = new Padding(padding, padding, padding, padding);
        graph.add(
                random.nextBoolean()
                        ? new Operator.MaxPool2d(x, kernel, Extent2d.ONE, around, NanMode.UNSET, result)
                        : new Operator.AvgPool2d(
                                x,
                                zeroPoint(DType.INT8),
                                zeroPoint(DType.INT8),
                                kernel,
                                Extent2d.ONE,
                                around,
                                DType.INT32,
                                result));
        return result;
    }

    private Value constant(DType dtype, Shape shape, int least, int most) {
        Tensor tensor = Tensor.zeros(dtype, shape);
        for (int i = 0; i < tensor.length(); i++) {
            tensor.set(i, random.nextInt(least, most + 1));
        }
        return graph.constant(name(), tensor);
    }

    private Value value(DType dtype, Shape shape) {
        return graph.value(name(), dtype, shape);
    }

    private String name() {
        return "t" + names++;
    }
}
