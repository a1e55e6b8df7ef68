package npusim.hardware;

import npusim.dsl.quantity.Ratio;
import org.jspecify.annotations.Nullable;

/**
 * Weight decoding.
 *
 * @param weightsPerCyclePerCore floor used in MAC timing for the standard format
 * @param peakWeightsPerCyclePerCore rate at {@link #peakZeroRate}
 * @param baseZeroRate share of zero weights up to which the floor rate holds
 * @param peakZeroRate share of zero weights from which the peak rate holds
 * @param weightMicroBlockIfmDepth IFM depth of one weight micro-block
 * @param streamAlignmentBytes alignment of each stream
 * @param scaleBytes bytes of scale and bias per OFM channel
 * @param scaleCountRounding scales are padded to a multiple of this many channels
 * @param fastFormat null when there is none
 * @param structuredSparsity whether 2:4-sparse weights are supported
 * @param order how a stream walks the weights
 */
public record WeightDecoder(
        int weightsPerCyclePerCore,
        int peakWeightsPerCyclePerCore,
        Ratio baseZeroRate,
        Ratio peakZeroRate,
        int weightMicroBlockIfmDepth,
        int streamAlignmentBytes,
        int scaleBytes,
        int scaleCountRounding,
        @Nullable FastWeightFormat fastFormat,
        boolean structuredSparsity,
        WeightOrder order) {}
