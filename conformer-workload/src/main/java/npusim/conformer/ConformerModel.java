package npusim.conformer;

import static npusim.quantize.ElementFunction.EXP;
import static npusim.quantize.ElementFunction.LOG;
import static npusim.quantize.ElementFunction.RECIPROCAL;
import static npusim.quantize.ElementFunction.RECIPROCAL_SQUARE_ROOT;
import static npusim.quantize.ElementFunction.SIGMOID;

import npusim.quantize.FloatNetwork;
import npusim.quantize.FloatOperation.Window;
import npusim.quantize.FloatTensor;
import npusim.quantize.FloatTracer;

/**
 * The float Conformer at the granularity that is quantized: layer normalisation, softmax, Swish and gated linear units are
 * already decomposed.
 *
 * <p>Source: github.com/sooftware/conformer and its decomposition by ExecuTorch. Shapes below use T = steps, D = dimension, H = heads.
 */
final class ConformerModel {
    private static final float NORMALIZATION_EPSILON = 1e-5f;
    /** Branches are small beside the residual stream, so that quantization noise does not grow from block to block. */
    private static final float FEED_FORWARD_DEVIATION = 0.6f;

    private static final float ATTENTION_DEVIATION = 0.1f;
    private static final float CONVOLUTION_DEVIATION = 0.3f;
    private static final float QUERY_DEVIATION = 1.1f;
    private static final Window SUBSAMPLING = new Window(3, 3, 2, 2, 0, 0);
    private static final Window POINTWISE = new Window(1, 1, 1, 1, 0, 0);

    private final ConformerConfiguration configuration;
    private final FloatTracer tracer = new FloatTracer();
    private final LayerInitializer initializer;
    private final int steps;
    private final int dimension;
    private final int heads;
    private final int headWidth;
    private final float[] positionTable;

    private ConformerModel(ConformerConfiguration configuration) {
        this.configuration = configuration;
        initializer = new LayerInitializer(configuration.seed());
        steps = configuration.steps();
        dimension = configuration.dimension();
        heads = configuration.heads();
        headWidth = configuration.headWidth();
        positionTable = RelativePositions.table(steps, dimension);
    }

    /**
     * Initialises, runs and records the model.
     *
     * @param logMel calibration input, {@code frames x 80}
     */
    static FloatNetwork trace(ConformerConfiguration configuration, float[] logMel) {
        return new ConformerModel(configuration).run(logMel);
    }

    private FloatNetwork run(float[] logMel) {
        FloatTensor input = tracer.input("input", logMel, 1, configuration.frames(), ConformerConfiguration.BANDS);
        FloatTensor x = subsample(input);
        for (int layer = 0; layer < configuration.layers(); layer++) {
            x = block("blocks." + layer, x);
        }
        return tracer.network(head(x));
    }

    /** Two convolutions of stride 2 and a projection: {@code [1, frames, 80]} to {@code [1, T, D]}. */
    private FloatTensor subsample(FloatTensor input) {
        FloatTensor image = tracer.view("subsample.unsqueeze", input, 1, 1, input.size(1), input.size(2));
        FloatTensor first = convolution("subsample.conv1", image, SUBSAMPLING, 1, dimension);
        FloatTensor second = convolution("subsample.conv2", first, SUBSAMPLING, dimension, dimension);
        FloatTensor frames = tracer.permute("subsample.permute", second, 0, 2, 1, 3);
        return linear("subsample.projection", frames, dimension * second.size(3), dimension, 1f, 1, steps, dimension);
    }

    private FloatTensor convolution(String name, FloatTensor input, Window window, int inner, int outer) {
        float[] weights = initializer.weights(name, outer, inner * window.kernelHeight() * window.kernelWidth());
        return tracer.convolution(
                name, input, weights, window, false, true, initializer.batchNormalized(name + ".normalized"));
    }

    private FloatTensor block(String name, FloatTensor input) {
        FloatTensor x = feedForward(name + ".ff1", input);
        x = attention(name + ".attention", x);
        x = convolutionModule(name + ".conv", x);
        x = feedForward(name + ".ff2", x);
        return layerNorm(name + ".norm", x);
    }

    private FloatTensor feedForward(String name, FloatTensor input) {
        int wide = dimension * configuration.feedForwardFactor();
        FloatTensor x = layerNorm(name + ".norm", input);
        x = linear(name + ".linear1", x, dimension, wide, 1f, 1, steps, wide);
        x = swish(name + ".swish", x);
        x = linear(name + ".linear2", x, wide, dimension, FEED_FORWARD_DEVIATION, 1, steps, dimension);
        return residual(name, x, input, 0.5f);
    }

    private FloatTensor attention(String name, FloatTensor input) {
        FloatTensor x = layerNorm(name + ".norm", input);
        FloatTensor query =
                linear(name + ".query", x, dimension, dimension, QUERY_DEVIATION, 1, steps, heads, headWidth);
        FloatTensor key = linear(name + ".key", x, dimension, dimension, 1f, 1, steps, heads, headWidth);
        key = tracer.permute(name + ".key.heads", key, 0, 2, 1, 3);
        FloatTensor value = linear(name + ".value", x, dimension, dimension, 1f, 1, steps, heads, headWidth);
        value = tracer.permute(name + ".value.heads", value, 0, 2, 1, 3);

        FloatTensor content = biasedQuery(name + ".content", query);
        FloatTensor keyColumns = tracer.permute(name + ".key.columns", key, 0, 1, 3, 2);
        content = tracer.view(name + ".content.batch", content, heads, steps, headWidth);
        keyColumns = tracer.view(name + ".key.batch", keyColumns, heads, headWidth, steps);
        FloatTensor contentScore = tracer.matrixProduct(name + ".content.score", content, keyColumns);
        contentScore = tracer.view(name + ".content.score.heads", contentScore, 1, heads, steps, steps);

        FloatTensor position = biasedQuery(name + ".position", query);
        position = tracer.view(name + ".position.batch", position, heads, steps, headWidth);
        float[] positionWeights = initializer.weights(name + ".position.table", dimension, dimension);
        scaleToUnit(positionWeights);
        FloatTensor table = tracer.projectedConstant(
                name + ".position.table", positionTable, positionWeights, configuration.positions(), dimension, heads);
        FloatTensor positionScore = tracer.matrixProduct(name + ".position.score", position, table);
        positionScore =
                tracer.view(name + ".position.score.heads", positionScore, 1, heads, steps, configuration.positions());
        positionScore = relativeShift(name + ".shift", positionScore);

        FloatTensor score = tracer.add(name + ".score", contentScore, positionScore);
        FloatTensor scaling =
                tracer.constant(name + ".scaling", new float[] {(float) (1 / Math.sqrt(headWidth))}, 1, 1, 1, 1);
        score = tracer.multiply(name + ".score.scaled", score, scaling);
        FloatTensor weights = softmax(name + ".softmax", score);

        weights = tracer.view(name + ".softmax.batch", weights, heads, steps, steps);
        value = tracer.view(name + ".value.batch", value, heads, steps, headWidth);
        FloatTensor context = tracer.matrixProduct(name + ".context", weights, value);
        context = tracer.view(name + ".context.heads", context, 1, heads, steps, headWidth);
        context = tracer.permute(name + ".context.frames", context, 0, 2, 1, 3);
        FloatTensor result =
                linear(name + ".output", context, dimension, dimension, ATTENTION_DEVIATION, 1, steps, dimension);
        return residual(name, result, input, 1f);
    }

    /** Adds a learnt bias per head to the query and moves the heads outside: {@code [1, H, T, D / H]}. */
    private FloatTensor biasedQuery(String name, FloatTensor query) {
        FloatTensor bias = tracer.constant(
                name + ".bias", initializer.around(name + ".bias", dimension, 0f, 0.15f), 1, 1, heads, headWidth);
        FloatTensor biased = tracer.add(name + ".query", query, bias);
        return tracer.permute(name + ".query.heads", biased, 0, 2, 1, 3);
    }

    /** Row t of {@code [1, H, T, 2T - 1]} moves left by T - 1 - t; T columns stay (Dai et al. 2019, appendix B). */
    private FloatTensor relativeShift(String name, FloatTensor score) {
        int positions = configuration.positions();
        FloatTensor x = tracer.prependZeros(name + ".pad", score, 3);
        x = tracer.view(name + ".rows", x, 1, heads, positions + 1, steps);
        x = tracer.slice(name + ".drop", x, 2, 1, positions);
        x = tracer.view(name + ".columns", x, 1, heads, steps, positions);
        return tracer.slice(name + ".keep", x, 3, 0, positions / 2 + 1);
    }

    private FloatTensor convolutionModule(String name, FloatTensor input) {
        FloatTensor x = layerNorm(name + ".norm", input);
        x = tracer.permute(name + ".channels", x, 0, 2, 1);
        x = pointwise(name + ".pointwise1", x, dimension, 2 * dimension, 1f);
        FloatTensor linear = tracer.slice(name + ".glu.linear", x, 1, 0, dimension);
        FloatTensor gate = tracer.slice(name + ".glu.gate", x, 1, dimension, dimension);
        gate = tracer.function(name + ".glu.sigmoid", SIGMOID, gate);
        x = tracer.multiply(name + ".glu", linear, gate);
        x = depthwise(name + ".depthwise", x);
        x = swish(name + ".swish", x);
        x = pointwise(name + ".pointwise2", x, dimension, dimension, CONVOLUTION_DEVIATION);
        x = tracer.permute(name + ".frames", x, 0, 2, 1);
        return residual(name, x, input, 1f);
    }

    private FloatTensor pointwise(String name, FloatTensor input, int inner, int outer, float deviation) {
        float[] weights = initializer.weights(name, outer, inner);
        FloatTensor image = tracer.view(name + ".unsqueeze", input, 1, inner, steps, 1);
        FloatTensor output =
                tracer.convolution(name, image, weights, POINTWISE, false, false, initializer.centred(name, deviation));
        return tracer.view(name + ".squeeze", output, 1, outer, steps);
    }

    private FloatTensor depthwise(String name, FloatTensor input) {
        int kernel = configuration.kernel();
        float[] weights = initializer.weights(name, dimension, kernel);
        FloatTensor image = tracer.view(name + ".unsqueeze", input, 1, dimension, steps, 1);
        FloatTensor output = tracer.convolution(
                name,
                image,
                weights,
                new Window(kernel, 1, 1, 1, kernel / 2, 0),
                true,
                false,
                initializer.batchNormalized(name));
        return tracer.view(name + ".squeeze", output, 1, dimension, steps);
    }

    private FloatTensor head(FloatTensor input) {
        int classes = configuration.classes();
        float[] weights = initializer.weights("head.classes", classes, dimension);
        FloatTensor logits =
                tracer.linear("head.classes", input, weights, dimension, initializer.scaled(1f), 1, steps, classes);
        return tracer.function("head.log", LOG, softmax("head.softmax", logits));
    }

    private FloatTensor linear(
            String name, FloatTensor input, int inner, int outer, float deviation, int... outputShape) {
        float[] weights = initializer.weights(name, outer, inner);
        return tracer.linear(name, input, weights, inner, initializer.centred(name, deviation), outputShape);
    }

    /** {@code x * sigmoid(x)}. */
    private FloatTensor swish(String name, FloatTensor input) {
        FloatTensor gate = tracer.function(name + ".sigmoid", SIGMOID, input);
        return tracer.multiply(name, input, gate);
    }

    /** {@code module * factor + input * 1}; both products are in the exported model. */
    private FloatTensor residual(String name, FloatTensor module, FloatTensor input, float factor) {
        FloatTensor scaled =
                tracer.multiply(name + ".residual.module", module, scalar(name + ".residual.factor", factor));
        FloatTensor kept = tracer.multiply(name + ".residual.input", input, scalar(name + ".residual.one", 1f));
        return tracer.add(name + ".residual", scaled, kept);
    }

    private FloatTensor layerNorm(String name, FloatTensor input) {
        FloatTensor mean = tracer.mean(name + ".mean", input);
        FloatTensor centred = tracer.subtract(name + ".centred", input, mean);
        FloatTensor varianceMean = tracer.mean(name + ".variance.mean", input);
        FloatTensor distance = tracer.subtract(name + ".variance.centred", input, varianceMean);
        FloatTensor squares = tracer.multiply(name + ".variance.squares", distance, distance);
        FloatTensor sum = tracer.sum(name + ".variance.sum", squares);
        FloatTensor variance =
                tracer.multiply(name + ".variance", sum, scalar(name + ".variance.factor", 1f / dimension));
        variance = tracer.add(name + ".variance.floored", variance, scalar(name + ".epsilon", NORMALIZATION_EPSILON));
        FloatTensor inverse = tracer.function(name + ".inverse", RECIPROCAL_SQUARE_ROOT, variance);
        FloatTensor normal = tracer.multiply(name + ".normal", centred, inverse);
        FloatTensor gain = tracer.constant(
                name + ".gain", initializer.around(name + ".gain", dimension, 1f, 0.2f), 1, 1, dimension);
        FloatTensor shift = tracer.constant(
                name + ".shift", initializer.around(name + ".shift", dimension, 0f, 0.2f), 1, 1, dimension);
        return tracer.add(name, tracer.multiply(name + ".scaled", normal, gain), shift);
    }

    private FloatTensor softmax(String name, FloatTensor input) {
        FloatTensor largest = tracer.maximum(name + ".maximum", input);
        FloatTensor shifted = tracer.subtract(name + ".shifted", input, largest);
        FloatTensor exponentials = tracer.function(name + ".exp", EXP, shifted);
        FloatTensor sum = tracer.sum(name + ".sum", exponentials);
        FloatTensor inverse = tracer.function(name + ".reciprocal", RECIPROCAL, sum);
        return tracer.multiply(name, exponentials, inverse);
    }

    private FloatTensor scalar(String name, float value) {
        return tracer.constant(name, new float[] {value}, 1, 1, 1);
    }

    /** Position rows have squared length D / 2; this makes their projection as large as a key. */
    private void scaleToUnit(float[] weights) {
        float factor = (float) Math.sqrt(2);
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= factor;
        }
    }
}
