package npusim.schedule.weights;

import npusim.cache.Memo;
import npusim.hardware.Accelerator;

/**
 * Encoders that accelerators with the same order of weights share, so that each size is measured once, and the sizes that they
 * remember between them. Thread-safe.
 */
public final class WeightEncoders {
    private static final int MOST_ENCODERS = 64;
    private static final int MOST_TENSORS = 1 << 15;
    private static final int MOST_STREAMS = 1 << 17;

    private final Memo<Key, WeightEncoder, RuntimeException> encoders = new Memo<>(MOST_ENCODERS);

    /** Sizes of tensors in slices. */
    final Memo<WeightEncoder.TensorKey, EncodedWeights, RuntimeException> tensors = new Memo<>(MOST_TENSORS);

    /** Sizes of single streams: different slicings of a tensor often have slices in common. */
    final Memo<WeightEncoder.StreamKey, WeightEncoder.StreamSize, RuntimeException> streams = new Memo<>(MOST_STREAMS);

    private record Key(StreamOrder order, int scaleBytes, int scaleRounding, int alignmentBytes) {}

    /** The encoder for the weight decoders of {@code accelerator}. */
    public WeightEncoder of(Accelerator accelerator) {
        Key key = new Key(
                StreamOrder.of(accelerator),
                accelerator.weightDecoder().scaleBytes(),
                accelerator.weightDecoder().scaleCountRounding(),
                accelerator.weightDecoder().streamAlignmentBytes());
        return encoders.get(
                key,
                found -> new WeightEncoder(
                        found.order(), found.scaleBytes(), found.scaleRounding(), found.alignmentBytes(), this));
    }

    /** How many streams of weights had to be encoded, and how many sizes are kept at most. */
    public String report() {
        return "encoded weights: " + streams.misses() + " (at most " + MOST_STREAMS + " are kept)";
    }
}
