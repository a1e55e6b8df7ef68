package npusim.zoo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import npusim.graph.Extent2d;
import npusim.graph.Padding;
import npusim.graph.Value;
import npusim.quantize.ChannelWeights;
import npusim.quantize.ElementFunction;
import npusim.quantize.QuantizationParameters;
import npusim.quantize.QuantizedGraphBuilder;
import npusim.quantize.QuantizedTensor;
import npusim.quantize.SeededRandom;
import npusim.tensor.DType;
import npusim.tensor.Shape;

/** Builds the graph of a layer table. Scales follow from an estimate of each tensor's magnitude, so that nothing saturates. */
final class NetworkBuilder {
    /** Zero points of tensors with both signs lie this far from 0 at most, each where its name puts it. */
    private static final int LARGEST_ZERO_POINT = 24;

    private static final double UNIT_STEP = 1.0 / 256;
    /** Root mean square of max(0, x) for x with deviation 1. */
    private static final double RECTIFIED = Math.sqrt(0.5);

    private static final double LEAK = 0.2;
    private static final double LRN_ALPHA = 1e-4;
    private static final double LRN_BETA = 0.75;

    private final NetworkDescription description;
    private final Map<String, Integer> parameters;
    private final SeededRandom random;
    private final QuantizedGraphBuilder graph = new QuantizedGraphBuilder();
    private final TransformerLayers transformer;
    private final Map<String, Signal> signals = new HashMap<>();
    private final Map<String, Integer> encodedBytes = new LinkedHashMap<>();
    private long macs;

    NetworkBuilder(NetworkDescription description, Map<String, Integer> parameters) {
        this.description = description;
        this.parameters = parameters;
        random = new SeededRandom(0).split(description.name());
        transformer = new TransformerLayers(graph, random);
    }

    ZooNetwork build() {
        for (Layer layer : description.layers()) {
            try {
                if (layer.kind() == LayerKind.OUTPUT) {
                    graph.output(signal(layer.name()).tensor().value());
                } else {
                    signals.put(layer.name(), lower(layer));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        description.name() + ", line " + layer.line() + ": " + e.getMessage(), e);
            }
        }
        return new ZooNetwork(description.name(), graph.build(), macs, encodedBytes);
    }

    private Signal lower(Layer layer) {
        return switch (layer.kind()) {
            case OUTPUT -> throw new IllegalStateException("an output is no layer");
            case INPUT -> input(layer);
            case CONV -> convolution(layer, first(layer));
            case DEPTHWISE -> depthwise(layer, first(layer));
            case DENSE -> dense(layer, first(layer));
            case ADD -> add(layer);
            case MULTIPLY -> multiply(layer);
            case COMPLEMENT -> complement(layer);
            case AVERAGE_POOL -> averagePool(layer, first(layer));
            case MAX_POOL -> maximumPool(layer, first(layer));
            case CONCAT -> concatenate(layer);
            case COPY -> keep(layer, graph.concatenate(layer.name(), List.of(tensor(layer)), 0));
            case UPSAMPLE -> keep(layer, graph.upsample(layer.name(), tensor(layer), layer.number("factor", 2)));
            case PAD_CHANNELS ->
                keep(layer, graph.padChannels(layer.name(), tensor(layer), layer.number("channels", 0)));
            case SLICE -> slice(layer);
            case RESHAPE ->
                keep(layer, graph.reshape(layer.name(), tensor(layer), Layer.sizes(layer.text("shape"), parameters)));
            case SOFTMAX -> new Signal(graph.softmax(layer.name(), tensor(layer)), 0.5);
            case SIGMOID ->
                function(layer, ElementFunction.SIGMOID.exact(), 0.55, new QuantizationParameters(UNIT_STEP, -128));
            case TANH -> function(layer, StrictMath::tanh, 0.6, new QuantizationParameters(2 * UNIT_STEP, 0));
            case LOCAL_RESPONSE_NORM -> localResponseNorm(layer, first(layer));
            case HARD_SIGMOID ->
                function(layer, x -> Math.clamp(x / 6 + 0.5, 0, 1), 0.55, new QuantizationParameters(UNIT_STEP, -128));
            case LEAKY_RELU -> asymmetric(layer, x -> x < 0 ? LEAK * x : x, -100);
            case HARD_SWISH -> asymmetric(layer, x -> x * Math.clamp(x / 6 + 0.5, 0, 1), -110);
            case GELU -> asymmetric(layer, NetworkBuilder::gelu, -110);
            case TOKENS -> keep(layer, transformer.tokens(layer.name(), first(layer)));
            case POSITIONS -> positions(layer, first(layer));
            case FIRST_TOKEN -> keep(layer, transformer.firstToken(layer.name(), tensor(layer)));
            case LAYER_NORM -> transformer.layerNorm(layer.name(), first(layer));
            case ATTENTION -> attention(layer, first(layer));
        };
    }

    /** x times the normal distribution's share below x, in the common approximation by a hyperbolic tangent. */
    private static double gelu(double x) {
        return x / 2 * (1 + StrictMath.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    private Signal positions(Layer layer, Signal tokens) {
        double magnitude = tokens.magnitude() * Math.sqrt(2);
        QuantizationParameters parameters = around(layer, magnitude);
        return new Signal(transformer.positions(layer.name(), tokens, parameters), magnitude);
    }

    private Signal attention(Layer layer, Signal input) {
        TransformerLayers.Attention attention =
                transformer.attention(layer.name(), input, layer.number("heads", 1), graph::softmax);
        macs += attention.macs();
        return new Signal(attention.tensor(), input.magnitude() / 2);
    }

    private Signal input(Layer layer) {
        int[] shape = Layer.sizes(layer.text("shape"), parameters);
        return new Signal(graph.input(layer.name(), Signal.around(1, 0), shape), 1);
    }

    private Signal convolution(Layer layer, Signal input) {
        Extent2d kernel = layer.extent("kernel", Extent2d.ONE);
        Extent2d stride = layer.extent("stride", Extent2d.ONE);
        Padding padding = layer.padding();
        QuantizedTensor image = trimmed(layer.name(), input.tensor(), kernel, stride, padding);
        int channels = Integer.parseInt(layer.text("channels"));
        int taps = kernel.y() * kernel.x() * image.value().shape().dimension(3);
        ChannelWeights weights = weights(layer, channels * taps, taps, channels);
        Estimate estimate = estimate(layer, input);
        QuantizedTensor output = graph.convolution(
                layer.name(),
                image,
                weights,
                bias(layer, channels, input),
                kernel,
                stride,
                padding,
                estimate.parameters());
        macs += output.value().shape().elements() * taps;
        return new Signal(rectified(layer, output), estimate.magnitude());
    }

    private Signal depthwise(Layer layer, Signal input) {
        Extent2d kernel = layer.extent("kernel", Extent2d.ONE);
        Extent2d stride = layer.extent("stride", Extent2d.ONE);
        Padding padding = layer.padding();
        QuantizedTensor image = trimmed(layer.name(), input.tensor(), kernel, stride, padding);
        int channels = image.value().shape().dimension(3);
        int multiplier = layer.number("multiplier", 1);
        int taps = kernel.y() * kernel.x();
        ChannelWeights weights = weights(layer, taps * channels * multiplier, taps, channels * multiplier);
        Value filter =
                graph.weights(layer.name() + "/weights", weights.codes(), kernel.y(), kernel.x(), channels, multiplier);
        Estimate estimate = estimate(layer, input);
        QuantizedTensor output = graph.depthwise(
                layer.name(),
                image,
                filter,
                weights,
                bias(layer, channels * multiplier, input),
                stride,
                padding,
                estimate.parameters());
        recordEncodedBytes(layer, filter.name());
        macs += output.value().shape().elements() * taps;
        return new Signal(rectified(layer, output), estimate.magnitude());
    }

    /** A 1x1 convolution of a 1x1 image with one scale for all channels. */
    private Signal dense(Layer layer, Signal input) {
        Shape shape = input.tensor().value().shape();
        int taps = shape.innermost();
        int channels = Integer.parseInt(layer.text("channels"));
        int rows = (int) (shape.elements() / taps);
        QuantizedTensor image = graph.reshape(layer.name() + ".image", input.tensor(), rows, 1, 1, taps);
        ChannelWeights weights = weights(layer, channels * taps, taps, 1);
        Estimate estimate = estimate(layer, input);
        QuantizedTensor product = graph.convolution(
                layer.name() + ".product",
                image,
                weights,
                bias(layer, channels, input),
                Extent2d.ONE,
                Extent2d.ONE,
                Padding.NONE,
                estimate.parameters());
        macs += (long) rows * taps * channels;
        QuantizedTensor result = graph.reshape(layer.name(), rectified(layer, product), rows, channels);
        return new Signal(result, estimate.magnitude());
    }

    private Signal add(Layer layer) {
        Signal left = first(layer);
        Signal right = signal(layer.inputs().get(1));
        double magnitude = Math.hypot(left.magnitude(), right.magnitude());
        boolean rectified = layer.has("activation");
        QuantizationParameters parameters = rectified ? Signal.positive(magnitude) : around(layer, magnitude);
        QuantizedTensor sum = graph.add(layer.name(), left.tensor(), right.tensor(), parameters);
        return new Signal(rectified(layer, sum), rectified ? magnitude * RECTIFIED : magnitude);
    }

    /** A rectifier is an operator of its own, as compilers see it; the codes that {@link Signal#positive} leaves it are all. */
    private QuantizedTensor rectified(Layer layer, QuantizedTensor sum) {
        if (!layer.has("activation")) {
            return sum;
        }
        String name = layer.name() + "." + layer.text("activation");
        return graph.clamp(name, sum, QuantizationParameters.MIN_CODE, QuantizationParameters.MAX_CODE);
    }

    private Signal multiply(Layer layer) {
        Signal left = first(layer);
        Signal right = signal(layer.inputs().get(1));
        double magnitude = left.magnitude() * right.magnitude();
        QuantizationParameters parameters = around(layer, magnitude);
        return new Signal(graph.multiply(layer.name(), left.tensor(), right.tensor(), parameters), magnitude);
    }

    private Signal complement(Layer layer) {
        QuantizationParameters parameters = new QuantizationParameters(UNIT_STEP, QuantizationParameters.MIN_CODE);
        return new Signal(graph.complement(layer.name(), tensor(layer), parameters), 0.55);
    }

    private Signal averagePool(Layer layer, Signal input) {
        Extent2d kernel = layer.extent("kernel", Extent2d.ONE);
        QuantizedTensor pooled = graph.averagePool(
                layer.name(), input.tensor(), kernel, layer.extent("stride", Extent2d.ONE), layer.padding());
        macs += pooled.value().shape().elements() * kernel.y() * kernel.x();
        return new Signal(pooled, input.magnitude() * 0.8);
    }

    private Signal maximumPool(Layer layer, Signal input) {
        Extent2d kernel = layer.extent("kernel", Extent2d.ONE);
        Extent2d stride = layer.extent("stride", Extent2d.ONE);
        Padding padding = layer.padding();
        QuantizedTensor image = trimmed(layer.name(), input.tensor(), kernel, stride, padding);
        QuantizedTensor pooled = graph.maximumPool(layer.name(), image, kernel, stride, padding);
        macs += pooled.value().shape().elements() * kernel.y() * kernel.x();
        return keep(layer, pooled);
    }

    private Signal concatenate(Layer layer) {
        List<Signal> inputs = layer.inputs().stream().map(this::signal).toList();
        double magnitude = inputs.stream().mapToDouble(Signal::magnitude).max().orElseThrow();
        boolean all = layer.has("rescale") && layer.text("rescale").equals("all");
        QuantizationParameters parameters = all
                ? Signal.around(magnitude * 1.25, 1)
                : inputs.getFirst().tensor().parameters();
        List<QuantizedTensor> parts = new ArrayList<>();
        for (Signal input : inputs) {
            String name = layer.name() + "/part" + parts.size();
            parts.add(
                    input.tensor().parameters().equals(parameters)
                            ? input.tensor()
                            : graph.requantized(name, input.tensor(), parameters));
        }
        int last = parts.getFirst().value().rank() - 1;
        return new Signal(graph.concatenate(layer.name(), parts, layer.number("axis", last)), magnitude);
    }

    private Signal slice(Layer layer) {
        int[] size = tensor(layer).value().shape().toArray();
        int[] start = new int[size.length];
        start[size.length - 1] = layer.number("start", 0);
        size[size.length - 1] = layer.number("size", 1);
        return keep(layer, graph.slice(layer.name(), tensor(layer), start, size));
    }

    /**
     * x / (1 + 1e-4 * m)^0.75 with m the mean of x² over neighbouring channels: PyTorch's LocalResponseNorm with its defaults,
     * whose mean is a three-dimensional window and so a CONV3D.
     */
    private Signal localResponseNorm(Layer layer, Signal input) {
        String name = layer.name();
        QuantizedTensor x = input.tensor();
        double power = input.magnitude() * input.magnitude();
        QuantizationParameters positive = Signal.positive(power);
        QuantizedTensor squares = graph.multiply(name + ".square", x, x, positive);
        QuantizedTensor mean = graph.channelMean(name + ".mean", squares, layer.number("size", 5));
        macs += x.value().shape().elements() * layer.number("size", 5);
        QuantizedTensor divisor = graph.table(
                name + ".divisor",
                m -> Math.pow(1 + LRN_ALPHA * m, -LRN_BETA),
                mean,
                new QuantizationParameters(UNIT_STEP, QuantizationParameters.MIN_CODE));
        return keep(layer, graph.multiply(name, x, divisor, x.parameters()));
    }

    private Signal asymmetric(Layer layer, DoubleUnaryOperator function, int zeroPoint) {
        double magnitude = first(layer).magnitude() * RECTIFIED;
        return function(layer, function, magnitude, Signal.around(magnitude, zeroPoint));
    }

    private Signal function(
            Layer layer, DoubleUnaryOperator function, double magnitude, QuantizationParameters output) {
        return new Signal(graph.table(layer.name(), function, tensor(layer), output), magnitude);
    }

    /** Calibration gives each tensor its own zero point, and with it tables and registers of its own. */
    private QuantizationParameters around(Layer layer, double magnitude) {
        int spread = 2 * LARGEST_ZERO_POINT + 1;
        int offset = (int) (random.split(layer.name() + "/zero_point").nextDouble() * spread);
        return Signal.around(magnitude, offset - LARGEST_ZERO_POINT);
    }

    private record Estimate(double magnitude, QuantizationParameters parameters) {}

    private Estimate estimate(Layer layer, Signal input) {
        double magnitude = input.magnitude();
        if (layer.has("activation")) {
            return new Estimate(magnitude * RECTIFIED, Signal.positive(magnitude));
        }
        return new Estimate(magnitude, around(layer, magnitude));
    }

    private ChannelWeights weights(Layer layer, int count, int taps, int scales) {
        ChannelWeights weights = SyntheticWeights.of(layer).draw(random.split(layer.name()), count, taps, scales);
        switch (layer.kind()) {
            case CONV -> recordEncodedBytes(layer, layer.name() + "/weights");
            case DENSE -> recordEncodedBytes(layer, layer.name() + ".product/weights");
            default -> {}
        }
        return weights;
    }

    private void recordEncodedBytes(Layer layer, String constant) {
        if (layer.has("encoded_bytes")) {
            encodedBytes.put(constant, layer.number("encoded_bytes", 0));
        }
    }

    private double[] bias(Layer layer, int channels, Signal input) {
        SeededRandom source = random.split(layer.name() + "/bias");
        double[] bias = new double[channels];
        for (int channel = 0; channel < channels; channel++) {
            bias[channel] = 0.1 * input.magnitude() * source.nextGaussian();
        }
        return bias;
    }

    /** Drops rows and columns that the stride never reaches: TOSA wants an exact fit. */
    private QuantizedTensor trimmed(
            String name, QuantizedTensor input, Extent2d kernel, Extent2d stride, Padding padding) {
        int[] size = input.value().shape().toArray();
        int rows = (size[1] + padding.top() + padding.bottom() - kernel.y()) % stride.y();
        int columns = (size[2] + padding.left() + padding.right() - kernel.x()) % stride.x();
        if (rows == 0 && columns == 0) {
            return input;
        }
        size[1] -= rows;
        size[2] -= columns;
        return graph.slice(name + ".trimmed", input, new int[4], size);
    }

    private Signal keep(Layer layer, QuantizedTensor output) {
        if (output.value().dtype() != DType.INT8) {
            throw new IllegalStateException(layer.name() + " is not int8");
        }
        return new Signal(output, first(layer).magnitude());
    }

    private Signal first(Layer layer) {
        return signal(layer.inputs().getFirst());
    }

    private QuantizedTensor tensor(Layer layer) {
        return first(layer).tensor();
    }

    private Signal signal(String name) {
        Signal signal = signals.get(name);
        if (signal == null) {
            throw new IllegalArgumentException("there is no layer " + name + " before");
        }
        return signal;
    }
}
