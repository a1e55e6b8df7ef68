package npusim.execution.plan;

import npusim.graph.Extent2d;
import npusim.graph.Operator;
import npusim.graph.Padding;
import npusim.graph.Value;
import npusim.kernel.ConvolutionGeometry;
import npusim.kernel.EvaluateOperator;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.row.ConvolutionRows;
import npusim.kernel.row.DepthwiseRows;
import npusim.kernel.row.MatMulRows;
import npusim.kernel.row.RowProducer;
import npusim.tensor.DType;
import npusim.tensor.Shape;

/** Makes row producers of convolutions and matrix products on INT8. */
final class Producers {
    private Producers() {}

    /** Whether an operator has a fast form: INT8 operands, constant parameters, and for a convolution constant weights. */
    static boolean isProducer(Operator operator, Roots roots) {
        return switch (operator) {
            case Operator.Conv2d convolution -> isFast(convolution, roots);
            case Operator.DepthwiseConv2d convolution ->
                isFast(convolution, roots)
                        && (convolution.input().shape().dimension(3) == 1
                                || convolution.weight().shape().dimension(3) == 1);
            case Operator.MatMul product ->
                product.a().dtype() == DType.INT8
                        && roots.isConstant(product.aZeroPoint())
                        && roots.isConstant(product.bZeroPoint());
            default -> false;
        };
    }

    private static boolean isFast(Operator.Convolution convolution, Roots roots) {
        return convolution.input().dtype() == DType.INT8
                && convolution.weight().dtype() == DType.INT8
                && roots.isConstant(convolution.weight())
                && roots.isConstant(convolution.bias())
                && roots.isConstant(convolution.inputZeroPoint())
                && roots.isConstant(convolution.weightZeroPoint());
    }

    static RowProducer of(Operator operator, Roots roots, InnerLoops loops) {
        return switch (operator) {
            case Operator.Conv2d convolution ->
                ConvolutionRows.convolution(
                        loops,
                        EvaluateOperator.geometryOf(convolution),
                        roots.constant(convolution.weight()).bytes(),
                        roots.constant(convolution.bias()).ints(),
                        zeroPoint(convolution.inputZeroPoint(), roots),
                        zeroPoint(convolution.weightZeroPoint(), roots));
            case Operator.DepthwiseConv2d convolution -> depthwise(convolution, roots, loops);
            case Operator.MatMul product -> matMul(product, roots, loops);
            default -> throw new IllegalStateException(operator.code() + " produces no rows");
        };
    }

    private static RowProducer depthwise(Operator.DepthwiseConv2d convolution, Roots roots, InnerLoops loops) {
        ConvolutionGeometry geometry = EvaluateOperator.geometryOf(convolution);
        byte[] weights = roots.constant(convolution.weight()).bytes();
        int[] bias = roots.constant(convolution.bias()).ints();
        int inputZeroPoint = zeroPoint(convolution.inputZeroPoint(), roots);
        int weightZeroPoint = zeroPoint(convolution.weightZeroPoint(), roots);
        return geometry.inputChannels() == 1
                ? ConvolutionRows.ofSingleChannel(loops, geometry, weights, bias, inputZeroPoint, weightZeroPoint)
                : new DepthwiseRows(loops, geometry, weights, bias, inputZeroPoint, weightZeroPoint);
    }

    private static RowProducer matMul(Operator.MatMul product, Roots roots, InnerLoops loops) {
        Shape a = product.a().shape();
        MatMulRows rows = new MatMulRows(
                loops,
                a.dimension(0),
                a.dimension(1),
                a.dimension(2),
                product.b().shape().dimension(2),
                zeroPoint(product.aZeroPoint(), roots),
                zeroPoint(product.bZeroPoint(), roots));
        if (roots.isConstant(product.b())) {
            for (int part = 0; part < rows.parts(); part++) {
                rows.prepare(roots.constant(product.b()).bytes(), part);
            }
        }
        return rows;
    }

    private static int zeroPoint(Value value, Roots roots) {
        return (int) roots.constant(value).get(0);
    }

    /** Geometry of a sliding window over [N,IH,IW,C]. */
    static ConvolutionGeometry geometry(
            Shape input, Shape output, Extent2d kernel, Extent2d stride, Extent2d dilation, Padding padding) {
        return new ConvolutionGeometry(
                input.dimension(0),
                1,
                input.dimension(1),
                input.dimension(2),
                input.dimension(3),
                1,
                output.dimension(1),
                output.dimension(2),
                output.dimension(3),
                1,
                kernel.y(),
                kernel.x(),
                1,
                stride.y(),
                stride.x(),
                1,
                dilation.y(),
                dilation.x(),
                0,
                padding.top(),
                padding.left());
    }
}
