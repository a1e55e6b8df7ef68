package npusim.benchmark;

import java.util.Random;
import java.util.stream.LongStream;
import npusim.execution.ExecutionLimits;
import npusim.execution.Executor;
import npusim.execution.plan.StepTime;
import npusim.graph.Extent2d;
import npusim.graph.Graph;
import npusim.graph.GraphBuilder;
import npusim.graph.InvalidGraphException;
import npusim.graph.Level;
import npusim.graph.Operator;
import npusim.graph.Padding;
import npusim.graph.Problem;
import npusim.graph.RoundingMode;
import npusim.graph.Value;
import npusim.graph.VerifyGraph;
import npusim.kernel.loop.InnerLoops;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;

/**
 * A graph of one operator with its rescales, and what it has to do at least: the operator's result goes to memory that
 * runs share, and a slice of one element is the graph's output, so that no run allocates what it is not measured for.
 */
final class KernelGraph {
    private static final int SEED = 1;

    private final GraphBuilder builder = new GraphBuilder();
    private final Random random = new Random(SEED);
    private final MutableMap<String, Tensor> inputs = Maps.mutable.empty();
    private int names;
    private long macs;
    private long bytes;
    private long elements;

    /** An input with random content. */
    Value input(DType dtype, int... shape) {
        Value value = builder.input(name(), dtype, Shape.of(shape));
        inputs.put(value.name(), random(value.dtype(), value.shape()));
        bytes += bytesOf(value);
        return value;
    }

    /** An INT32 input of non-negative numbers below {@code bound}. */
    Value indices(int bound, int... shape) {
        Value value = builder.input(name(), DType.INT32, Shape.of(shape));
        int count = (int) value.shape().elements();
        inputs.put(
                value.name(),
                Tensor.of(
                        DType.INT32, value.shape(), random.ints(count, 0, bound).toArray()));
        bytes += bytesOf(value);
        return value;
    }

    private Tensor random(DType dtype, Shape shape) {
        Tensor tensor = Tensor.zeros(dtype, shape);
        switch (tensor.storage()) {
            case byte[] values -> {
                random.nextBytes(values);
                if (dtype == DType.BOOL) {
                    for (int i = 0; i < values.length; i++) {
                        values[i] &= 1;
                    }
                }
            }
            default -> {
                for (int i = 0; i < tensor.length(); i++) {
                    tensor.set(i, (short) random.nextInt());
                }
            }
        }
        return tensor;
    }

    private static long bytesOf(Value value) {
        return value.shape().elements() * value.dtype().storageBytes();
    }

    /** A value that an operator is about to produce. */
    Value value(DType dtype, Shape shape) {
        return builder.value(name(), dtype, shape);
    }

    Value value(DType dtype, int... shape) {
        return value(dtype, Shape.of(shape));
    }

    /** A constant with random content. */
    Value constant(DType dtype, int... shape) {
        return builder.constant(name(), random(dtype, Shape.of(shape)));
    }

    /** A constant [1]. */
    Value number(DType dtype, long number) {
        Tensor tensor = Tensor.zeros(dtype, Shape.of(1));
        tensor.set(0, number);
        return builder.constant(name(), tensor);
    }

    Value shape(long... sizes) {
        return builder.constantShape(name(), sizes);
    }

    Value add(Operator.SingleOutput operator) {
        builder.add(operator);
        return operator.output();
    }

    /** CONV2D or, for weights [KH,KW,C,1], DEPTHWISE_CONV2D of INT8 to INT32. */
    Value convolve(Value input, Shape output, Extent2d stride, Padding padding, boolean depthwise, Value weight) {
        int taps = depthwise
                ? weight.shape().dimension(0) * weight.shape().dimension(1)
                : (int) weight.shape().elements(1, 4);
        macs += output.elements() * taps;
        Value bias = constant(DType.INT32, output.innermost());
        Value zero = number(DType.INT8, 0);
        Value inputZero = number(DType.INT8, 5);
        Value sums = value(DType.INT32, output);
        return add(
                depthwise
                        ? new Operator.DepthwiseConv2d(
                                input,
                                weight,
                                bias,
                                inputZero,
                                zero,
                                padding,
                                stride,
                                Extent2d.ONE,
                                false,
                                DType.INT32,
                                sums)
                        : new Operator.Conv2d(
                                input,
                                weight,
                                bias,
                                inputZero,
                                zero,
                                padding,
                                stride,
                                Extent2d.ONE,
                                false,
                                DType.INT32,
                                sums));
    }

    /** A product with constant weights, as a 1×1 convolution: {@code rows} by {@code depth} by {@code columns}. */
    Value product(int rows, int depth, int columns) {
        return convolve(
                input(DType.INT8, 1, 1, rows, depth),
                Shape.of(1, 1, rows, columns),
                Extent2d.ONE,
                Padding.NONE,
                false,
                constant(DType.INT8, columns, 1, 1, depth));
    }

    /** A product of two inputs. */
    Value matMul(int batches, int rows, int depth, int columns) {
        macs += (long) batches * rows * depth * columns;
        Value left = input(DType.INT8, batches, rows, depth);
        Value right = input(DType.INT8, batches, depth, columns);
        return add(new Operator.MatMul(
                left,
                right,
                number(DType.INT8, 3),
                number(DType.INT8, -2),
                value(DType.INT32, batches, rows, columns)));
    }

    /** A rescale by a multiplier of 31 bits, or for a shift of 30 by one. */
    Value rescale(Value from, DType to, int shift) {
        return rescale(from, to, number(DType.INT32, shift == 30 ? 1 << 30 : 1_234_567_890), shift, false);
    }

    Value rescaleDoubleRound(Value from, DType to, int shift) {
        return rescale(from, to, number(DType.INT32, 1_234_567_890), shift, true);
    }

    private Value rescale(Value from, DType to, Value multiplier, int shift, boolean doubleRound) {
        return add(new Operator.Rescale(
                from,
                multiplier,
                number(DType.INT8, shift),
                number(from.dtype(), from.dtype() == DType.INT8 ? 3 : 0),
                number(to, to == DType.INT8 ? -5 : 0),
                true,
                doubleRound ? RoundingMode.DOUBLE_ROUND : RoundingMode.SINGLE_ROUND,
                false,
                false,
                false,
                value(to, from.shape())));
    }

    /** A rescale to INT8 with a multiplier and a shift for each innermost channel. */
    Value rescaleChannels(Value from) {
        int channels = from.shape().innermost();
        Tensor multipliers = Tensor.of(
                DType.INT32,
                Shape.of(channels),
                random.ints(channels, 1 << 30, Integer.MAX_VALUE).toArray());
        Tensor shifts = Tensor.zeros(DType.INT8, Shape.of(channels));
        for (int i = 0; i < channels; i++) {
            shifts.set(i, 40 + i % 4);
        }
        return add(new Operator.Rescale(
                from,
                builder.constant(name(), multipliers),
                builder.constant(name(), shifts),
                number(DType.INT32, 0),
                number(DType.INT8, -5),
                true,
                RoundingMode.SINGLE_ROUND,
                true,
                false,
                false,
                value(DType.INT8, from.shape())));
    }

    private String name() {
        return "t" + names++;
    }

    /** Makes the graph end with {@code result}, and itself ready to run on one thread. */
    Ready finish(Value result, InnerLoops loops) {
        bytes += bytesOf(result);
        elements = result.shape().elements();
        long[] ones = LongStream.generate(() -> 1).limit(result.shape().rank()).toArray();
        Value tail = value(
                result.dtype(), LongStream.of(ones).mapToInt(Math::toIntExact).toArray());
        builder.add(new Operator.Slice(result, shape(new long[ones.length]), shape(ones), tail));
        builder.output(tail);
        Graph graph = builder.build();
        ImmutableList<Problem> problems = VerifyGraph.verify(graph, Level.NONE);
        if (problems.notEmpty()) {
            throw new IllegalStateException(problems.makeString("\n"));
        }
        return new Ready(Executor.fast(graph, loops, 1, ExecutionLimits.defaults()));
    }

    /** A graph that can run. */
    final class Ready {
        private final Executor executor;
        private final ImmutableMap<String, Tensor> given = inputs.toImmutable();

        private Ready(Executor executor) {
            this.executor = executor;
        }

        /** Multiply-accumulates of products and convolutions. */
        long macs() {
            return macs;
        }

        /** Bytes of the inputs and of the result. */
        long bytes() {
            return bytes;
        }

        /** Elements of the result. */
        long elements() {
            return elements;
        }

        /** Runs once, and returns the wall time of all steps. */
        long nanos() {
            run();
            return executor.profile().stream().mapToLong(StepTime::nanos).sum();
        }

        Object run() {
            try {
                return executor.run(given);
            } catch (InvalidGraphException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
