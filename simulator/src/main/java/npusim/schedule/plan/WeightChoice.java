package npusim.schedule.plan;

import npusim.schedule.BlockConfiguration;
import npusim.schedule.WeightFormat;
import npusim.schedule.weights.EncodedWeights;
import npusim.schedule.weights.WeightEncoder;
import npusim.schedule.weights.WeightStreamParameters;
import npusim.schedule.weights.WeightTensor;

/** The form in which weights are encoded for a block configuration. */
public final class WeightChoice {
    private final WeightEncoder encoder;
    private final WeightTensor tensor;
    private final WeightStreamParameters parameters;
    private final BlockConfiguration block;
    private final EncodedWeights whole;

    WeightChoice(
            WeightEncoder encoder,
            WeightTensor tensor,
            WeightStreamParameters parameters,
            BlockConfiguration block,
            EncodedWeights whole) {
        this.encoder = encoder;
        this.tensor = tensor;
        this.parameters = parameters;
        this.block = block;
        this.whole = whole;
    }

    /** The block configuration for which it was chosen. */
    BlockConfiguration block() {
        return block;
    }

    /** Coding of the stream. */
    public WeightFormat format() {
        return parameters.format();
    }

    /** Whether weights are coded as 2:4 sparse. */
    public boolean sparse() {
        return parameters.sparse();
    }

    /** What the coding depends on. */
    public WeightStreamParameters parameters() {
        return parameters;
    }

    /** Weights before encoding; operations with the same ones may share a buffer. */
    public WeightTensor tensor() {
        return tensor;
    }

    /** All channels in one slice. */
    EncodedWeights whole() {
        return whole;
    }

    /** Encodes the channels in slices. */
    EncodedWeights inSlices(int... boundaries) {
        return encoder.sizes(tensor, parameters, boundaries);
    }
}
