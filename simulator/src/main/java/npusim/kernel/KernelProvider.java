package npusim.kernel;

import npusim.graph.Operator;
import npusim.tensor.Tensor;

/**
 * The integer arithmetic that is worth a fast version. Every method computes what the pseudocode of TOSA 1.0 says for
 * operands that have passed verification, writes all of {@code output} and changes nothing else; sums wrap in the
 * accumulator's width where the specification leaves the outcome unpredictable. Implementations are stateless and may be
 * called from several threads.
 *
 * <p>Shapes and types are those of the operator of the same name in {@code npusim.graph.Operator}.
 */
public interface KernelProvider {
    /** Name for reports, as {@code scalar}. */
    String name();

    /** A [N,H,C] times B [N,C,W] → output [N,H,W]; INT8 → INT32 or INT16 → INT48. */
    void matMul(Tensor a, Tensor b, int aZeroPoint, int bZeroPoint, Tensor output);

    /**
     * CONV2D and CONV3D: input [N,ID,IH,IW,IC], weight [OC,KD,KH,KW,IC], bias [OC] or [1] → output [N,OD,OH,OW,OC], the
     * extents being those of {@code geometry} (depth is 1 for CONV2D); INT8 × INT8 or INT4 → INT32, INT16 × INT8 → INT48.
     */
    void convolution(
            ConvolutionGeometry geometry,
            Tensor input,
            Tensor weight,
            Tensor bias,
            int inputZeroPoint,
            int weightZeroPoint,
            Tensor output);

    /** DEPTHWISE_CONV2D: input [N,IH,IW,C], weight [KH,KW,C,M], bias [C·M] or [1] → output [N,OH,OW,C·M]. */
    void depthwiseConvolution(
            ConvolutionGeometry geometry,
            Tensor input,
            Tensor weight,
            Tensor bias,
            int inputZeroPoint,
            int weightZeroPoint,
            Tensor output);

    /**
     * TRANSPOSE_CONV2D: input [N,IH,IW,IC], weight [OC,KH,KW,IC] → output [N,OH,OW,OC]; {@code geometry}'s padding is
     * {@code out_pad}.
     */
    void transposeConvolution(
            ConvolutionGeometry geometry,
            Tensor input,
            Tensor weight,
            Tensor bias,
            int inputZeroPoint,
            int weightZeroPoint,
            Tensor output);

    /** AVG_POOL2D: INT8 or INT16 [N,IH,IW,C] → same type [N,OH,OW,C]; channels of {@code geometry} are C. */
    void averagePool(
            ConvolutionGeometry geometry, Tensor input, int inputZeroPoint, int outputZeroPoint, Tensor output);

    /** MAX_POOL2D: INT8 or INT16 [N,IH,IW,C] → same type [N,OH,OW,C]. */
    void maxPool(ConvolutionGeometry geometry, Tensor input, Tensor output);

    /** RESCALE: INT8, INT16, INT32 or INT48 → INT8, INT16 or INT32 of the same shape. */
    void rescale(RescaleParameters parameters, Tensor input, Tensor output);

    /** TABLE: INT8 with 256 entries of INT8 → INT8, INT16 with 513 entries of INT16 → INT32. */
    void table(Tensor input, Tensor table, Tensor output);

    /** An element-wise operator of two tensors, each broadcast to the output's shape; ranks are equal. */
    void binary(BinaryFunction function, Tensor input1, Tensor input2, Tensor output);

    /** MUL: INT8, INT16 or INT32 → INT32, the product of INT32 rounded and shifted right by {@code shift}, 0 to 63. */
    void multiply(Tensor input1, Tensor input2, int shift, Tensor output);

    /** An operator of one tensor but IDENTITY, to an output of the same shape. */
    void unary(Operator.Unary operator, Tensor input, Tensor output);

    /** SELECT, all operands broadcast to the output's shape. */
    void select(Tensor condition, Tensor onTrue, Tensor onFalse, Tensor output);

    /** REDUCE_SUM of INT32 along {@code axis}; the output's extent there is 1. */
    void reduceSum(Tensor input, int axis, Tensor output);

    /** TRANSPOSE: output dimension i is input dimension {@code permutation[i]}; any storage type. */
    void transpose(Tensor input, int[] permutation, Tensor output);
}
