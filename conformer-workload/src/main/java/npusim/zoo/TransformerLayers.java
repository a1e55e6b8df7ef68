package npusim.zoo;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import npusim.graph.Extent2d;
import npusim.graph.Padding;
import npusim.quantize.QuantizationParameters;
import npusim.quantize.QuantizedGraphBuilder;
import npusim.quantize.QuantizedTensor;
import npusim.quantize.SeededRandom;
import npusim.tensor.Shape;

/** Layers of vision transformers on tokens {@code [T, C]}, in the operators to which ExecuTorch decomposes them. */
final class TransformerLayers {
    private static final double EPSILON = 1e-6;

    private final QuantizedGraphBuilder graph;
    private final SeededRandom random;

    /** Multiply-accumulates of the two products of one attention. */
    record Attention(QuantizedTensor tensor, long macs) {}

    /** Probabilities along the last axis. */
    @FunctionalInterface
    interface Softmax {
        QuantizedTensor apply(String name, QuantizedTensor input);
    }

    TransformerLayers(QuantizedGraphBuilder graph, SeededRandom random) {
        this.graph = graph;
        this.random = random;
    }

    /** An image {@code [1, H, W, C]} as tokens {@code [1 + H·W, C]}, the learned class token first. */
    QuantizedTensor tokens(String name, Signal image) {
        Shape shape = image.tensor().value().shape();
        int channels = shape.dimension(3);
        int patches = shape.dimension(1) * shape.dimension(2);
        QuantizedTensor token = learned(name + ".class", image.tensor().parameters(), 1, channels);
        QuantizedTensor rows = graph.reshape(name + ".rows", image.tensor(), patches, channels);
        return graph.concatenate(name, List.of(token, rows), 0);
    }

    /** Tokens and what is learned about their places. */
    QuantizedTensor positions(String name, Signal tokens, QuantizationParameters sum) {
        Shape shape = tokens.tensor().value().shape();
        QuantizedTensor places =
                learned(name + ".table", Signal.around(tokens.magnitude(), 0), shape.dimension(0), shape.dimension(1));
        return graph.add(name, tokens.tensor(), places, sum);
    }

    /** The first token, {@code [1, C]}. */
    QuantizedTensor firstToken(String name, QuantizedTensor tokens) {
        int channels = tokens.value().shape().innermost();
        return graph.slice(name, tokens, new int[2], new int[] {1, channels});
    }

    /** Layer normalisation over the channels; mean and variance each centre the input for themselves. */
    Signal layerNorm(String name, Signal input) {
        double size = input.magnitude();
        int channels = input.tensor().value().shape().innermost();
        QuantizationParameters centred = Signal.around(size, 0);
        QuantizationParameters power = Signal.positive(size * size);
        QuantizedTensor x = input.tensor();
        QuantizedTensor difference = graph.subtract(name + ".centred", x, mean(name + ".mean", x), centred);
        QuantizedTensor distance =
                graph.subtract(name + ".variance.centred", x, mean(name + ".variance.mean", x), centred);
        QuantizedTensor squares = graph.multiply(name + ".variance.squares", distance, distance, power);
        QuantizedTensor sum = graph.sum(name + ".variance.sum", squares, 1, Signal.positive(size * size * channels));
        QuantizedTensor variance =
                graph.multiply(name + ".variance", sum, scalar(name + ".variance.factor", 1.0 / channels), power);
        QuantizedTensor floored =
                graph.add(name + ".variance.floored", variance, scalar(name + ".epsilon", EPSILON), power);
        DoubleUnaryOperator reciprocalRoot = v -> 1 / Math.sqrt(Math.max(v, EPSILON));
        QuantizedTensor inverse = graph.table(name + ".inverse", reciprocalRoot, floored, Signal.positive(1 / size));
        QuantizedTensor normal = graph.multiply(name + ".normal", difference, inverse, Signal.around(1, 0));
        QuantizedTensor gain = learned(name + ".gain", Signal.around(1, 0), 1, channels);
        QuantizedTensor scaled = graph.multiply(name + ".scaled", normal, gain, Signal.around(1, 0));
        QuantizedTensor shift = learned(name + ".shift", Signal.around(0.2, 0), 1, channels);
        return new Signal(graph.add(name, scaled, shift, Signal.around(1, 0)), 1);
    }

    private QuantizedTensor mean(String name, QuantizedTensor x) {
        int rows = x.value().shape().dimension(0);
        int channels = x.value().shape().dimension(1);
        QuantizedTensor image = graph.reshape(name + ".image", x, 1, rows, channels, 1);
        Extent2d row = new Extent2d(1, channels);
        QuantizedTensor pooled = graph.averagePool(name + ".pool", image, row, Extent2d.ONE, Padding.NONE);
        return graph.reshape(name, pooled, rows, 1);
    }

    /**
     * Attention of {@code heads} heads; {@code input} holds queries, keys and values side by side, {@code [T, 3·C]}. Queries and
     * keys are each scaled by the fourth root of the depth of a head.
     */
    Attention attention(String name, Signal input, int heads, Softmax softmax) {
        Shape shape = input.tensor().value().shape();
        int tokens = shape.dimension(0);
        int channels = shape.dimension(1) / 3;
        int depth = channels / heads;
        double root = 1 / Math.sqrt(Math.sqrt(depth));
        QuantizedTensor apart = graph.reshape(name + ".apart", input.tensor(), tokens, 3, heads, depth);
        QuantizedTensor byRole = graph.transpose(name + ".by_role", apart, 1, 2, 0, 3);
        QuantizationParameters small = Signal.around(input.magnitude() * root, 0);
        QuantizedTensor queries = scaled(name + ".queries", part(name + ".q", byRole, 0), root, small);
        QuantizedTensor keys = scaled(name + ".keys", part(name + ".k", byRole, 1), root, small);
        QuantizedTensor values = part(name + ".v", byRole, 2);
        QuantizedTensor columns = graph.transpose(name + ".columns", keys, 0, 2, 1);
        double scores = input.magnitude() * input.magnitude();
        QuantizedTensor score = graph.matrixProduct(name + ".scores", queries, columns, Signal.around(scores, 0));
        QuantizedTensor weights = softmax.apply(name + ".softmax", score);
        QuantizedTensor mixed =
                graph.matrixProduct(name + ".mixed", weights, values, Signal.around(input.magnitude() / 2, 0));
        QuantizedTensor rows = graph.transpose(name + ".rows", mixed, 1, 0, 2);
        long macs = 2L * tokens * tokens * channels;
        return new Attention(graph.reshape(name, rows, tokens, channels), macs);
    }

    private QuantizedTensor part(String name, QuantizedTensor byRole, int role) {
        int[] size = byRole.value().shape().toArray();
        int[] start = new int[size.length];
        start[0] = role;
        size[0] = 1;
        QuantizedTensor slice = graph.slice(name + ".slice", byRole, start, size);
        return graph.reshape(name, slice, size[1], size[2], size[3]);
    }

    private QuantizedTensor scaled(
            String name, QuantizedTensor input, double factor, QuantizationParameters parameters) {
        QuantizedTensor scale = graph.reshape(name + ".factor.cube", scalar(name + ".factor", factor), 1, 1, 1);
        return graph.multiply(name, input, scale, parameters);
    }

    /** A constant {@code [1, 1]} with the largest code for its value. */
    private QuantizedTensor scalar(String name, double value) {
        byte[] code = {QuantizationParameters.MAX_CODE};
        double step = value / QuantizationParameters.MAX_CODE;
        return graph.constant(name, code, new QuantizationParameters(step, 0), 1, 1);
    }

    private QuantizedTensor learned(String name, QuantizationParameters parameters, int... shape) {
        SeededRandom source = random.split(name);
        byte[] codes = new byte[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) Math.clamp(Math.round(32 * source.nextGaussian()), -127, 127);
        }
        return graph.constant(name, codes, parameters, shape);
    }
}
