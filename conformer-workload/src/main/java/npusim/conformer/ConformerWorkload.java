package npusim.conformer;

import java.util.List;
import npusim.audio.LogMelSpectrogram;
import npusim.audio.SyntheticSpeech;
import npusim.graph.Graph;
import npusim.quantize.FloatNetwork;
import npusim.quantize.FloatOperation;
import npusim.quantize.QuantizationParameters;
import npusim.quantize.ValueRange;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;

/**
 * A generated Conformer graph.
 *
 * @param configuration what was asked for
 * @param graph inputs {@code input} INT8 {@code [1, frames, 80]} and {@code input_lengths} INT32 {@code [1]}; outputs the
 *     number of encoder steps INT32 {@code [1]} and log-probabilities INT8 {@code [1, steps, classes]}
 * @param inputParameters quantization of the log-mel input
 * @param outputParameters quantization of the log-probabilities
 */
public record ConformerWorkload(
        ConformerConfiguration configuration,
        Graph graph,
        QuantizationParameters inputParameters,
        QuantizationParameters outputParameters) {
    /** Generates weights, calibrates on synthetic speech and lowers. Takes seconds for the published size. */
    public static ConformerWorkload generate(ConformerConfiguration configuration) {
        float[] speech = logMel(configuration, configuration.seed());
        FloatNetwork network = ConformerModel.trace(configuration, speech);
        double smallestScale = configuration.revision().smallestScale();
        Graph graph = switch (configuration.revision()) {
            case EXECUTORCH_1_0 -> LowerRelease10.lower(network, smallestScale, configuration.weightBits());
        };
        FloatOperation input = network.operations().getFirst();
        return new ConformerWorkload(
                configuration,
                graph,
                QuantizationParameters.covering(network.ranges().get(input.output()), smallestScale),
                QuantizationParameters.covering(
                        network.ranges().get(network.outputs().getFirst()), smallestScale));
    }

    /**
     * Inputs of the configuration's graph for a synthetic utterance, in the graph's order.
     *
     * @param seed of the utterance; the configuration's own seed gives the one that was calibrated on
     */
    public static List<Tensor> inputs(ConformerConfiguration configuration, long seed) {
        float[] calibration = logMel(configuration, configuration.seed());
        QuantizationParameters parameters = QuantizationParameters.covering(
                ValueRange.of(calibration), configuration.revision().smallestScale());
        byte[] codes = parameters.quantize(seed == configuration.seed() ? calibration : logMel(configuration, seed));
        Tensor frames = Tensor.of(DType.INT8, Shape.of(1, configuration.frames(), ConformerConfiguration.BANDS), codes);
        Tensor lengths = Tensor.of(DType.INT32, Shape.of(1), new int[] {configuration.frames()});
        return List.of(frames, lengths);
    }

    private static float[] logMel(ConformerConfiguration configuration, long seed) {
        int samples = configuration.frames() * LogMelSpectrogram.SAMPLE_RATE / LogMelSpectrogram.FRAMES_PER_SECOND;
        float[] sound = SyntheticSpeech.utterance(seed, samples);
        return new LogMelSpectrogram().analyse(sound, configuration.frames());
    }
}
