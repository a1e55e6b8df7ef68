package npusim.conformer;

import java.util.Arrays;
import java.util.List;
import npusim.graph.Extent2d;
import npusim.graph.Graph;
import npusim.graph.Padding;
import npusim.graph.Value;
import npusim.quantize.ChannelWeights;
import npusim.quantize.ChooseParameters;
import npusim.quantize.FloatNetwork;
import npusim.quantize.FloatOperation;
import npusim.quantize.FloatOperation.Arithmetic;
import npusim.quantize.FloatOperation.Constant;
import npusim.quantize.FloatOperation.Convolution;
import npusim.quantize.FloatOperation.Function;
import npusim.quantize.FloatOperation.Linear;
import npusim.quantize.FloatOperation.MatrixProduct;
import npusim.quantize.FloatOperation.Maximum;
import npusim.quantize.FloatOperation.Mean;
import npusim.quantize.FloatOperation.Permute;
import npusim.quantize.FloatOperation.PrependZeros;
import npusim.quantize.FloatOperation.ProjectedConstant;
import npusim.quantize.FloatOperation.Slice;
import npusim.quantize.FloatOperation.Sum;
import npusim.quantize.FloatOperation.View;
import npusim.quantize.FloatOperation.Window;
import npusim.quantize.QuantizationParameters;
import npusim.quantize.QuantizedGraphBuilder;
import npusim.quantize.QuantizedTensor;
import org.jspecify.annotations.Nullable;

/**
 * Lowers a traced network as release 1.0 of ExecuTorch does: rank-4 tensors are channels-last throughout, a TRANSPOSE stands
 * wherever a view changes between rank 3 and rank 4, means are AVG_POOL2D, and every operand of an arithmetic operator is
 * rescaled for each use.
 *
 * <p>Source: the passes of ExecuTorch 1.0's Arm backend.
 */
final class LowerRelease10 {
    private final FloatNetwork network;
    private final double smallestScale;
    private final int weightBits;
    private final List<QuantizationParameters> parameters;
    private final @Nullable QuantizedTensor[] lowered;
    private final QuantizedGraphBuilder graph = new QuantizedGraphBuilder();

    private LowerRelease10(FloatNetwork network, double smallestScale, int weightBits) {
        this.weightBits = weightBits;
        this.network = network;
        this.smallestScale = smallestScale;
        parameters = ChooseParameters.of(network, smallestScale, true);
        lowered = new QuantizedTensor[network.shapes().size()];
    }

    /**
     * Lowers the network, with the arithmetic on the number of frames beside it.
     *
     * @param smallestScale floor of every quantization scale
     * @param weightBits bits of the weights of linear layers and dense convolutions; depthwise ones keep 8
     */
    static Graph lower(FloatNetwork network, double smallestScale, int weightBits) {
        return new LowerRelease10(network, smallestScale, weightBits).run();
    }

    private Graph run() {
        Value lengths = null;
        for (FloatOperation operation : network.operations()) {
            if (operation instanceof FloatOperation.Input input) {
                define(input.output(), graph.input(input.name(), of(input.output()), network.shape(input.output())));
                lengths = graph.integerInput("input_lengths", 1);
            } else {
                define(operation.output(), lower(operation));
            }
        }
        if (lengths == null) {
            throw new IllegalArgumentException("the network has no input");
        }
        graph.output(graph.decrease("lengths", graph.shiftRight("lengths.quarter", lengths, 2), 1));
        for (int output : network.outputs()) {
            graph.output(get(output).value());
        }
        return graph.build();
    }

    private QuantizedTensor lower(FloatOperation operation) {
        return switch (operation) {
            case FloatOperation.Input input ->
                throw new IllegalStateException(input.name() + " is declared, not lowered");
            case Constant constant -> constant(constant);
            case ProjectedConstant constant -> projected(constant);
            case Linear linear -> linear(linear);
            case Convolution convolution -> convolution(convolution);
            case MatrixProduct product ->
                graph.matrixProduct(product.name(), get(product.left()), get(product.right()), of(product.output()));
            case Arithmetic arithmetic -> arithmetic(arithmetic);
            case Mean mean -> mean(mean);
            case Sum sum -> graph.sum(sum.name(), get(sum.input()), axis(sum.input(), sum.axis()), of(sum.output()));
            case Maximum maximum ->
                graph.maximum(maximum.name(), get(maximum.input()), axis(maximum.input(), maximum.axis()));
            case Function function ->
                graph.table(function.name(), function.function().exact(), get(function.input()), of(function.output()));
            case View view -> view(view);
            case Permute permute ->
                graph.transpose(permute.name(), get(permute.input()), ChannelsLast.permutation(permute.order()));
            case Slice slice -> slice(slice);
            case PrependZeros pad -> prependZeros(pad);
        };
    }

    private QuantizedTensor constant(Constant constant) {
        int[] shape = network.shape(constant.output());
        QuantizationParameters code = of(constant.output());
        byte[] codes = ChannelsLast.reorder(code.quantize(constant.values()), shape);
        return graph.constant(constant.name(), codes, code, ChannelsLast.shape(shape));
    }

    /** The projection is done in integers ahead of time, as if it were a linear layer of the graph. */
    private QuantizedTensor projected(ProjectedConstant constant) {
        QuantizationParameters output = of(constant.output());
        byte[] codes = ProjectedTable.quantized(constant, output, smallestScale);
        return graph.constant(constant.name(), codes, output, network.shape(constant.output()));
    }

    private QuantizedTensor linear(Linear linear) {
        int[] outputShape = network.shape(linear.output());
        int rows = elements(outputShape) / linear.outer();
        QuantizedTensor columns = asFrames(
                linear.name() + ".input",
                get(linear.input()),
                network.shape(linear.input()),
                rows,
                1,
                1,
                linear.inner());
        QuantizedTensor sums = graph.convolution(
                linear.name() + ".frames",
                columns,
                ChannelWeights.quantize(linear.weights(), linear.outer(), smallestScale, weightBits),
                doubles(linear.bias()),
                Extent2d.ONE,
                Extent2d.ONE,
                Padding.NONE,
                of(linear.output()));
        return fromContiguous(linear.name(), sums, outputShape);
    }

    private QuantizedTensor convolution(Convolution convolution) {
        String name = convolution.name();
        Window window = convolution.window();
        int[] inputShape = network.shape(convolution.input());
        int channels = inputShape[1];
        int outChannels = network.shape(convolution.output())[1];
        QuantizedTensor input = get(convolution.input());
        input = trim(name + ".trim_height", input, 1, window.kernelHeight(), window.strideHeight(), window.padHeight());
        input = trim(name + ".trim_width", input, 2, window.kernelWidth(), window.strideWidth(), window.padWidth());
        boolean depthwise = convolution.depthwise() || channels == 1;
        ChannelWeights weights = ChannelWeights.quantize(
                convolution.weights(), outChannels, smallestScale, depthwise ? Byte.SIZE : weightBits);
        Extent2d stride = new Extent2d(window.strideHeight(), window.strideWidth());
        Padding padding = new Padding(window.padHeight(), window.padHeight(), window.padWidth(), window.padWidth());
        int taps = window.kernelHeight() * window.kernelWidth();
        if (depthwise) {
            // One input channel makes every output channel a group of its own.
            byte[] codes = transposed(weights.codes(), outChannels, taps);
            QuantizedTensor filter = graph.constant(
                    name + ".weights",
                    codes,
                    of(convolution.output()),
                    window.kernelHeight(),
                    window.kernelWidth(),
                    outChannels,
                    1);
            Value shaped = graph.reshape(
                    name + ".filter",
                    filter.value(),
                    window.kernelHeight(),
                    window.kernelWidth(),
                    channels,
                    outChannels / channels);
            return graph.depthwise(
                    name,
                    input,
                    shaped,
                    weights,
                    doubles(convolution.bias()),
                    stride,
                    padding,
                    of(convolution.output()));
        }
        byte[] codes = new byte[weights.codes().length];
        for (int channel = 0; channel < outChannels; channel++) {
            int start = channel * channels * taps;
            byte[] filter = Arrays.copyOfRange(weights.codes(), start, start + channels * taps);
            System.arraycopy(transposed(filter, channels, taps), 0, codes, start, filter.length);
        }
        return graph.convolution(
                name,
                input,
                new ChannelWeights(codes, weights.scales(), weights.bits()),
                doubles(convolution.bias()),
                new Extent2d(window.kernelHeight(), window.kernelWidth()),
                stride,
                padding,
                of(convolution.output()));
    }

    /** Drops the rows or columns that the stride never reaches. */
    private QuantizedTensor trim(String name, QuantizedTensor input, int axis, int kernel, int stride, int pad) {
        int[] size = input.value().shape().toArray();
        int surplus = (size[axis] + 2 * pad - kernel) % stride;
        if (surplus == 0) {
            return input;
        }
        size[axis] -= surplus;
        return graph.slice(name, input, new int[size.length], size);
    }

    private QuantizedTensor arithmetic(Arithmetic arithmetic) {
        QuantizedTensor left = get(arithmetic.left());
        QuantizedTensor right = get(arithmetic.right());
        QuantizationParameters output = of(arithmetic.output());
        return switch (arithmetic.kind()) {
            case ADD -> graph.add(arithmetic.name(), left, right, output);
            case SUB -> graph.subtract(arithmetic.name(), left, right, output);
            case MUL -> graph.multiply(arithmetic.name(), left, right, output);
        };
    }

    private QuantizedTensor mean(Mean mean) {
        int[] shape = network.shape(mean.input());
        if (shape.length != 3) {
            throw new IllegalArgumentException(mean.name() + ": only means of rank 3 are lowered, is " + shape.length);
        }
        QuantizedTensor image = graph.reshape(mean.name() + ".image", get(mean.input()), 1, shape[1], shape[2], 1);
        QuantizedTensor pooled =
                graph.averagePool(mean.name() + ".pool", image, new Extent2d(1, shape[2]), Extent2d.ONE, Padding.NONE);
        return graph.reshape(mean.name(), pooled, network.shape(mean.output()));
    }

    private QuantizedTensor view(View view) {
        int[] from = network.shape(view.input());
        int[] to = network.shape(view.output());
        QuantizedTensor input = get(view.input());
        if (from.length == 4 && to.length == 4 && from[0] == to[0] && from[1] == to[1]) {
            return graph.reshape(view.name(), input, ChannelsLast.shape(to));
        }
        QuantizedTensor contiguous = toContiguous(view.name(), input, from);
        return fromContiguous(view.name(), contiguous, to);
    }

    private QuantizedTensor asFrames(String name, QuantizedTensor input, int[] from, int... shape) {
        return graph.reshape(name, toContiguous(name, input, from), shape);
    }

    private QuantizedTensor toContiguous(String name, QuantizedTensor input, int[] shape) {
        if (shape.length != 4 || ChannelsLast.isContiguous(shape)) {
            return input;
        }
        return graph.transpose(name + ".contiguous", input, ChannelsLast.TO_CONTIGUOUS);
    }

    private QuantizedTensor fromContiguous(String name, QuantizedTensor contiguous, int[] shape) {
        if (shape.length != 4) {
            return graph.reshape(name, contiguous, shape);
        }
        if (ChannelsLast.isContiguous(shape)) {
            return graph.reshape(name, contiguous, ChannelsLast.shape(shape));
        }
        QuantizedTensor reshaped = graph.reshape(name + ".reshaped", contiguous, shape);
        return graph.transpose(name, reshaped, ChannelsLast.FROM_CONTIGUOUS);
    }

    private QuantizedTensor slice(Slice slice) {
        int[] size = ChannelsLast.shape(network.shape(slice.output()));
        int[] start = new int[size.length];
        start[axis(slice.input(), slice.axis())] = slice.start();
        return graph.slice(slice.name(), get(slice.input()), start, size);
    }

    private QuantizedTensor prependZeros(PrependZeros pad) {
        QuantizedTensor input = get(pad.input());
        int axis = axis(pad.input(), pad.axis());
        int[] shape = input.value().shape().toArray();
        shape[axis] = 1;
        byte[] zeros = new byte[elements(shape)];
        Arrays.fill(zeros, (byte) input.zeroPoint());
        QuantizedTensor column = graph.constant(pad.name() + ".zeros", zeros, input.parameters(), shape);
        return graph.concatenate(pad.name(), List.of(column, input), axis);
    }

    private int axis(int tensor, int axis) {
        return network.shape(tensor).length == 4 ? ChannelsLast.axis(axis) : axis;
    }

    private QuantizationParameters of(int tensor) {
        return parameters.get(tensor);
    }

    private QuantizedTensor get(int tensor) {
        QuantizedTensor value = lowered[tensor];
        if (value == null) {
            throw new IllegalStateException("tensor " + tensor + " is read before it is defined");
        }
        return value;
    }

    private void define(int tensor, QuantizedTensor value) {
        lowered[tensor] = value;
    }

    private static byte[] transposed(byte[] matrix, int rows, int columns) {
        byte[] result = new byte[matrix.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                result[column * rows + row] = matrix[row * columns + column];
            }
        }
        return result;
    }

    private static double @Nullable [] doubles(float @Nullable [] values) {
        if (values == null) {
            return null;
        }
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }

    private static int elements(int[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
