package npusim.tosa;

import npusim.graph.OpCode;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.tosa.TosaFile.FileOperator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.ImmutableList;

/** Makes the record of an operator without blocks or variables from its operands and attributes. */
final class ResolveOperator {
    private final Attributes attributes;
    private final ImmutableList<Value> in;
    private final Value out;

    private ResolveOperator(Attributes attributes, ImmutableList<Value> in, Value out) {
        this.attributes = attributes;
        this.in = in;
        this.out = out;
    }

    /**
     * The record for {@code operator}; faults of its attributes are left in {@code attributes}.
     *
     * @param inputs as many as the operator takes
     * @param output its only output
     */
    static Operator resolve(FileOperator operator, Attributes attributes, ImmutableList<Value> inputs, Value output) {
        return new ResolveOperator(attributes, inputs, output).operator(operator.code());
    }

    private Value in(int index) {
        return in.get(index);
    }

    private Operator operator(OpCode code) {
        return switch (code) {
            case ARGMAX ->
                new Operator.ArgMax(in(0), attributes.axis(), attributes.nanMode(AttributeSlot.AXIS_NAN_MODE), out);
            case AVG_POOL2D -> averagePool();
            case CONV2D -> convolution2d();
            case CONV3D -> convolution3d();
            case DEPTHWISE_CONV2D -> depthwiseConvolution();
            case TRANSPOSE_CONV2D -> transposeConvolution();
            case MATMUL -> new Operator.MatMul(in(0), in(1), in(2), in(3), out);
            case MAX_POOL2D -> maxPool();
            case CLAMP -> clamp();
            case ADD -> new Operator.Add(in(0), in(1), out);
            case ARITHMETIC_RIGHT_SHIFT ->
                new Operator.ArithmeticRightShift(
                        in(0), in(1), attributes.flag(AttributeSlot.ARITHMETIC_RIGHT_SHIFT_ROUND), out);
            case BITWISE_AND -> new Operator.BitwiseAnd(in(0), in(1), out);
            case BITWISE_OR -> new Operator.BitwiseOr(in(0), in(1), out);
            case BITWISE_XOR -> new Operator.BitwiseXor(in(0), in(1), out);
            case INTDIV -> new Operator.IntDiv(in(0), in(1), out);
            case LOGICAL_AND -> new Operator.LogicalAnd(in(0), in(1), out);
            case LOGICAL_LEFT_SHIFT -> new Operator.LogicalLeftShift(in(0), in(1), out);
            case LOGICAL_RIGHT_SHIFT -> new Operator.LogicalRightShift(in(0), in(1), out);
            case LOGICAL_OR -> new Operator.LogicalOr(in(0), in(1), out);
            case LOGICAL_XOR -> new Operator.LogicalXor(in(0), in(1), out);
            case MAXIMUM -> new Operator.Maximum(in(0), in(1), attributes.nanMode(AttributeSlot.NAN_MODE), out);
            case MINIMUM -> new Operator.Minimum(in(0), in(1), attributes.nanMode(AttributeSlot.NAN_MODE), out);
            case MUL -> new Operator.Mul(in(0), in(1), in(2), out);
            case SUB -> new Operator.Sub(in(0), in(1), out);
            case TABLE -> new Operator.Table(in(0), in(1), out);
            case ABS -> new Operator.Abs(in(0), out);
            case BITWISE_NOT -> new Operator.BitwiseNot(in(0), out);
            case CLZ -> new Operator.Clz(in(0), out);
            case LOGICAL_NOT -> new Operator.LogicalNot(in(0), out);
            case NEGATE -> new Operator.Negate(in(0), in(1), in(2), out);
            case SELECT -> new Operator.Select(in(0), in(1), in(2), out);
            case EQUAL -> new Operator.Equal(in(0), in(1), out);
            case GREATER -> new Operator.Greater(in(0), in(1), out);
            case GREATER_EQUAL -> new Operator.GreaterEqual(in(0), in(1), out);
            case REDUCE_ALL -> new Operator.ReduceAll(in(0), attributes.axis(), out);
            case REDUCE_ANY -> new Operator.ReduceAny(in(0), attributes.axis(), out);
            case REDUCE_MAX ->
                new Operator.ReduceMax(in(0), attributes.axis(), attributes.nanMode(AttributeSlot.AXIS_NAN_MODE), out);
            case REDUCE_MIN ->
                new Operator.ReduceMin(in(0), attributes.axis(), attributes.nanMode(AttributeSlot.AXIS_NAN_MODE), out);
            case REDUCE_SUM -> new Operator.ReduceSum(in(0), attributes.axis(), out);
            case CONCAT -> new Operator.Concat(in, attributes.axis(), out);
            case PAD -> new Operator.Pad(in(0), in(1), in(2), out);
            case RESHAPE -> new Operator.Reshape(in(0), in(1), out);
            case REVERSE -> new Operator.Reverse(in(0), attributes.axis(), out);
            case SLICE -> new Operator.Slice(in(0), in(1), in(2), out);
            case TILE -> new Operator.Tile(in(0), in(1), out);
            case TRANSPOSE ->
                new Operator.Transpose(
                        in(0), IntLists.immutable.of(attributes.list("perms", AttributeSlot.TRANSPOSE_PERMS)), out);
            case GATHER -> new Operator.Gather(in(0), in(1), out);
            case SCATTER -> new Operator.Scatter(in(0), in(1), in(2), out);
            case RESIZE -> new Operator.Resize(in(0), in(1), in(2), in(3), attributes.resizeMode(), out);
            case CAST -> new Operator.Cast(in(0), out);
            case RESCALE -> rescale();
            case IDENTITY -> new Operator.Identity(in(0), out);
            case CONST -> new Operator.Const(out);
            case CONST_SHAPE -> new Operator.ConstShape(out);
            case VARIABLE_READ, VARIABLE, VARIABLE_WRITE, COND_IF, WHILE_LOOP ->
                throw new AssertionError(code + " is resolved elsewhere");
            case UNKNOWN,
                    FFT2D,
                    RFFT2D,
                    ERF,
                    SIGMOID,
                    TANH,
                    POW,
                    CEIL,
                    COS,
                    EXP,
                    FLOOR,
                    LOG,
                    RECIPROCAL,
                    RSQRT,
                    SIN,
                    REDUCE_PRODUCT,
                    CUSTOM -> throw new AssertionError(code + " is refused before");
        };
    }

    private Operator averagePool() {
        return new Operator.AvgPool2d(
                in(0),
                in(1),
                in(2),
                attributes.extent2d("kernel", AttributeSlot.POOL_KERNEL),
                attributes.extent2d("stride", AttributeSlot.POOL_STRIDE),
                attributes.padding("pad", AttributeSlot.POOL_PAD),
                attributes.type(AttributeSlot.AVG_POOL_ACC_TYPE),
                out);
    }

    private Operator maxPool() {
        return new Operator.MaxPool2d(
                in(0),
                attributes.extent2d("kernel", AttributeSlot.POOL_KERNEL),
                attributes.extent2d("stride", AttributeSlot.POOL_STRIDE),
                attributes.padding("pad", AttributeSlot.POOL_PAD),
                attributes.nanMode(AttributeSlot.MAX_POOL_NAN_MODE),
                out);
    }

    private Operator convolution2d() {
        return new Operator.Conv2d(
                in(0),
                in(1),
                in(2),
                in(3),
                in(4),
                attributes.padding("pad", AttributeSlot.CONV_PAD),
                attributes.extent2d("stride", AttributeSlot.CONV_STRIDE),
                attributes.extent2d("dilation", AttributeSlot.CONV_DILATION),
                attributes.flag(AttributeSlot.CONV_LOCAL_BOUND),
                attributes.type(AttributeSlot.CONV_ACC_TYPE),
                out);
    }

    private Operator convolution3d() {
        return new Operator.Conv3d(
                in(0),
                in(1),
                in(2),
                in(3),
                in(4),
                attributes.padding3d("pad", AttributeSlot.CONV_PAD),
                attributes.extent3d("stride", AttributeSlot.CONV_STRIDE),
                attributes.extent3d("dilation", AttributeSlot.CONV_DILATION),
                attributes.flag(AttributeSlot.CONV_LOCAL_BOUND),
                attributes.type(AttributeSlot.CONV_ACC_TYPE),
                out);
    }

    private Operator depthwiseConvolution() {
        return new Operator.DepthwiseConv2d(
                in(0),
                in(1),
                in(2),
                in(3),
                in(4),
                attributes.padding("pad", AttributeSlot.CONV_PAD),
                attributes.extent2d("stride", AttributeSlot.CONV_STRIDE),
                attributes.extent2d("dilation", AttributeSlot.CONV_DILATION),
                attributes.flag(AttributeSlot.CONV_LOCAL_BOUND),
                attributes.type(AttributeSlot.CONV_ACC_TYPE),
                out);
    }

    private Operator transposeConvolution() {
        return new Operator.TransposeConv2d(
                in(0),
                in(1),
                in(2),
                in(3),
                in(4),
                attributes.padding("out_pad", AttributeSlot.TRANSPOSE_CONV_OUT_PAD),
                attributes.extent2d("stride", AttributeSlot.TRANSPOSE_CONV_STRIDE),
                attributes.flag(AttributeSlot.TRANSPOSE_CONV_LOCAL_BOUND),
                attributes.type(AttributeSlot.TRANSPOSE_CONV_ACC_TYPE),
                out);
    }

    private Operator clamp() {
        return new Operator.Clamp(
                in(0),
                attributes.element("min_val", AttributeSlot.CLAMP_MIN, in(0).dtype()),
                attributes.element("max_val", AttributeSlot.CLAMP_MAX, in(0).dtype()),
                attributes.nanMode(AttributeSlot.CLAMP_NAN_MODE),
                out);
    }

    private Operator rescale() {
        return new Operator.Rescale(
                in(0),
                in(1),
                in(2),
                in(3),
                in(4),
                attributes.flag(AttributeSlot.RESCALE_SCALE32),
                attributes.roundingMode(),
                attributes.flag(AttributeSlot.RESCALE_PER_CHANNEL),
                attributes.flag(AttributeSlot.RESCALE_INPUT_UNSIGNED),
                attributes.flag(AttributeSlot.RESCALE_OUTPUT_UNSIGNED),
                out);
    }

    /** The operands of an operator that takes a list of one length. */
    static ImmutableList<Value> from(ImmutableList<Value> values, int first) {
        return Lists.immutable.withAll(values.toList().subList(first, values.size()));
    }
}
