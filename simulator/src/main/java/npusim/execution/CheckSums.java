package npusim.execution;

import java.util.List;
import npusim.execution.CheckPredictable.Report;
import npusim.graph.Operator;
import npusim.graph.Rule;
import npusim.kernel.ConvolutionGeometry;
import npusim.kernel.EvaluateOperator;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;

/**
 * Looks for accumulators that leave their type, adding in the order of the specification. Where the number of terms times
 * the greatest product is within the type, which it is for nearly every layer, nothing is added up.
 */
final class CheckSums {
    private final Report report;

    CheckSums(Report report) {
        this.report = report;
    }

    private static long greatest(Tensor tensor, long zeroPoint) {
        long greatest = 0;
        for (int i = 0; i < tensor.length(); i++) {
            greatest = Math.max(greatest, Math.abs(tensor.get(i) - zeroPoint));
        }
        return greatest;
    }

    private static boolean cannotOverflow(long terms, long left, long right, long start, DType dtype) {
        double bound = (double) terms * left * right + start;
        return bound < (double) dtype.maximum();
    }

    void matMul(List<Tensor> in) {
        Tensor a = in.getFirst();
        Tensor b = in.get(1);
        long aZeroPoint = in.get(2).get(0);
        long bZeroPoint = in.get(3).get(0);
        DType dtype = a.dtype() == DType.INT8 ? DType.INT32 : DType.INT48;
        int height = a.shape().dimension(1);
        int depth = a.shape().dimension(2);
        int width = b.shape().dimension(2);
        if (cannotOverflow(depth, greatest(a, aZeroPoint), greatest(b, bZeroPoint), 0, dtype)) {
            return;
        }
        int count = a.shape().dimension(0) * height * width;
        for (int i = 0; i < count; i++) {
            int n = i / (height * width);
            int row = i / width;
            int column = i % width;
            long sum = 0;
            for (int c = 0; c < depth; c++) {
                long left = a.get(row * depth + c) - aZeroPoint;
                long right = b.get((n * depth + c) * width + column) - bZeroPoint;
                sum += left * right;
                if (overflows(sum, dtype, i)) {
                    return;
                }
            }
        }
    }

    /** The sum of a window; the scaling of it cannot leave its range once the sum is within int32. */
    void averagePool(Operator.AvgPool2d pool, List<Tensor> in) {
        Tensor input = in.getFirst();
        long zeroPoint = in.get(1).get(0);
        long terms = (long) pool.kernel().y() * pool.kernel().x();
        if (cannotOverflow(terms, greatest(input, zeroPoint), 1, 0, DType.INT32)) {
            return;
        }
        Shape shape = pool.output().shape();
        Shape from = input.shape();
        int count = (int) shape.elements();
        for (int i = 0; i < count; i++) {
            int c = i % shape.dimension(3);
            int ox = i / shape.dimension(3) % shape.dimension(2);
            int oy = i / shape.dimension(3) / shape.dimension(2) % shape.dimension(1);
            int n = i / shape.dimension(3) / shape.dimension(2) / shape.dimension(1);
            int top = oy * pool.stride().y() - pool.padding().top();
            int left = ox * pool.stride().x() - pool.padding().left();
            long sum = 0;
            for (int y = Math.max(0, top);
                    y < Math.min(from.dimension(1), top + pool.kernel().y());
                    y++) {
                for (int x = Math.max(0, left);
                        x < Math.min(from.dimension(2), left + pool.kernel().x());
                        x++) {
                    int at = ((n * from.dimension(1) + y) * from.dimension(2) + x) * from.dimension(3) + c;
                    sum += input.get(at) - zeroPoint;
                    if (overflows(sum, DType.INT32, i)) {
                        return;
                    }
                }
            }
        }
    }

    void reduceSum(Tensor input, int axis) {
        int outer = (int) input.shape().elements(0, axis);
        int count = input.shape().dimension(axis);
        int inner = (int) input.shape().elements(axis + 1, input.shape().rank());
        for (int i = 0; i < outer * inner; i++) {
            long sum = 0;
            for (int k = 0; k < count; k++) {
                sum += input.get((i / inner * count + k) * inner + i % inner);
                if (overflows(sum, DType.INT32, i)) {
                    return;
                }
            }
        }
    }

    private boolean overflows(long sum, DType dtype, int index) {
        boolean overflows = !dtype.holds(sum);
        if (overflows) {
            report.report(Rule.OVERFLOW, index, "the accumulator is " + sum + ", which is no " + dtype);
        }
        return overflows;
    }

    void convolution(Operator.Convolution conv, List<Tensor> in) {
        Tensor weight = in.get(1);
        Tensor bias = in.get(2);
        long inputZeroPoint = in.get(3).get(0);
        long weightZeroPoint = in.get(4).get(0);
        DType dtype = conv.output().dtype();
        ConvolutionGeometry g = EvaluateOperator.geometryOf(conv);
        int4Weights(weight);
        long terms = (long) g.kernelDepth() * g.kernelHeight() * g.kernelWidth() * g.inputChannels();
        long left = greatest(in.getFirst(), inputZeroPoint);
        long right = greatest(weight, weightZeroPoint);
        if (cannotOverflow(terms, left, right, greatest(bias, 0), dtype)) {
            return;
        }
        Terms walk = new Terms(conv, g, in.getFirst(), weight, inputZeroPoint, weightZeroPoint);
        int count = (int) conv.output().shape().elements();
        for (int i = 0; i < count; i++) {
            if (walk.leaves(i, bias, dtype)) {
                return;
            }
        }
    }

    private void int4Weights(Tensor weight) {
        for (int i = 0; weight.dtype() == DType.INT4 && i < weight.length(); i++) {
            if (weight.bytes()[i] < -7) {
                report.report(Rule.INT4_WEIGHT_OUT_OF_RANGE, i, "the weight is -8");
                return;
            }
        }
    }

    /** The terms of an output element of a convolution, in the order of the specification. */
    private final class Terms {
        private final Operator.Convolution conv;
        private final ConvolutionGeometry g;
        private final Tensor input;
        private final Tensor weight;
        private final long inputZeroPoint;
        private final long weightZeroPoint;

        Terms(
                Operator.Convolution conv,
                ConvolutionGeometry g,
                Tensor input,
                Tensor weight,
                long inputZeroPoint,
                long weightZeroPoint) {
            this.conv = conv;
            this.g = g;
            this.input = input;
            this.weight = weight;
            this.inputZeroPoint = inputZeroPoint;
            this.weightZeroPoint = weightZeroPoint;
        }

        boolean leaves(int index, Tensor bias, DType dtype) {
            int oc = index % g.outputChannels();
            int ox = index / g.outputChannels() % g.outputWidth();
            int oy = index / g.outputChannels() / g.outputWidth() % g.outputHeight();
            int od = index / g.outputChannels() / g.outputWidth() / g.outputHeight() % g.outputDepth();
            int n = index / g.outputChannels() / g.outputWidth() / g.outputHeight() / g.outputDepth();
            boolean depthwise = conv instanceof Operator.DepthwiseConv2d;
            int multiplier = depthwise ? g.outputChannels() / g.inputChannels() : 1;
            long sum = 0;
            for (int kd = 0; kd < g.kernelDepth(); kd++) {
                int d = od * g.strideDepth() - g.padFront() + kd * g.dilationDepth();
                for (int ky = 0; ky < g.kernelHeight(); ky++) {
                    int y = position(oy, ky, g.strideY(), g.dilationY(), g.padTop(), g.inputHeight());
                    for (int kx = 0; kx < g.kernelWidth(); kx++) {
                        int x = position(ox, kx, g.strideX(), g.dilationX(), g.padLeft(), g.inputWidth());
                        if (d < 0 || d >= g.inputDepth() || y < 0 || x < 0) {
                            continue;
                        }
                        int pixel = ((n * g.inputDepth() + d) * g.inputHeight() + y) * g.inputWidth() + x;
                        int tap = (kd * g.kernelHeight() + ky) * g.kernelWidth() + kx;
                        int taps = g.kernelDepth() * g.kernelHeight() * g.kernelWidth();
                        int first = depthwise ? oc / multiplier : 0;
                        int last = depthwise ? first + 1 : g.inputChannels();
                        for (int ic = first; ic < last; ic++) {
                            int at = depthwise
                                    ? tap * g.outputChannels() + oc
                                    : (oc * taps + tap) * g.inputChannels() + ic;
                            sum += (input.get(pixel * g.inputChannels() + ic) - inputZeroPoint)
                                    * (weight.get(at) - weightZeroPoint);
                            if (overflows(sum, dtype, index)) {
                                return true;
                            }
                        }
                    }
                }
            }
            return overflows(sum + bias.get(bias.length() == 1 ? 0 : oc), dtype, index);
        }

        /** Input coordinate of a tap, or −1 when it reads nothing. */
        private int position(int output, int tap, int stride, int dilation, int pad, int extent) {
            if (conv instanceof Operator.TransposeConv2d) {
                int position = output - pad - tap;
                return position >= 0 && position < extent * stride && position % stride == 0 ? position / stride : -1;
            }
            int position = output * stride - pad + tap * dilation;
            return position < extent ? position : -1;
        }
    }
}
