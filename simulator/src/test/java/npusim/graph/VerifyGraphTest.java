package npusim.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import java.util.stream.Stream;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the specification, broken once by the smallest graph that breaks it. */
class VerifyGraphTest {
    private static Arguments breaks(Rule rule, String message, Function<GraphBuilder, Operator.SingleOutput> graph) {
        return Arguments.of(rule, message, graph);
    }

    private static Value in(GraphBuilder b, String name, DType dtype, int... extents) {
        return b.input(name, dtype, Shape.of(extents));
    }

    private static Value out(GraphBuilder b, DType dtype, int... extents) {
        return b.value("out", dtype, Shape.of(extents));
    }

    private static Value constant(GraphBuilder b, String name, DType dtype, long value) {
        Tensor tensor = Tensor.zeros(dtype, Shape.of(1));
        tensor.set(0, value);
        return b.constant(name, tensor);
    }

    private static Operator.SingleOutput conv(
            GraphBuilder b, DType input, long zeroPoint, long weightZeroPoint, int pad, int stride, int outExtent) {
        DType accumulator = input == DType.INT16 ? DType.INT48 : DType.INT32;
        return new Operator.Conv2d(
                in(b, "x", input, 1, 4, 4, 1),
                in(b, "w", DType.INT8, 1, 2, 2, 1),
                in(b, "b", accumulator, 1),
                constant(b, "izp", input, zeroPoint),
                constant(b, "wzp", DType.INT8, weightZeroPoint),
                new Padding(pad, 0, 0, 0),
                new Extent2d(stride, 1),
                Extent2d.ONE,
                false,
                accumulator,
                out(b, accumulator, 1, outExtent, 3, 1));
    }

    private static Operator.SingleOutput conv4(GraphBuilder b, long weightZeroPoint) {
        return new Operator.Conv2d(
                in(b, "x", DType.INT8, 1, 4, 4, 1),
                in(b, "w", DType.INT4, 1, 2, 2, 1),
                in(b, "b", DType.INT32, 1),
                constant(b, "izp", DType.INT8, 0),
                constant(b, "wzp", DType.INT4, weightZeroPoint),
                Padding.NONE,
                Extent2d.ONE,
                Extent2d.ONE,
                false,
                DType.INT32,
                out(b, DType.INT32, 1, 3, 3, 1));
    }

    private static Operator.SingleOutput slice(GraphBuilder b, long start, long size, int... extents) {
        return new Operator.Slice(
                in(b, "x", DType.INT8, 5),
                b.constantShape("start", start),
                b.constantShape("size", size),
                out(b, DType.INT8, extents));
    }

    private static Operator.SingleOutput resize(
            GraphBuilder b, long numerator, long denominator, long offset, long border, int... extents) {
        return new Operator.Resize(
                in(b, "x", DType.INT8, 1, 3, 3, 1),
                b.constantShape("scale", numerator, denominator, 1, 1),
                b.constantShape("offset", offset, 0),
                b.constantShape("border", border, 0),
                ResizeMode.NEAREST,
                out(b, DType.INT8, extents));
    }

    private static Operator.SingleOutput rescale(
            GraphBuilder b,
            DType from,
            DType to,
            boolean scale32,
            RoundingMode mode,
            boolean fromUnsigned,
            boolean toUnsigned) {
        DType multiplier = scale32 ? DType.INT32 : DType.INT16;
        return new Operator.Rescale(
                in(b, "x", from, 2),
                constant(b, "m", multiplier, 1),
                constant(b, "s", DType.INT8, 30),
                constant(b, "izp", from, 0),
                constant(b, "ozp", to, 0),
                scale32,
                mode,
                false,
                fromUnsigned,
                toUnsigned,
                out(b, to, 2));
    }

    private static Operator.SingleOutput transpose(GraphBuilder b, int first, int second, int... extents) {
        return new Operator.Transpose(
                in(b, "x", DType.INT8, 2, 3), IntLists.immutable.of(first, second), out(b, DType.INT8, extents));
    }

    static Stream<Arguments> binaryAndUnary() {
        return Stream.of(
                breaks(
                        Rule.WRONG_INPUT_TYPE,
                        "x INT8[2] is of type INT8, must be one of [INT32]",
                        b -> new Operator.Abs(in(b, "x", DType.INT8, 2), out(b, DType.INT8, 2))),
                breaks(
                        Rule.WRONG_INPUT_TYPE,
                        "not an integer graph: x FP32[2] is of type FP32, must be one of [INT32]",
                        b -> new Operator.Abs(in(b, "x", DType.FP32, 2), out(b, DType.FP32, 2))),
                breaks(
                        Rule.WRONG_OUTPUT_TYPE,
                        "out INT16[2] is of type INT16, must be INT32",
                        b -> new Operator.Abs(in(b, "x", DType.INT32, 2), out(b, DType.INT16, 2))),
                breaks(
                        Rule.WRONG_RANK,
                        "x INT32[1,1,1,1,1,1,1] has rank 7, must have 0 to 6",
                        b -> new Operator.Abs(
                                in(b, "x", DType.INT32, 1, 1, 1, 1, 1, 1, 1),
                                out(b, DType.INT32, 1, 1, 1, 1, 1, 1, 1))),
                breaks(
                        Rule.RANK_MISMATCH,
                        "x INT32[2] must have the rank of out INT32[2,2]",
                        b -> new Operator.Add(
                                in(b, "x", DType.INT32, 2), in(b, "y", DType.INT32, 2, 2), out(b, DType.INT32, 2, 2))),
                breaks(
                        Rule.BROADCAST_SHAPES_MISMATCH,
                        "y INT32[3] cannot be broadcast with the shape [2]",
                        b -> new Operator.Add(
                                in(b, "x", DType.INT32, 2), in(b, "y", DType.INT32, 3), out(b, DType.INT32, 3))),
                breaks(
                        Rule.DIMENSION_MISMATCH,
                        "out INT32[3] must have the shape [2] to which its inputs broadcast",
                        b -> new Operator.Add(
                                in(b, "x", DType.INT32, 2), in(b, "y", DType.INT32, 1), out(b, DType.INT32, 3))),
                breaks(
                        Rule.INPUT_RANK1_WRONG_RANK,
                        "shift INT8[] has rank 0, must have 1",
                        b -> new Operator.Mul(
                                in(b, "x", DType.INT32, 2),
                                in(b, "y", DType.INT32, 2),
                                in(b, "shift", DType.INT8),
                                out(b, DType.INT32, 2))),
                breaks(
                        Rule.MAX_SMALLER_MIN,
                        "max_val is -1, min_val is 1",
                        b -> new Operator.Clamp(
                                in(b, "x", DType.INT8, 2), 1, -1, NanMode.UNSET, out(b, DType.INT8, 2))),
                breaks(
                        Rule.TABLE_SIZE_MISMATCH,
                        "t INT8[255] must have 256 entries",
                        b -> new Operator.Table(
                                in(b, "x", DType.INT8, 2), in(b, "t", DType.INT8, 255), out(b, DType.INT8, 2))),
                breaks(
                        Rule.INVALID_SHAPE,
                        "out INT32[0] must have extents of at least 1 and fewer than 2^31 bytes",
                        b -> new Operator.Abs(in(b, "x", DType.INT32, 0), out(b, DType.INT32, 0))),
                breaks(
                        Rule.INVALID_SHAPE,
                        "out INT32[65536,65536] must have extents of at least 1 and fewer than 2^31 bytes",
                        b -> new Operator.Add(
                                in(b, "x", DType.INT32, 65536, 1),
                                in(b, "y", DType.INT32, 1, 65536),
                                out(b, DType.INT32, 65536, 65536))),
                breaks(
                        Rule.OUTPUT_ZERO_POINT_NOT_ZERO,
                        "ozp is 3, must be 0 for INT16",
                        b -> new Operator.Negate(
                                in(b, "x", DType.INT16, 2),
                                constant(b, "izp", DType.INT16, 0),
                                constant(b, "ozp", DType.INT16, 3),
                                out(b, DType.INT16, 2))));
    }

    static Stream<Arguments> windows() {
        return Stream.of(
                breaks(
                        Rule.INPUT_ZERO_POINT_NOT_ZERO,
                        "izp is 5, must be 0 for INT16",
                        b -> conv(b, DType.INT16, 5, 0, 0, 1, 3)),
                breaks(Rule.WEIGHT_ZERO_POINT_NOT_ZERO, "wzp is 1, must be 0 for INT4", b -> conv4(b, 1)),
                breaks(
                        Rule.PAD_SMALLER_ZERO,
                        "pad is -1, must be at least 0",
                        b -> conv(b, DType.INT8, 0, 0, -1, 1, 2)),
                breaks(
                        Rule.STRIDE_SMALLER_ONE,
                        "stride is 0, must be at least 1",
                        b -> conv(b, DType.INT8, 0, 0, 0, 0, 3)),
                breaks(
                        Rule.CONV_OUTPUT_SHAPE_NON_INTEGER,
                        "OH is no integer: 2 is no multiple of the stride 4",
                        b -> conv(b, DType.INT8, 0, 0, 0, 4, 1)),
                breaks(Rule.CONV_OUTPUT_SHAPE_MISMATCH, "OH is 4, must be 3", b -> conv(b, DType.INT8, 0, 0, 0, 1, 4)),
                breaks(
                        Rule.LEVEL_EXCEEDED,
                        "stride is 10000, MAX_STRIDE of the level is 8192",
                        b -> conv(b, DType.INT8, 0, 0, 0, 10000, 1)),
                breaks(Rule.SCALE_SMALLER_EQUAL_ZERO, "scale_y is 0/1", b -> resize(b, 0, 1, 0, 0, 1, 3, 3, 1)),
                breaks(Rule.SCALE_N_LARGER_MAX, "scale_y is 2049/1024", b -> resize(b, 2049, 1024, 0, 0, 1, 5, 3, 1)),
                breaks(Rule.SCALE_D_LARGER_MAX, "scale_y is 1/16", b -> resize(b, 1, 16, 0, 0, 1, 1, 3, 1)),
                breaks(
                        Rule.LEVEL_EXCEEDED,
                        "scale_y is 300/1, MAX_SCALE of the level is 256",
                        b -> resize(b, 300, 1, 0, 0, 1, 601, 3, 1)),
                breaks(
                        Rule.OFFSET_SMALLER_MIN,
                        "offset_y is -2 with numerator 1",
                        b -> resize(b, 1, 1, -2, 0, 1, 5, 3, 1)),
                breaks(
                        Rule.OFFSET_LARGER_EQUAL_MAX,
                        "offset_y is 16 with numerator 1",
                        b -> resize(b, 1, 1, 16, 0, 1, 1, 3, 1)),
                breaks(
                        Rule.BORDER_SMALLER_MIN,
                        "border_y is -17 with numerator 1",
                        b -> resize(b, 1, 1, 0, -17, 1, 1, 3, 1)),
                breaks(
                        Rule.BORDER_LARGER_EQUAL_MAX,
                        "border_y is 1 with numerator 1",
                        b -> resize(b, 1, 1, 0, 1, 1, 4, 3, 1)),
                breaks(
                        Rule.RESIZE_OUTPUT_SHAPE_NON_INTEGER,
                        "OH is no integer: 2 is no multiple of 3",
                        b -> resize(b, 1, 3, 0, 0, 1, 1, 3, 1)),
                breaks(Rule.RESIZE_OUTPUT_SHAPE_MISMATCH, "OH is 4, must be 3", b -> resize(b, 1, 1, 0, 0, 1, 4, 3, 1)),
                breaks(Rule.BATCH_MISMATCH, "batch is 2, must be 1", b -> resize(b, 1, 1, 0, 0, 2, 3, 3, 1)),
                breaks(Rule.CHANNEL_MISMATCH, "channels are 2, must be 1", b -> resize(b, 1, 1, 0, 0, 1, 3, 3, 2)));
    }

    static Stream<Arguments> layoutAndScaling() {
        return Stream.of(
                breaks(
                        Rule.AXIS_SMALLER_ZERO,
                        "axis is -1",
                        b -> new Operator.Reverse(in(b, "x", DType.INT8, 2), -1, out(b, DType.INT8, 2))),
                breaks(
                        Rule.AXIS_LARGER_RANK,
                        "axis is 1, must be below the rank 1",
                        b -> new Operator.ReduceSum(in(b, "x", DType.INT32, 2), 1, out(b, DType.INT32, 1))),
                breaks(
                        Rule.AXIS_SMALLER_ZERO,
                        "axis is -2",
                        b -> new Operator.Reverse(in(b, "x", DType.INT8), -2, out(b, DType.INT8))),
                breaks(
                        Rule.AXIS_LARGER_RANK,
                        "axis is 3, must be below the rank 0",
                        b -> new Operator.ReduceMax(in(b, "x", DType.INT32), 3, NanMode.UNSET, out(b, DType.INT32))),
                breaks(
                        Rule.WRONG_RANK,
                        "out INT8[] has rank 0, must have 1 to 6",
                        b -> new Operator.Concat(Lists.immutable.of(in(b, "x", DType.INT8)), 0, out(b, DType.INT8))),
                breaks(
                        Rule.SHAPE_OF_AXIS_NOT_ONE,
                        "out INT32[2] must have extent 1 along axis 0",
                        b -> new Operator.ReduceSum(in(b, "x", DType.INT32, 2), 0, out(b, DType.INT32, 2))),
                breaks(
                        Rule.ARGMAX_OUTPUT_RANK_MISMATCH,
                        "out INT32[1] must have rank 0",
                        b -> new Operator.ArgMax(in(b, "x", DType.INT8, 2), 0, NanMode.UNSET, out(b, DType.INT32, 1))),
                breaks(
                        Rule.ARGMAX_OUTPUT_SHAPE_MISMATCH,
                        "out INT32[2] must have the shape [3]",
                        b -> new Operator.ArgMax(
                                in(b, "x", DType.INT8, 2, 3), 0, NanMode.UNSET, out(b, DType.INT32, 2))),
                breaks(
                        Rule.CONCAT_INPUT_RANK_MISMATCH,
                        "y INT8[2,2] must have the rank of out INT8[4]",
                        b -> new Operator.Concat(
                                Lists.immutable.of(in(b, "x", DType.INT8, 2), in(b, "y", DType.INT8, 2, 2)),
                                0,
                                out(b, DType.INT8, 4))),
                breaks(
                        Rule.CONCAT_INPUT_DIM_MISMATCH,
                        "y INT8[2,3] must have the shape of out INT8[4,2] but along axis 0",
                        b -> new Operator.Concat(
                                Lists.immutable.of(in(b, "x", DType.INT8, 2, 2), in(b, "y", DType.INT8, 2, 3)),
                                0,
                                out(b, DType.INT8, 4, 2))),
                breaks(
                        Rule.CONCAT_SHAPE_SUM_MISMATCH,
                        "out INT8[5] must have extent 2 along axis 0",
                        b -> new Operator.Concat(
                                Lists.immutable.of(in(b, "x", DType.INT8, 2)), 0, out(b, DType.INT8, 5))),
                breaks(
                        Rule.TENSOR_SIZE_INPUT_OUTPUT_MISMATCH,
                        "out INT8[3] must have as many elements as x INT8[2]",
                        b -> new Operator.Reshape(
                                in(b, "x", DType.INT8, 2), b.constantShape("s", 3), out(b, DType.INT8, 3))),
                breaks(
                        Rule.RESHAPE_SHAPE_MISMATCH,
                        "out INT8[4] must have extent 5 in dimension 0",
                        b -> new Operator.Reshape(
                                in(b, "x", DType.INT8, 2, 2), b.constantShape("s", 5), out(b, DType.INT8, 4))),
                breaks(Rule.START_SMALLER_ZERO, "start is -1 in dimension 0", b -> slice(b, -1, 2, 2)),
                breaks(Rule.SIZE_SMALLER_EQUAL_ZERO, "size is 0 in dimension 0", b -> slice(b, 0, 0, 1)),
                breaks(
                        Rule.START_SIZE_OUTSIDE_BOUNDS,
                        "4 + 2 is beyond the extent 5 in dimension 0",
                        b -> slice(b, 4, 2, 2)),
                breaks(
                        Rule.SIZE_OUTPUT_SHAPE_MISMATCH,
                        "out INT8[3] must have extent 2 in dimension 0",
                        b -> slice(b, 0, 2, 3)),
                breaks(
                        Rule.TILE_MULTIPLES_OUTPUT_SHAPE_MISMATCH,
                        "out INT8[5] must have 2 times the extent of x INT8[2] in dimension 0",
                        b -> new Operator.Tile(
                                in(b, "x", DType.INT8, 2), b.constantShape("m", 2), out(b, DType.INT8, 5))),
                breaks(Rule.INDEX_OUTSIDE_BOUNDS, "perms names dimension 2 of 2", b -> transpose(b, 0, 2, 2, 3)),
                breaks(Rule.INDEX_USED_TWICE, "perms names dimension 0 twice", b -> transpose(b, 0, 0, 2, 2)),
                breaks(
                        Rule.TRANSPOSE_PERMS_OUTPUT_SHAPE_MISMATCH,
                        "out INT8[2,3] must have extent 3 in dimension 0",
                        b -> transpose(b, 1, 0, 2, 3)),
                breaks(
                        Rule.NOT_COMPILE_TIME_CONSTANT,
                        "s SHAPE[1] must be the output of CONST_SHAPE",
                        b -> new Operator.Reshape(
                                in(b, "x", DType.INT8, 2),
                                b.input("s", DType.SHAPE, Shape.of(1)),
                                out(b, DType.INT8, 2))),
                breaks(
                        Rule.NOT_COMPILE_TIME_CONSTANT,
                        "zp INT8[1] must be the output of a CONST that the operator's block can reach",
                        b -> new Operator.Negate(
                                in(b, "x", DType.INT8, 2),
                                in(b, "zp", DType.INT8, 1),
                                constant(b, "ozp", DType.INT8, 0),
                                out(b, DType.INT8, 2))),
                breaks(
                        Rule.SCALE_TRUE,
                        "scale32 is set and the input is INT48",
                        b -> rescale(b, DType.INT48, DType.INT8, true, RoundingMode.SINGLE_ROUND, false, false)),
                breaks(
                        Rule.SCALE_NOT_TRUE,
                        "rounding_mode is DOUBLE_ROUND and scale32 is not set",
                        b -> rescale(b, DType.INT8, DType.INT8, false, RoundingMode.DOUBLE_ROUND, false, false)),
                breaks(
                        Rule.RESCALE_INPUT_UNSIGNED_OUTPUT_UNSIGNED,
                        "input INT8 unsigned, output INT16 unsigned",
                        b -> rescale(b, DType.INT8, DType.INT16, true, RoundingMode.SINGLE_ROUND, true, true)),
                breaks(
                        Rule.RESCALE_I32_OUTPUT_INPUT_UNSIGNED,
                        "input INT8 unsigned, output INT32",
                        b -> rescale(b, DType.INT8, DType.INT32, true, RoundingMode.SINGLE_ROUND, true, false)),
                breaks(
                        Rule.RESCALE_CHANNEL_MISMATCH,
                        "m INT32[1] must have 2 entries",
                        b -> new Operator.Rescale(
                                in(b, "x", DType.INT8, 2),
                                constant(b, "m", DType.INT32, 1),
                                constant(b, "s", DType.INT8, 30),
                                constant(b, "izp", DType.INT8, 0),
                                constant(b, "ozp", DType.INT8, 0),
                                true,
                                RoundingMode.SINGLE_ROUND,
                                true,
                                false,
                                false,
                                out(b, DType.INT8, 2))),
                breaks(
                        Rule.RESCALE_I48_INPUT_UNSIGNED,
                        "input INT48 unsigned, output INT8",
                        b -> rescale(b, DType.INT48, DType.INT8, false, RoundingMode.SINGLE_ROUND, true, false)));
    }

    @ParameterizedTest
    @MethodSource({"binaryAndUnary", "windows", "layoutAndScaling"})
    void namesTheRuleAndTheValues(Rule rule, String message, Function<GraphBuilder, Operator.SingleOutput> graph) {
        GraphBuilder builder = new GraphBuilder();
        Operator.SingleOutput operator = graph.apply(builder);
        builder.add(operator);
        builder.output(operator.output());

        Graph built = builder.build();
        String place = VerifyGraph.placeOf(operator, built.operators().size() - 1);

        assertThat(VerifyGraph.verify(built, Level.EIGHT_K)).contains(new Problem(rule, place, message));
    }
}
