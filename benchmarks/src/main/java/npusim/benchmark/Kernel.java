package npusim.benchmark;

import static npusim.tensor.DType.BOOL;
import static npusim.tensor.DType.INT16;
import static npusim.tensor.DType.INT32;
import static npusim.tensor.DType.INT8;

import java.util.function.BiFunction;
import java.util.stream.IntStream;
import npusim.graph.Extent2d;
import npusim.graph.NanMode;
import npusim.graph.Operator;
import npusim.graph.Padding;
import npusim.graph.Value;
import npusim.kernel.loop.InnerLoops;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.IntLists;

/** What is measured: one kind of work each, at one size, or in cache and in memory. */
public enum Kernel {
    PRODUCT_512X64X512((g, n) -> g.product(512, 64, 512)),
    PRODUCT_512X128X512((g, n) -> g.product(512, 128, 512)),
    PRODUCT_512X256X512((g, n) -> g.product(512, 256, 512)),
    PRODUCT_512X512X512((g, n) -> g.product(512, 512, 512)),
    PRODUCT_512X1024X512((g, n) -> g.product(512, 1024, 512)),
    PRODUCT_512X2048X512((g, n) -> g.product(512, 2048, 512)),
    /** The Conformer's feed-forward layers and projections, with the rescale that follows. */
    PRODUCT_374X144X576_INT8((g, n) -> g.rescaleChannels(g.product(374, 144, 576))),
    PRODUCT_374X576X144_INT8((g, n) -> g.rescaleChannels(g.product(374, 576, 144))),
    PRODUCT_374X144X144_INT8((g, n) -> g.rescaleChannels(g.product(374, 144, 144))),
    /** Its attention: both operands arrive, four heads. */
    MATMUL_4X374X36X374_INT8((g, n) -> g.rescale(g.matMul(4, 374, 36, 374), INT8, 45)),
    MATMUL_4X374X374X36_INT8((g, n) -> g.rescale(g.matMul(4, 374, 374, 36), INT8, 45)),
    CONV2D_3X3_STRIDE2((g, n) -> g.convolve(
            g.input(INT8, 1, 121, 39, 144),
            Shape.of(1, 60, 19, 144),
            new Extent2d(2, 2),
            Padding.NONE,
            false,
            g.constant(INT8, 144, 3, 3, 144))),
    CONV2D_3X3((g, n) -> g.convolve(
            g.input(INT8, 1, 56, 56, 64),
            Shape.of(1, 56, 56, 64),
            Extent2d.ONE,
            new Padding(1, 1, 1, 1),
            false,
            g.constant(INT8, 64, 3, 3, 64))),
    CONV2D_3X3_ONE_CHANNEL_INT8((g, n) -> g.rescaleChannels(g.convolve(
            g.input(INT8, 1, 201, 79, 1),
            Shape.of(1, 100, 39, 144),
            new Extent2d(2, 2),
            Padding.NONE,
            false,
            g.constant(INT8, 144, 3, 3, 1)))),
    DEPTHWISE_1X31((g, n) -> g.convolve(
            g.input(INT8, 1, 1, 374, 144),
            Shape.of(1, 1, 374, 144),
            Extent2d.ONE,
            new Padding(0, 0, 15, 15),
            true,
            g.constant(INT8, 1, 31, 144, 1))),
    DEPTHWISE_3X3((g, n) -> g.convolve(
            g.input(INT8, 1, 56, 56, 128),
            Shape.of(1, 56, 56, 128),
            Extent2d.ONE,
            new Padding(1, 1, 1, 1),
            true,
            g.constant(INT8, 3, 3, 128, 1))),

    RESCALE_INT32_INT8(4, (g, n) -> g.rescale(cube(g, INT32, n), INT8, 41)),
    RESCALE_INT32_INT8_DOUBLE_ROUND(4, (g, n) -> g.rescaleDoubleRound(cube(g, INT32, n), INT8, 41)),
    RESCALE_INT32_INT8_CHANNELS(4, (g, n) -> g.rescaleChannels(g.input(INT32, 1, 1, n / 256, 256))),
    RESCALE_INT8_INT32(4, (g, n) -> g.rescale(cube(g, INT8, n), INT32, 12)),
    TABLE_INT8(1, (g, n) -> {
        Value x = cube(g, INT8, n);
        return g.add(new Operator.Table(x, g.constant(INT8, 256), g.value(INT8, x.shape())));
    }),
    TABLE_INT16(4, (g, n) -> {
        Value x = cube(g, INT16, n);
        return g.add(new Operator.Table(x, g.constant(INT16, 513), g.value(INT32, x.shape())));
    }),
    /** INT8 + INT8 with three rescales. */
    ADD_INT8(1, (g, n) -> {
        Value x = g.rescale(cube(g, INT8, n), INT32, 11);
        Value y = g.rescale(cube(g, INT8, n), INT32, 12);
        return g.rescale(g.add(new Operator.Add(x, y, g.value(INT32, x.shape()))), INT8, 49);
    }),
    SUB_INT8_BROADCAST(1, (g, n) -> {
        Value x = g.rescale(cube(g, INT8, n), INT32, 11);
        Value y = g.rescale(g.input(INT8, 1, n / 1024, 1, 4), INT32, 11);
        return g.rescale(g.add(new Operator.Sub(x, y, g.value(INT32, x.shape()))), INT8, 49);
    }),
    /** INT8 · INT8 with the offsets taken off first and a rescale. */
    MUL_INT8(1, (g, n) -> {
        Value x = g.rescale(cube(g, INT8, n), INT32, 30);
        Value y = g.rescale(cube(g, INT8, n), INT32, 30);
        Value product = g.value(INT32, x.shape());
        return g.rescale(g.add(new Operator.Mul(x, y, g.number(INT8, 0), product)), INT8, 44);
    }),
    ADD_INT32(4, (g, n) -> binary(g, n, INT32, INT32, Operator.Add::new)),
    MUL_INT32_SHIFT(
            4, (g, n) -> binary(g, n, INT32, INT32, (a, b, out) -> new Operator.Mul(a, b, g.number(INT8, 7), out))),
    BITWISE_XOR_INT8(1, (g, n) -> binary(g, n, INT8, INT8, Operator.BitwiseXor::new)),
    LOGICAL_AND(1, (g, n) -> binary(g, n, BOOL, BOOL, Operator.LogicalAnd::new)),
    LOGICAL_RIGHT_SHIFT_INT16(2, (g, n) -> binary(g, n, INT16, INT16, Operator.LogicalRightShift::new)),
    GREATER_INT32(4, (g, n) -> binary(g, n, INT32, BOOL, Operator.Greater::new)),
    CLAMP_INT16(2, (g, n) -> {
        Value x = cube(g, INT16, n);
        return g.add(new Operator.Clamp(x, -1000, 1000, NanMode.PROPAGATE, g.value(INT16, x.shape())));
    }),
    ABS_INT32(4, (g, n) -> {
        Value x = cube(g, INT32, n);
        return g.add(new Operator.Abs(x, g.value(INT32, x.shape())));
    }),
    CAST_INT8_INT32(4, (g, n) -> {
        Value x = cube(g, INT8, n);
        return g.add(new Operator.Cast(x, g.value(INT32, x.shape())));
    }),
    SELECT_INT8(1, (g, n) -> {
        Value x = cube(g, INT8, n);
        Value y = cube(g, INT8, n);
        return g.add(new Operator.Select(cube(g, BOOL, n), x, y, g.value(INT8, x.shape())));
    }),
    TRANSPOSE_INT8_0312(1, (g, n) -> transpose(g, cube(g, INT8, n), 0, 3, 1, 2)),
    TRANSPOSE_INT8_0213(1, (g, n) -> transpose(g, g.input(INT8, 1, n / 9216, 64, 144), 0, 2, 1, 3)),
    /** Heads of attention: many groups of short rows, each of which a cache holds. */
    TRANSPOSE_INT8_0213_ROWS_OF_36(1, (g, n) -> transpose(g, g.input(INT8, n / 53856, 374, 4, 36), 0, 2, 1, 3)),
    TRANSPOSE_INT8_021(1, (g, n) -> transpose(g, g.input(INT8, 1, n / 144, 144), 0, 2, 1)),
    TRANSPOSE_INT32_021(4, (g, n) -> transpose(g, g.input(INT32, 1, n / 144, 144), 0, 2, 1)),
    /** Of attention too: many planes, each of which a cache holds. */
    TRANSPOSE_INT8_021_OF_374X144(1, (g, n) -> transpose(g, g.input(INT8, n / 53856, 374, 144), 0, 2, 1)),
    TRANSPOSE_INT8_021_OF_144X374(1, (g, n) -> transpose(g, g.input(INT8, n / 53856, 144, 374), 0, 2, 1)),
    TRANSPOSE_INT32_021_OF_374X144(4, (g, n) -> transpose(g, g.input(INT32, n / 53856, 374, 144), 0, 2, 1)),
    REDUCE_SUM_INT8_INNER(1, (g, n) -> reduceSum(g, g.rescale(g.input(INT8, 1, n / 256, 256), INT32, 30), 2)),
    REDUCE_SUM_INT32_INNER(4, (g, n) -> reduceSum(g, g.input(INT32, 1, n / 256, 256), 2)),
    REDUCE_SUM_INT32_OUTER(4, (g, n) -> reduceSum(g, g.input(INT32, 1, 256, n / 256), 1)),
    REDUCE_MAX_INT8_INNER(1, (g, n) -> reduceMax(g, g.input(INT8, 1, n / 256, 256), 2)),
    REDUCE_MAX_INT8_MIDDLE(1, (g, n) -> reduceMax(g, cube(g, INT8, n), 2)),
    PAD_INT8(1, (g, n) -> {
        Value x = cube(g, INT8, n);
        Value padding = g.shape(0, 0, 0, 0, 1, 1, 0, 0);
        return g.add(new Operator.Pad(
                x, padding, g.number(INT8, 3), g.value(INT8, x.shape().with(2, 258))));
    }),
    SLICE_INT8(1, (g, n) -> {
        Value x = cube(g, INT8, n);
        Shape shape = x.shape().with(2, 255);
        long[] size = IntStream.of(shape.toArray()).asLongStream().toArray();
        return g.add(new Operator.Slice(x, g.shape(0, 0, 1, 0), g.shape(size), g.value(INT8, shape)));
    }),
    CONCAT_INT8(1, (g, n) -> {
        Value x = cube(g, INT8, n / 2);
        Value y = cube(g, INT8, n / 2);
        return g.add(new Operator.Concat(
                Lists.immutable.of(x, y), 2, g.value(INT8, x.shape().with(2, 512))));
    }),
    GATHER_INT8(1, (g, n) -> {
        Value x = g.input(INT8, 1, n / 64, 64);
        return g.add(new Operator.Gather(x, g.indices(n / 64, 1, n / 64), g.value(INT8, x.shape())));
    }),
    MAX_POOL2D_2X2(1, (g, n) -> {
        Value x = g.input(INT8, 1, n / 8192 * 2, 64, 64);
        Extent2d two = new Extent2d(2, 2);
        Value out = g.value(INT8, 1, n / 8192, 32, 64);
        return g.add(new Operator.MaxPool2d(x, two, two, Padding.NONE, NanMode.PROPAGATE, out));
    }),
    AVG_POOL2D_2X2(1, (g, n) -> {
        Value x = g.input(INT8, 1, n / 8192 * 2, 64, 64);
        Extent2d two = new Extent2d(2, 2);
        Value out = g.value(INT8, 1, n / 8192, 32, 64);
        return g.add(
                new Operator.AvgPool2d(x, g.number(INT8, 0), g.number(INT8, 0), two, two, Padding.NONE, INT32, out));
    });

    /** Of the widest operand: with the others and the result, within the second-level cache of common machines. */
    private static final int CACHE_BYTES = 288 * 1024;

    /** Beyond the last-level cache, and no power of two, whose rows would compete for places in the caches. */
    private static final int MEMORY_BYTES = 9216 * 4 * 2025;

    /** Bytes of the widest operand for each element, or 0 for a kernel of one size. */
    private final int elementBytes;

    private final BiFunction<KernelGraph, Integer, Value> operator;

    Kernel(BiFunction<KernelGraph, Integer, Value> operator) {
        this(0, operator);
    }

    Kernel(int elementBytes, BiFunction<KernelGraph, Integer, Value> operator) {
        this.elementBytes = elementBytes;
        this.operator = operator;
    }

    /** Where the operands lie. */
    public enum Place {
        CACHE,
        MEMORY
    }

    /** Whether the kernel is bound by multiply-accumulates, hence of one size. */
    boolean multiplies() {
        return elementBytes == 0;
    }

    KernelGraph.Ready prepare(Place place, InnerLoops loops) {
        KernelGraph graph = new KernelGraph();
        int bytes = place == Place.CACHE ? CACHE_BYTES : MEMORY_BYTES;
        return graph.finish(operator.apply(graph, multiplies() ? 0 : bytes / elementBytes), loops);
    }

    /** {@code n} elements in the layout of attention scores, [1,n/1024,256,4]. */
    private static Value cube(KernelGraph graph, DType dtype, int n) {
        return graph.input(dtype, 1, n / 1024, 256, 4);
    }

    /** Makes an operator of two operands and its result. */
    private interface BinaryOperator {
        Operator.SingleOutput of(Value a, Value b, Value output);
    }

    private static Value binary(KernelGraph graph, int n, DType from, DType to, BinaryOperator operator) {
        Value a = cube(graph, from, n);
        Value b = cube(graph, from, n);
        return graph.add(operator.of(a, b, graph.value(to, a.shape())));
    }

    private static Value transpose(KernelGraph graph, Value x, int... permutation) {
        int[] shape = IntStream.of(permutation).map(x.shape()::dimension).toArray();
        return graph.add(new Operator.Transpose(x, IntLists.immutable.of(permutation), graph.value(x.dtype(), shape)));
    }

    private static Value reduceSum(KernelGraph graph, Value x, int axis) {
        return graph.add(
                new Operator.ReduceSum(x, axis, graph.value(INT32, x.shape().with(axis, 1))));
    }

    private static Value reduceMax(KernelGraph graph, Value x, int axis) {
        return graph.add(new Operator.ReduceMax(
                x, axis, NanMode.PROPAGATE, graph.value(INT8, x.shape().with(axis, 1))));
    }
}
