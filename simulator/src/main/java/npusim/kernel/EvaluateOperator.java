package npusim.kernel;

import java.util.List;
import npusim.graph.Extent2d;
import npusim.graph.Extent3d;
import npusim.graph.Operator;
import npusim.graph.Padding;
import npusim.graph.Padding3d;
import npusim.graph.ResizeMode;
import npusim.graph.RoundingMode;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;

/**
 * Evaluates one operator on tensors: allocates the output, takes attributes and scalar operands apart and calls the kernel.
 * The operator has passed verification. Constants, control flow and variables are the executor's.
 */
public final class EvaluateOperator {
    private final KernelProvider kernels;

    public EvaluateOperator(KernelProvider kernels) {
        this.kernels = kernels;
    }

    /**
     * The output of {@code operator}; RESHAPE and IDENTITY share the storage of their input.
     *
     * @param in tensors of {@code operator.inputs()}, in that order
     * @throws UnpredictableException when an index is out of range or a divisor is 0
     */
    public Tensor evaluate(Operator.SingleOutput operator, List<Tensor> in) {
        DType dtype = operator.output().dtype();
        Shape shape = operator.output().shape();
        if (operator instanceof Operator.Reshape || operator instanceof Operator.Identity) {
            return in.getFirst().reshaped(shape);
        }
        Tensor output = Tensor.zeros(dtype, shape);
        evaluate(operator, in, output);
        return output;
    }

    /** As {@link #evaluate(Operator.SingleOutput, List)}, of an operator that computes, to a tensor with arbitrary content. */
    public void evaluate(Operator.SingleOutput operator, List<Tensor> in, Tensor out) {
        Tensor first = in.getFirst();
        switch (operator) {
            case Operator.Convolution conv -> convolution(conv, in, out);
            case Operator.MatMul _ -> kernels.matMul(first, in.get(1), single(in.get(2)), single(in.get(3)), out);
            case Operator.AvgPool2d pool ->
                kernels.averagePool(
                        pooling(pool.kernel(), pool.stride(), pool.padding(), first.shape(), out.shape()),
                        first,
                        single(in.get(1)),
                        single(in.get(2)),
                        out);
            case Operator.MaxPool2d pool ->
                kernels.maxPool(
                        pooling(pool.kernel(), pool.stride(), pool.padding(), first.shape(), out.shape()), first, out);
            case Operator.Rescale rescale -> kernels.rescale(rescaleParameters(rescale, in), first, out);
            case Operator.Table _ -> kernels.table(first, in.get(1), out);
            case Operator.Binary binary -> kernels.binary(functionOf(binary), first, in.get(1), out);
            case Operator.Mul _ -> kernels.multiply(first, in.get(1), single(in.get(2)) & 63, out);
            case Operator.Unary unary -> kernels.unary(unary, first, out);
            case Operator.Negate _ -> {
                long inputZeroPoint = in.get(1).get(0);
                long outputZeroPoint = in.get(2).get(0);
                ElementwiseOperations.map(
                        first,
                        value -> ElementwiseOperations.negate(value, inputZeroPoint, outputZeroPoint, out.dtype()),
                        out);
            }
            case Operator.Select _ -> kernels.select(first, in.get(1), in.get(2), out);
            case Operator.ArgMax argMax -> ElementwiseOperations.argMax(first, argMax.axis(), out);
            case Operator.Reduction reduction -> reduction(reduction, first, out);
            case Operator.Concat concat -> LayoutOperations.concat(in, concat.axis(), out);
            case Operator.Pad _ ->
                LayoutOperations.pad(first, in.get(1).longs(), in.get(2).get(0), out);
            case Operator.Reverse reverse -> LayoutOperations.reverse(first, reverse.axis(), out);
            case Operator.Slice _ -> LayoutOperations.slice(first, in.get(1).longs(), out);
            case Operator.Tile _ -> LayoutOperations.tile(first, out);
            case Operator.Transpose transpose ->
                kernels.transpose(first, transpose.permutation().toArray(), out);
            case Operator.Gather _ -> LayoutOperations.gather(first, in.get(1), out);
            case Operator.Scatter _ -> LayoutOperations.scatter(first, in.get(1), in.get(2), out);
            case Operator.Resize resize ->
                ScalarWindows.resize(
                        first, in.get(1).longs(), in.get(2).longs(), resize.mode() == ResizeMode.BILINEAR, out);
            case Operator.Reshape _, Operator.Const _, Operator.ConstShape _, Operator.VariableRead _ ->
                throw new IllegalArgumentException(operator.code() + " has no kernel");
        }
    }

    private void convolution(Operator.Convolution conv, List<Tensor> in, Tensor out) {
        Tensor input = in.getFirst();
        Tensor weight = in.get(1);
        Tensor bias = in.get(2);
        int inputZeroPoint = single(in.get(3));
        int weightZeroPoint = single(in.get(4));
        ConvolutionGeometry geometry = geometryOf(conv);
        switch (conv) {
            case Operator.Conv2d _, Operator.Conv3d _ ->
                kernels.convolution(geometry, input, weight, bias, inputZeroPoint, weightZeroPoint, out);
            case Operator.DepthwiseConv2d _ ->
                kernels.depthwiseConvolution(geometry, input, weight, bias, inputZeroPoint, weightZeroPoint, out);
            case Operator.TransposeConv2d _ ->
                kernels.transposeConvolution(geometry, input, weight, bias, inputZeroPoint, weightZeroPoint, out);
        }
    }

    /** The geometry of a convolution, from its operands' shapes and its attributes. */
    public static ConvolutionGeometry geometryOf(Operator.Convolution conv) {
        Shape in = conv.input().shape();
        Shape weight = conv.weight().shape();
        Shape out = conv.output().shape();
        return switch (conv) {
            case Operator.Conv2d c ->
                flat(in, out, weight.dimension(1), weight.dimension(2), c.stride(), c.dilation(), c.padding());
            case Operator.DepthwiseConv2d c ->
                flat(in, out, weight.dimension(0), weight.dimension(1), c.stride(), c.dilation(), c.padding());
            case Operator.TransposeConv2d c ->
                flat(in, out, weight.dimension(1), weight.dimension(2), c.stride(), Extent2d.ONE, c.outputPadding());
            case Operator.Conv3d c -> deep(in, weight, out, c.stride(), c.dilation(), c.padding());
        };
    }

    private static ConvolutionGeometry pooling(Extent2d kernel, Extent2d stride, Padding padding, Shape in, Shape out) {
        return flat(in, out, kernel.y(), kernel.x(), stride, Extent2d.ONE, padding);
    }

    private static ConvolutionGeometry flat(
            Shape in, Shape out, int kernelHeight, int kernelWidth, Extent2d stride, Extent2d dilation, Padding pad) {
        return new ConvolutionGeometry(
                in.dimension(0),
                1,
                in.dimension(1),
                in.dimension(2),
                in.dimension(3),
                1,
                out.dimension(1),
                out.dimension(2),
                out.dimension(3),
                1,
                kernelHeight,
                kernelWidth,
                1,
                stride.y(),
                stride.x(),
                1,
                dilation.y(),
                dilation.x(),
                0,
                pad.top(),
                pad.left());
    }

    private static ConvolutionGeometry deep(
            Shape in, Shape weight, Shape out, Extent3d stride, Extent3d dilation, Padding3d pad) {
        return new ConvolutionGeometry(
                in.dimension(0),
                in.dimension(1),
                in.dimension(2),
                in.dimension(3),
                in.dimension(4),
                out.dimension(1),
                out.dimension(2),
                out.dimension(3),
                out.dimension(4),
                weight.dimension(1),
                weight.dimension(2),
                weight.dimension(3),
                stride.d(),
                stride.y(),
                stride.x(),
                dilation.d(),
                dilation.y(),
                dilation.x(),
                pad.front(),
                pad.top(),
                pad.left());
    }

    private static int single(Tensor tensor) {
        return (int) tensor.get(0);
    }

    /** Operands and attributes of a RESCALE; {@code in} are tensors of its inputs. */
    public static RescaleParameters rescaleParameters(Operator.Rescale rescale, List<Tensor> in) {
        Tensor multiplier = in.get(1);
        int[] multipliers = new int[multiplier.length()];
        for (int i = 0; i < multipliers.length; i++) {
            multipliers[i] = (int) multiplier.get(i);
        }
        return new RescaleParameters(
                multipliers,
                in.get(2).bytes(),
                zeroPoint(in.get(3), rescale.inputUnsigned()),
                zeroPoint(in.get(4), rescale.outputUnsigned()),
                rescale.scale32(),
                rescale.rounding() == RoundingMode.DOUBLE_ROUND,
                rescale.perChannel(),
                rescale.inputUnsigned(),
                rescale.outputUnsigned());
    }

    private static int zeroPoint(Tensor tensor, boolean unsigned) {
        long value = tensor.get(0);
        return (int) (unsigned ? value & (1L << tensor.dtype().bits()) - 1 : value);
    }

    /** The function of an element-wise operator of two tensors. */
    public static BinaryFunction functionOf(Operator.Binary binary) {
        return switch (binary) {
            case Operator.Add _ -> BinaryFunction.ADD;
            case Operator.Sub _ -> BinaryFunction.SUB;
            case Operator.Maximum _ -> BinaryFunction.MAXIMUM;
            case Operator.Minimum _ -> BinaryFunction.MINIMUM;
            case Operator.IntDiv _ -> BinaryFunction.INTDIV;
            case Operator.BitwiseAnd _ -> BinaryFunction.BITWISE_AND;
            case Operator.BitwiseOr _ -> BinaryFunction.BITWISE_OR;
            case Operator.BitwiseXor _ -> BinaryFunction.BITWISE_XOR;
            case Operator.LogicalAnd _ -> BinaryFunction.LOGICAL_AND;
            case Operator.LogicalOr _ -> BinaryFunction.LOGICAL_OR;
            case Operator.LogicalXor _ -> BinaryFunction.LOGICAL_XOR;
            case Operator.LogicalLeftShift _ -> BinaryFunction.LOGICAL_LEFT_SHIFT;
            case Operator.LogicalRightShift _ -> BinaryFunction.LOGICAL_RIGHT_SHIFT;
            case Operator.ArithmeticRightShift shift ->
                shift.round() ? BinaryFunction.ARITHMETIC_RIGHT_SHIFT_ROUND : BinaryFunction.ARITHMETIC_RIGHT_SHIFT;
            case Operator.Equal _ -> BinaryFunction.EQUAL;
            case Operator.Greater _ -> BinaryFunction.GREATER;
            case Operator.GreaterEqual _ -> BinaryFunction.GREATER_EQUAL;
        };
    }

    private void reduction(Operator.Reduction reduction, Tensor input, Tensor out) {
        int axis = reduction.axis();
        switch (reduction) {
            case Operator.ReduceSum _ -> kernels.reduceSum(input, axis, out);
            case Operator.ReduceAll _ -> ElementwiseOperations.reduce(input, axis, 1, (a, b) -> a & b, out);
            case Operator.ReduceAny _ -> ElementwiseOperations.reduce(input, axis, 0, (a, b) -> a | b, out);
            case Operator.ReduceMax _ ->
                ElementwiseOperations.reduce(input, axis, out.dtype().minimum(), Math::max, out);
            case Operator.ReduceMin _ ->
                ElementwiseOperations.reduce(input, axis, out.dtype().maximum(), Math::min, out);
        }
    }
}
