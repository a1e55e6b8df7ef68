package npusim.graph;

import npusim.tensor.DType;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.jspecify.annotations.Nullable;

/**
 * An operator of TOSA 1.0: one record for each operator of the integer profile and its extensions, with operands in the
 * order of the specification. Zero points, multipliers, shifts, tables and the shape parameters are operands, not
 * attributes, so they are {@link Value}s here; {@link Block#constant} gives what a constant one holds.
 *
 * <p>A record says what a file says. Whether operands fit each other is the business of {@link VerifyGraph}.
 */
public sealed interface Operator {
    /** The operator's kind. */
    default OpCode code() {
        return OperatorCodes.codeOf(this);
    }

    /** Input operands in the order of the specification. */
    ImmutableList<Value> inputs();

    /** Output operands in the order of the specification. */
    ImmutableList<Value> outputs();

    /** Whether it computes nothing, since the file holds its output. */
    default boolean isConstant() {
        return this instanceof Const || this instanceof ConstShape;
    }

    /** An operator with exactly one output. */
    sealed interface SingleOutput extends Operator {
        Value output();

        @Override
        default ImmutableList<Value> outputs() {
            return Lists.immutable.of(output());
        }
    }

    /** An element-wise operator over one tensor of the output's shape. */
    sealed interface Unary extends SingleOutput {
        Value input1();

        @Override
        default ImmutableList<Value> inputs() {
            return Lists.immutable.of(input1());
        }
    }

    /** An element-wise operator over two tensors, each broadcast to the output's shape. */
    sealed interface Binary extends SingleOutput {
        Value input1();

        Value input2();

        @Override
        default ImmutableList<Value> inputs() {
            return Lists.immutable.of(input1(), input2());
        }
    }

    /** A reduction of dimension {@code axis} to extent 1. */
    sealed interface Reduction extends SingleOutput {
        Value input();

        int axis();

        @Override
        default ImmutableList<Value> inputs() {
            return Lists.immutable.of(input());
        }
    }

    /**
     * A convolution: output = bias + sum of (input − input zero point) · (weight − weight zero point), accumulated in
     * {@code accumulator}.
     */
    sealed interface Convolution extends SingleOutput {
        Value input();

        Value weight();

        Value bias();

        Value inputZeroPoint();

        Value weightZeroPoint();

        DType accumulator();

        @Override
        default ImmutableList<Value> inputs() {
            return Lists.immutable.of(input(), weight(), bias(), inputZeroPoint(), weightZeroPoint());
        }
    }

    /** Index of the greatest element along {@code axis}: [..,n,..] → INT32 [..,..]. */
    record ArgMax(Value input, int axis, NanMode nanMode, Value output) implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(input);
        }
    }

    /** Average over kernel windows: [N,IH,IW,C] → [N,OH,OW,C]. */
    record AvgPool2d(
            Value input,
            Value inputZeroPoint,
            Value outputZeroPoint,
            Extent2d kernel,
            Extent2d stride,
            Padding padding,
            DType accumulator,
            Value output)
            implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(input, inputZeroPoint, outputZeroPoint);
        }
    }

    /** Input [N,IH,IW,IC], weight [OC,KH,KW,IC] → [N,OH,OW,OC]. */
    record Conv2d(
            Value input,
            Value weight,
            Value bias,
            Value inputZeroPoint,
            Value weightZeroPoint,
            Padding padding,
            Extent2d stride,
            Extent2d dilation,
            boolean localBound,
            DType accumulator,
            Value output)
            implements Convolution {}

    /** Input [N,ID,IH,IW,IC], weight [OC,KD,KH,KW,IC] → [N,OD,OH,OW,OC]. */
    record Conv3d(
            Value input,
            Value weight,
            Value bias,
            Value inputZeroPoint,
            Value weightZeroPoint,
            Padding3d padding,
            Extent3d stride,
            Extent3d dilation,
            boolean localBound,
            DType accumulator,
            Value output)
            implements Convolution {}

    /** Input [N,IH,IW,C], weight [KH,KW,C,M] → [N,OH,OW,C·M]. */
    record DepthwiseConv2d(
            Value input,
            Value weight,
            Value bias,
            Value inputZeroPoint,
            Value weightZeroPoint,
            Padding padding,
            Extent2d stride,
            Extent2d dilation,
            boolean localBound,
            DType accumulator,
            Value output)
            implements Convolution {}

    /** Input [N,IH,IW,IC], weight [OC,KH,KW,IC] → [N,OH,OW,OC]. */
    record TransposeConv2d(
            Value input,
            Value weight,
            Value bias,
            Value inputZeroPoint,
            Value weightZeroPoint,
            Padding outputPadding,
            Extent2d stride,
            boolean localBound,
            DType accumulator,
            Value output)
            implements Convolution {}

    /** A [N,H,C] times B [N,C,W] → [N,H,W]. */
    record MatMul(Value a, Value b, Value aZeroPoint, Value bZeroPoint, Value output) implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(a, b, aZeroPoint, bZeroPoint);
        }
    }

    /** Maximum over kernel windows: [N,IH,IW,C] → [N,OH,OW,C]. */
    record MaxPool2d(Value input, Extent2d kernel, Extent2d stride, Padding padding, NanMode nanMode, Value output)
            implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(input);
        }
    }

    record Clamp(Value input1, long minimum, long maximum, NanMode nanMode, Value output) implements Unary {}

    record ArithmeticRightShift(Value input1, Value input2, boolean round, Value output) implements Binary {}

    record Add(Value input1, Value input2, Value output) implements Binary {}

    record BitwiseAnd(Value input1, Value input2, Value output) implements Binary {}

    record BitwiseOr(Value input1, Value input2, Value output) implements Binary {}

    record BitwiseXor(Value input1, Value input2, Value output) implements Binary {}

    record IntDiv(Value input1, Value input2, Value output) implements Binary {}

    record LogicalAnd(Value input1, Value input2, Value output) implements Binary {}

    record LogicalLeftShift(Value input1, Value input2, Value output) implements Binary {}

    record LogicalRightShift(Value input1, Value input2, Value output) implements Binary {}

    record LogicalOr(Value input1, Value input2, Value output) implements Binary {}

    record LogicalXor(Value input1, Value input2, Value output) implements Binary {}

    record Sub(Value input1, Value input2, Value output) implements Binary {}

    record Equal(Value input1, Value input2, Value output) implements Binary {}

    record Greater(Value input1, Value input2, Value output) implements Binary {}

    record GreaterEqual(Value input1, Value input2, Value output) implements Binary {}

    record Maximum(Value input1, Value input2, NanMode nanMode, Value output) implements Binary {}

    record Minimum(Value input1, Value input2, NanMode nanMode, Value output) implements Binary {}

    /** Product; for INT32 rounded and shifted right by {@code shift}, an INT8 [1]. */
    record Mul(Value input1, Value input2, Value shift, Value output) implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(input1, input2, shift);
        }
    }

    /** INT8 by 256 entries → INT8, INT16 by 513 entries with interpolation → INT32. */
    record Table(Value input1, Value table, Value output) implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(input1, table);
        }
    }

    record Abs(Value input1, Value output) implements Unary {}

    record BitwiseNot(Value input1, Value output) implements Unary {}

    record Clz(Value input1, Value output) implements Unary {}

    record LogicalNot(Value input1, Value output) implements Unary {}

    record Negate(Value input1, Value inputZeroPoint, Value outputZeroPoint, Value output) implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(input1, inputZeroPoint, outputZeroPoint);
        }
    }

    /** Element of {@code onTrue} or {@code onFalse}, all three broadcast. */
    record Select(Value condition, Value onTrue, Value onFalse, Value output) implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(condition, onTrue, onFalse);
        }
    }

    record ReduceAll(Value input, int axis, Value output) implements Reduction {}

    record ReduceAny(Value input, int axis, Value output) implements Reduction {}

    record ReduceSum(Value input, int axis, Value output) implements Reduction {}

    record ReduceMax(Value input, int axis, NanMode nanMode, Value output) implements Reduction {}

    record ReduceMin(Value input, int axis, NanMode nanMode, Value output) implements Reduction {}

    record Concat(ImmutableList<Value> inputs, int axis, Value output) implements SingleOutput {}

    /** {@code padding}: SHAPE [2·rank], before and after for each dimension. */
    record Pad(Value input, Value padding, Value padConstant, Value output) implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(input, padding, padConstant);
        }
    }

    record Reshape(Value input, Value newShape, Value output) implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(input, newShape);
        }
    }

    record Reverse(Value input, int axis, Value output) implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(input);
        }
    }

    record Slice(Value input, Value start, Value size, Value output) implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(input, start, size);
        }
    }

    record Tile(Value input, Value multiples, Value output) implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(input, multiples);
        }
    }

    /** Output dimension i is input dimension {@code permutation[i]}. */
    record Transpose(Value input, ImmutableIntList permutation, Value output) implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(input);
        }
    }

    /** Values [N,K,C], indices INT32 [N,W] → [N,W,C]. */
    record Gather(Value values, Value indices, Value output) implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(values, indices);
        }
    }

    /** Values [N,K,C], indices INT32 [N,W], input [N,W,C] → [N,K,C]. */
    record Scatter(Value valuesIn, Value indices, Value input, Value output) implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(valuesIn, indices, input);
        }
    }

    /** [N,IH,IW,C] → [N,OH,OW,C]; scale is {y numerator, y denominator, x numerator, x denominator}. */
    record Resize(Value input, Value scale, Value offset, Value border, ResizeMode mode, Value output)
            implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(input, scale, offset, border);
        }
    }

    record Cast(Value input1, Value output) implements Unary {}

    /** Multiply, round and shift between integer domains, per tensor or per innermost channel. */
    record Rescale(
            Value input,
            Value multiplier,
            Value shift,
            Value inputZeroPoint,
            Value outputZeroPoint,
            boolean scale32,
            RoundingMode rounding,
            boolean perChannel,
            boolean inputUnsigned,
            boolean outputUnsigned,
            Value output)
            implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(input, multiplier, shift, inputZeroPoint, outputZeroPoint);
        }
    }

    /** A constant; the block holds its tensor. */
    record Const(Value output) implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.empty();
        }
    }

    /** A constant list of sizes or coordinates; the block holds it. */
    record ConstShape(Value output) implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.empty();
        }
    }

    record Identity(Value input1, Value output) implements Unary {}

    /** Runs one of two blocks; each takes {@code arguments} and yields {@code outputs}. */
    record CondIf(
            Value condition,
            ImmutableList<Value> arguments,
            Block thenBlock,
            Block elseBlock,
            ImmutableList<Value> outputs)
            implements Operator {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(condition).newWithAll(arguments);
        }
    }

    /** Runs the body block as long as the condition block yields true. */
    record WhileLoop(ImmutableList<Value> inputs, Block conditionBlock, Block bodyBlock, ImmutableList<Value> outputs)
            implements Operator {}

    /** Declares a tensor that lives across invocations of the graph, {@code null} initially meaning unwritten. */
    record Variable(
            Value declaration, String name, @Nullable Tensor initialValue) implements Operator {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.empty();
        }

        @Override
        public ImmutableList<Value> outputs() {
            return Lists.immutable.of(declaration);
        }
    }

    /** Assigns to a variable. */
    record VariableWrite(Value input1, String name) implements Operator {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.of(input1);
        }

        @Override
        public ImmutableList<Value> outputs() {
            return Lists.immutable.empty();
        }
    }

    /** Reads a variable. */
    record VariableRead(String name, Value output) implements SingleOutput {
        @Override
        public ImmutableList<Value> inputs() {
            return Lists.immutable.empty();
        }
    }
}
