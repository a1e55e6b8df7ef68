package npusim.graph;

import static npusim.tensor.DType.INT16;
import static npusim.tensor.DType.INT32;
import static npusim.tensor.DType.INT4;
import static npusim.tensor.DType.INT48;
import static npusim.tensor.DType.INT8;

import java.util.EnumSet;
import java.util.Set;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Rules of the convolutions and MATMUL. */
final class CheckConvolution {
    private static final Set<DType> NARROW = EnumSet.of(INT8, INT16);

    private CheckConvolution() {}

    static void conv2d(Operator.Conv2d conv, OperatorCheck check) {
        types(conv, check);
        window2d(conv.padding(), conv.stride(), conv.dilation(), check);
        boolean ranked = ranks(conv, 4, check);
        if (!ranked) {
            return;
        }
        Shape in = conv.input().shape();
        Shape weight = conv.weight().shape();
        Shape out = conv.output().shape();
        Padding padding = conv.padding();
        slides2d(conv.stride(), conv.dilation(), padding, in, out, weight.dimension(1), weight.dimension(2), check);
        channels(conv, weight.dimension(0), check);
        check.require(
                weight.dimension(3) == in.dimension(3),
                Rule.CHANNEL_MISMATCH,
                "%s must have the input channels of %s",
                conv.weight(),
                conv.input());
    }

    static void depthwise(Operator.DepthwiseConv2d conv, OperatorCheck check) {
        types(conv, check);
        window2d(conv.padding(), conv.stride(), conv.dilation(), check);
        if (!ranks(conv, 4, check)) {
            return;
        }
        Shape in = conv.input().shape();
        Shape weight = conv.weight().shape();
        Shape out = conv.output().shape();
        slides2d(
                conv.stride(),
                conv.dilation(),
                conv.padding(),
                in,
                out,
                weight.dimension(0),
                weight.dimension(1),
                check);
        channels(conv, (long) weight.dimension(2) * weight.dimension(3), check);
        check.require(
                weight.dimension(2) == in.dimension(3),
                Rule.CHANNEL_MISMATCH,
                "%s must have the channels of %s",
                conv.weight(),
                conv.input());
    }

    static void conv3d(Operator.Conv3d conv, OperatorCheck check) {
        types(conv, check);
        Padding3d pad = conv.padding();
        Extent3d stride = conv.stride();
        Extent3d dilation = conv.dilation();
        int[] pads = {pad.front(), pad.back(), pad.top(), pad.bottom(), pad.left(), pad.right()};
        check.atLeast(0, Rule.PAD_SMALLER_ZERO, "pad", pads);
        check.atLeast(1, Rule.STRIDE_SMALLER_ONE, "stride", stride.d(), stride.y(), stride.x());
        check.atLeast(1, Rule.DILATION_SMALLER_ONE, "dilation", dilation.d(), dilation.y(), dilation.x());
        for (int each : pads) {
            check.levelMaximum(check.level().maximumKernel(), "MAX_KERNEL", "pad", each);
        }
        check.levelMaximum(check.level().maximumStride(), "MAX_STRIDE", "stride", stride.d(), stride.y(), stride.x());
        if (!ranks(conv, 5, check)) {
            return;
        }
        Shape in = conv.input().shape();
        Shape weight = conv.weight().shape();
        Shape out = conv.output().shape();
        slides(
                "OD",
                in.dimension(1),
                pad.front(),
                pad.back(),
                weight.dimension(1),
                stride.d(),
                dilation.d(),
                out.dimension(1),
                check);
        slides(
                "OH",
                in.dimension(2),
                pad.top(),
                pad.bottom(),
                weight.dimension(2),
                stride.y(),
                dilation.y(),
                out.dimension(2),
                check);
        slides(
                "OW",
                in.dimension(3),
                pad.left(),
                pad.right(),
                weight.dimension(3),
                stride.x(),
                dilation.x(),
                out.dimension(3),
                check);
        channels(conv, weight.dimension(0), check);
        check.require(
                weight.dimension(4) == in.dimension(4),
                Rule.CHANNEL_MISMATCH,
                "%s must have the input channels of %s",
                conv.weight(),
                conv.input());
    }

    static void transpose(Operator.TransposeConv2d conv, OperatorCheck check) {
        types(conv, check);
        Padding pad = conv.outputPadding();
        Extent2d stride = conv.stride();
        check.atLeast(1, Rule.STRIDE_SMALLER_ONE, "stride", stride.y(), stride.x());
        int most = check.level().maximumKernel();
        check.levelMaximum(most, "MAX_KERNEL", "out_pad", pad.top(), pad.bottom(), pad.left(), pad.right());
        check.levelMaximum(check.level().maximumStride(), "MAX_STRIDE", "stride", stride.y(), stride.x());
        if (!ranks(conv, 4, check)) {
            return;
        }
        Shape in = conv.input().shape();
        Shape weight = conv.weight().shape();
        Shape out = conv.output().shape();
        int kernelY = weight.dimension(1);
        int kernelX = weight.dimension(2);
        check.levelMaximum(most, "MAX_KERNEL", "kernel", kernelY, kernelX);
        check.require(
                pad.top() > -kernelY && pad.bottom() > -kernelY && pad.left() > -kernelX && pad.right() > -kernelX,
                Rule.PAD_LARGER_EQUAL_KERNEL,
                "out_pad %s must be larger than -KH = %s and -KW = %s",
                pad,
                -kernelY,
                -kernelX);
        extent("OH", (in.dimension(1) - 1L) * stride.y() + pad.top() + pad.bottom() + kernelY, out.dimension(1), check);
        extent("OW", (in.dimension(2) - 1L) * stride.x() + pad.left() + pad.right() + kernelX, out.dimension(2), check);
        channels(conv, weight.dimension(0), check);
        check.require(
                weight.dimension(3) == in.dimension(3),
                Rule.CHANNEL_MISMATCH,
                "%s must have the input channels of %s",
                conv.weight(),
                conv.input());
    }

    private static void window2d(Padding pad, Extent2d stride, Extent2d dilation, OperatorCheck check) {
        check.atLeast(0, Rule.PAD_SMALLER_ZERO, "pad", pad.top(), pad.bottom(), pad.left(), pad.right());
        check.atLeast(1, Rule.STRIDE_SMALLER_ONE, "stride", stride.y(), stride.x());
        check.atLeast(1, Rule.DILATION_SMALLER_ONE, "dilation", dilation.y(), dilation.x());
        check.levelMaximum(
                check.level().maximumKernel(), "MAX_KERNEL", "pad", pad.top(), pad.bottom(), pad.left(), pad.right());
        check.levelMaximum(check.level().maximumStride(), "MAX_STRIDE", "stride", stride.y(), stride.x());
    }

    private static void slides2d(
            Extent2d stride,
            Extent2d dilation,
            Padding pad,
            Shape in,
            Shape out,
            int kernelY,
            int kernelX,
            OperatorCheck check) {
        slides(
                "OH",
                in.dimension(1),
                pad.top(),
                pad.bottom(),
                kernelY,
                stride.y(),
                dilation.y(),
                out.dimension(1),
                check);
        slides(
                "OW",
                in.dimension(2),
                pad.left(),
                pad.right(),
                kernelX,
                stride.x(),
                dilation.x(),
                out.dimension(2),
                check);
    }

    private static void slides(
            String extent,
            int input,
            int padBefore,
            int padAfter,
            int kernel,
            int stride,
            int dilation,
            int output,
            OperatorCheck check) {
        check.levelMaximum(
                check.level().maximumKernel(), "MAX_KERNEL", "dilation times kernel", (long) dilation * kernel);
        if (stride >= 1) {
            long free = input - 1L + padBefore + padAfter - (kernel - 1L) * dilation;
            CheckWindow.slides(extent, free, stride, output, false, check);
        }
    }

    private static void extent(String name, long expected, int found, OperatorCheck check) {
        check.require(
                found == expected, Rule.CONV_OUTPUT_SHAPE_MISMATCH, "%s is %s, must be %s", name, found, expected);
    }

    private static boolean ranks(Operator.Convolution conv, int rank, OperatorCheck check) {
        check.parameter(conv.inputZeroPoint());
        check.parameter(conv.weightZeroPoint());
        boolean bias =
                check.require(conv.bias().rank() == 1, Rule.INPUT_RANK1_WRONG_RANK, "%s must have rank 1", conv.bias());
        return check.ranks(rank, conv.input(), conv.weight(), conv.output()) && bias;
    }

    private static void channels(Operator.Convolution conv, long outputChannels, OperatorCheck check) {
        int biases = conv.bias().shape().dimension(0);
        check.require(
                biases == outputChannels || biases == 1,
                Rule.CONV_BIAS_SHAPE_MISMATCH,
                "%s must have 1 or %s elements",
                conv.bias(),
                outputChannels);
        check.require(
                conv.output().shape().innermost() == outputChannels,
                Rule.CONV_OUTPUT_SHAPE_MISMATCH,
                "%s must have %s channels",
                conv.output(),
                outputChannels);
        check.require(
                conv.output().shape().dimension(0) == conv.input().shape().dimension(0),
                Rule.CONV_OUTPUT_SHAPE_MISMATCH,
                "%s must have the batch of %s",
                conv.output(),
                conv.input());
    }

    private static void types(Operator.Convolution conv, OperatorCheck check) {
        DType in = conv.input().dtype();
        DType weight = conv.weight().dtype();
        DType accumulator = accumulatorOf(in, weight);
        check.require(accumulator != null, Rule.WRONG_INPUT_TYPE, "no convolution of %s by weights of %s", in, weight);
        check.type(conv.inputZeroPoint(), in, Rule.WRONG_INPUT_TYPE);
        check.type(conv.weightZeroPoint(), weight, Rule.WRONG_INPUT_TYPE);
        if (accumulator == null) {
            check.type(conv.bias(), conv.output().dtype(), Rule.WRONG_BIAS_TYPE);
            return;
        }
        check.type(conv.bias(), accumulator, Rule.WRONG_BIAS_TYPE);
        check.type(conv.output(), accumulator, Rule.WRONG_OUTPUT_TYPE);
        check.require(
                conv.accumulator() == accumulator,
                Rule.WRONG_ACCUMULATOR_TYPE,
                "acc_type is %s, must be %s",
                conv.accumulator(),
                accumulator);
        check.zeroPoint(conv.inputZeroPoint(), in == INT8, Rule.INPUT_ZERO_POINT_NOT_ZERO, in);
        check.zeroPoint(conv.weightZeroPoint(), weight == INT8, Rule.WEIGHT_ZERO_POINT_NOT_ZERO, weight);
    }

    private static @Nullable DType accumulatorOf(DType input, DType weight) {
        if (input == INT8 && (weight == INT8 || weight == INT4)) {
            return INT32;
        }
        return input == INT16 && weight == INT8 ? INT48 : null;
    }

    static void matMul(Operator.MatMul matMul, OperatorCheck check) {
        Value a = matMul.a();
        Value b = matMul.b();
        Value output = matMul.output();
        check.parameter(matMul.aZeroPoint());
        check.parameter(matMul.bZeroPoint());
        if (check.oneOf(a, NARROW, Rule.WRONG_INPUT_TYPE)) {
            DType dtype = a.dtype();
            check.type(b, dtype, Rule.WRONG_INPUT_TYPE);
            check.type(matMul.aZeroPoint(), dtype, Rule.WRONG_INPUT_TYPE);
            check.type(matMul.bZeroPoint(), dtype, Rule.WRONG_INPUT_TYPE);
            check.type(output, dtype == INT8 ? INT32 : INT48, Rule.WRONG_OUTPUT_TYPE);
            check.zeroPoint(matMul.aZeroPoint(), dtype == INT8, Rule.INPUT_ZERO_POINT_NOT_ZERO, dtype);
            check.zeroPoint(matMul.bZeroPoint(), dtype == INT8, Rule.INPUT_ZERO_POINT_NOT_ZERO, dtype);
        }
        if (check.ranks(3, a, b, output)) {
            boolean fits = a.shape().dimension(0) == b.shape().dimension(0)
                    && a.shape().dimension(2) == b.shape().dimension(1);
            check.require(fits, Rule.DIMENSION_MISMATCH, "%s cannot be multiplied by %s", a, b);
            Shape product = Shape.of(
                    a.shape().dimension(0), a.shape().dimension(1), b.shape().dimension(2));
            check.require(
                    product.equals(output.shape()),
                    Rule.DIMENSION_MISMATCH,
                    "%s must have the shape %s",
                    output,
                    product);
        }
    }
}
