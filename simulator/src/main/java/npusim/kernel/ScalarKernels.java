package npusim.kernel;

import npusim.graph.Operator;
import npusim.tensor.Tensor;

/**
 * The scalar provider: the pseudocode of TOSA 1.0 in plain Java. It defines the result; it is not the fast path, though
 * its inner loops are ones that the JIT compiler can vectorise.
 */
public final class ScalarKernels implements KernelProvider {
    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public void matMul(Tensor a, Tensor b, int aZeroPoint, int bZeroPoint, Tensor output) {
        ScalarProducts.matMul(a, b, aZeroPoint, bZeroPoint, output);
    }

    @Override
    public void convolution(
            ConvolutionGeometry geometry,
            Tensor input,
            Tensor weight,
            Tensor bias,
            int inputZeroPoint,
            int weightZeroPoint,
            Tensor output) {
        ScalarProducts.convolution(geometry, input, weight, bias, inputZeroPoint, weightZeroPoint, output);
    }

    @Override
    public void depthwiseConvolution(
            ConvolutionGeometry geometry,
            Tensor input,
            Tensor weight,
            Tensor bias,
            int inputZeroPoint,
            int weightZeroPoint,
            Tensor output) {
        ScalarProducts.depthwise(geometry, input, weight, bias, inputZeroPoint, weightZeroPoint, output);
    }

    @Override
    public void transposeConvolution(
            ConvolutionGeometry geometry,
            Tensor input,
            Tensor weight,
            Tensor bias,
            int inputZeroPoint,
            int weightZeroPoint,
            Tensor output) {
        ScalarProducts.transposeConvolution(geometry, input, weight, bias, inputZeroPoint, weightZeroPoint, output);
    }

    @Override
    public void averagePool(
            ConvolutionGeometry geometry, Tensor input, int inputZeroPoint, int outputZeroPoint, Tensor output) {
        ScalarWindows.averagePool(geometry, input, inputZeroPoint, outputZeroPoint, output);
    }

    @Override
    public void maxPool(ConvolutionGeometry geometry, Tensor input, Tensor output) {
        ScalarWindows.maxPool(geometry, input, output);
    }

    @Override
    public void rescale(RescaleParameters parameters, Tensor input, Tensor output) {
        ScalarRescale.rescale(parameters, input, output);
    }

    @Override
    public void table(Tensor input, Tensor table, Tensor output) {
        ScalarElementwise.table(input, table, output);
    }

    @Override
    public void binary(BinaryFunction function, Tensor input1, Tensor input2, Tensor output) {
        ScalarElementwise.binary(function, input1, input2, output);
    }

    @Override
    public void multiply(Tensor input1, Tensor input2, int shift, Tensor output) {
        ScalarElementwise.multiply(input1, input2, shift, output);
    }

    @Override
    public void unary(Operator.Unary operator, Tensor input, Tensor output) {
        ElementwiseOperations.unary(operator, input, output);
    }

    @Override
    public void select(Tensor condition, Tensor onTrue, Tensor onFalse, Tensor output) {
        ElementwiseOperations.select(condition, onTrue, onFalse, output);
    }

    @Override
    public void reduceSum(Tensor input, int axis, Tensor output) {
        ScalarElementwise.reduceSum(input, axis, output);
    }

    @Override
    public void transpose(Tensor input, int[] permutation, Tensor output) {
        LayoutOperations.transpose(input, permutation, output);
    }
}
