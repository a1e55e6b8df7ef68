package npusim.graph;

import static npusim.tensor.DType.INT16;
import static npusim.tensor.DType.INT32;
import static npusim.tensor.DType.INT48;
import static npusim.tensor.DType.INT8;

import java.util.EnumSet;
import java.util.Set;
import npusim.tensor.DType;
import npusim.tensor.Shape;

/** Rules of pooling and RESIZE. */
final class CheckWindow {
    private static final Set<DType> NARROW = EnumSet.of(INT8, INT16);
    private static final int MAXIMUM_IMAGE = 16384;
    private static final int MAXIMUM_SCALE_NUMERATOR = 1 << 11;
    private static final int MAXIMUM_DOWNSCALE = 16;

    private CheckWindow() {}

    static void averagePool(Operator.AvgPool2d pool, OperatorCheck check) {
        DType dtype = pool.input().dtype();
        check.parameter(pool.inputZeroPoint());
        check.parameter(pool.outputZeroPoint());
        if (check.oneOf(pool.input(), NARROW, Rule.WRONG_INPUT_TYPE)) {
            check.type(pool.inputZeroPoint(), dtype, Rule.WRONG_INPUT_TYPE);
            check.type(pool.outputZeroPoint(), dtype, Rule.WRONG_INPUT_TYPE);
            check.type(pool.output(), dtype, Rule.WRONG_OUTPUT_TYPE);
            check.zeroPoint(pool.inputZeroPoint(), dtype == INT8, Rule.INPUT_ZERO_POINT_NOT_ZERO, dtype);
            check.zeroPoint(pool.outputZeroPoint(), dtype == INT8, Rule.OUTPUT_ZERO_POINT_NOT_ZERO, dtype);
        }
        check.require(
                pool.accumulator() == INT32,
                Rule.WRONG_ACCUMULATOR_TYPE,
                "acc_type is %s, must be INT32",
                pool.accumulator());
        pool(pool.input(), pool.output(), pool.kernel(), pool.stride(), pool.padding(), check);
    }

    static void maxPool(Operator.MaxPool2d pool, OperatorCheck check) {
        if (check.oneOf(pool.input(), NARROW, Rule.WRONG_INPUT_TYPE)) {
            check.type(pool.output(), pool.input().dtype(), Rule.WRONG_OUTPUT_TYPE);
        }
        pool(pool.input(), pool.output(), pool.kernel(), pool.stride(), pool.padding(), check);
    }

    private static void pool(
            Value input, Value output, Extent2d kernel, Extent2d stride, Padding padding, OperatorCheck check) {
        check.atLeast(1, Rule.KERNEL_SMALLER_ONE, "kernel", kernel.y(), kernel.x());
        check.atLeast(1, Rule.STRIDE_SMALLER_ONE, "stride", stride.y(), stride.x());
        check.atLeast(
                0, Rule.PAD_SMALLER_ZERO, "pad", padding.top(), padding.bottom(), padding.left(), padding.right());
        boolean below = padding.top() < kernel.y()
                && padding.bottom() < kernel.y()
                && padding.left() < kernel.x()
                && padding.right() < kernel.x();
        check.require(below, Rule.PAD_LARGER_EQUAL_KERNEL, "%s must be smaller than the kernel %s", padding, kernel);
        levelMaxima(kernel, stride, padding, check);
        boolean ranked = check.ranks(4, input, output);
        if (!ranked || stride.y() < 1 || stride.x() < 1) {
            return;
        }
        Shape in = input.shape();
        Shape out = output.shape();
        long freeY = (long) in.dimension(1) + padding.top() + padding.bottom() - kernel.y();
        long freeX = (long) in.dimension(2) + padding.left() + padding.right() - kernel.x();
        slides("OH", freeY, stride.y(), out.dimension(1), true, check);
        slides("OW", freeX, stride.x(), out.dimension(2), true, check);
        check.require(
                in.dimension(0) == out.dimension(0) && in.dimension(3) == out.dimension(3),
                Rule.POOLING_OUTPUT_SHAPE_MISMATCH,
                "%s must have batch and channels of %s",
                output,
                input);
    }

    private static void levelMaxima(Extent2d kernel, Extent2d stride, Padding padding, OperatorCheck check) {
        int most = check.level().maximumKernel();
        check.levelMaximum(most, "MAX_KERNEL", "kernel", kernel.y(), kernel.x());
        check.levelMaximum(check.level().maximumStride(), "MAX_STRIDE", "stride", stride.y(), stride.x());
        check.levelMaximum(most, "MAX_KERNEL", "pad", padding.top(), padding.bottom(), padding.left(), padding.right());
    }

    /** The window slides over {@code free} elements in whole strides, which gives the output's extent. */
    static void slides(String extent, long free, int stride, int found, boolean pooling, OperatorCheck check) {
        boolean whole = check.require(
                free % stride == 0,
                pooling ? Rule.POOLING_OUTPUT_SHAPE_NON_INTEGER : Rule.CONV_OUTPUT_SHAPE_NON_INTEGER,
                "%s is no integer: %s is no multiple of the stride %s",
                extent,
                free,
                stride);
        if (whole) {
            long expected = free / stride + 1;
            check.require(
                    found == expected,
                    pooling ? Rule.POOLING_OUTPUT_SHAPE_MISMATCH : Rule.CONV_OUTPUT_SHAPE_MISMATCH,
                    "%s is %s, must be %s",
                    extent,
                    found,
                    expected);
        }
    }

    static void resize(Operator.Resize resize, OperatorCheck check) {
        Value input = resize.input();
        Value output = resize.output();
        if (check.oneOf(input, NARROW, Rule.WRONG_INPUT_TYPE)) {
            DType wide = input.dtype() == INT8 ? INT32 : INT48;
            DType expected = resize.mode() == ResizeMode.NEAREST ? input.dtype() : wide;
            check.type(output, expected, Rule.WRONG_OUTPUT_TYPE);
        }
        boolean ranked = check.ranks(4, input, output);
        long[] scale = check.sizes(resize.scale(), 4, Rule.WRONG_INPUT_LIST);
        long[] offset = check.sizes(resize.offset(), 2, Rule.WRONG_INPUT_LIST);
        long[] border = check.sizes(resize.border(), 2, Rule.WRONG_INPUT_LIST);
        if (!ranked || scale == null || offset == null || border == null) {
            return;
        }
        Shape in = input.shape();
        Shape out = output.shape();
        int largest =
                Math.max(Math.max(in.dimension(1), in.dimension(2)), Math.max(out.dimension(1), out.dimension(2)));
        check.require(
                largest < MAXIMUM_IMAGE,
                Rule.MAX_DIM_EXCEEDED,
                "the largest extent is %s, must be below %s",
                largest,
                MAXIMUM_IMAGE);
        check.require(
                in.dimension(0) == out.dimension(0),
                Rule.BATCH_MISMATCH,
                "batch is %s, must be %s",
                out.dimension(0),
                in.dimension(0));
        check.require(
                in.dimension(3) == out.dimension(3),
                Rule.CHANNEL_MISMATCH,
                "channels are %s, must be %s",
                out.dimension(3),
                in.dimension(3));
        resizeAxis("y", in.dimension(1), out.dimension(1), scale[0], scale[1], offset[0], border[0], check);
        resizeAxis("x", in.dimension(2), out.dimension(2), scale[2], scale[3], offset[1], border[1], check);
    }

    private static void resizeAxis(
            String axis,
            int inputExtent,
            int outputExtent,
            long numerator,
            long denominator,
            long offset,
            long border,
            OperatorCheck check) {
        String scale = "scale_" + axis + " is " + numerator + "/" + denominator;
        if (!check.require(numerator > 0 && denominator > 0, Rule.SCALE_SMALLER_EQUAL_ZERO, scale)) {
            return;
        }
        check.require(numerator <= MAXIMUM_SCALE_NUMERATOR, Rule.SCALE_N_LARGER_MAX, scale);
        if (numerator > Integer.MAX_VALUE || denominator > Integer.MAX_VALUE) {
            check.fail(Rule.SCALE_D_LARGER_MAX, scale);
            return;
        }
        check.require(denominator < MAXIMUM_DOWNSCALE * numerator, Rule.SCALE_D_LARGER_MAX, scale);
        check.require(
                numerator <= check.level().maximumScale() * denominator,
                Rule.LEVEL_EXCEEDED,
                "%s, MAX_SCALE of the level is %s",
                scale,
                check.level().maximumScale());
        String offsetText = "offset_" + axis + " is " + offset + " with numerator " + numerator;
        String borderText = "border_" + axis + " is " + border + " with numerator " + numerator;
        check.require(offset >= -numerator, Rule.OFFSET_SMALLER_MIN, offsetText);
        check.require(offset < 16 * numerator, Rule.OFFSET_LARGER_EQUAL_MAX, offsetText);
        check.require(border >= -16 * numerator, Rule.BORDER_SMALLER_MIN, borderText);
        check.require(border < numerator, Rule.BORDER_LARGER_EQUAL_MAX, borderText);
        boolean inside =
                offset >= -numerator && offset < 16 * numerator && border >= -16 * numerator && border < numerator;
        if (!inside) {
            return;
        }
        long span = (inputExtent - 1) * numerator - offset + border;
        boolean whole = check.require(
                span % denominator == 0,
                Rule.RESIZE_OUTPUT_SHAPE_NON_INTEGER,
                "O%s is no integer: %s is no multiple of %s",
                axis.equals("y") ? "H" : "W",
                span,
                denominator);
        if (whole) {
            long expected = span / denominator + 1;
            check.require(
                    outputExtent == expected,
                    Rule.RESIZE_OUTPUT_SHAPE_MISMATCH,
                    "O%s is %s, must be %s",
                    axis.equals("y") ? "H" : "W",
                    outputExtent,
                    expected);
        }
    }
}
