package npusim.schedule;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Encoded weights and scales of a kernel.
 *
 * @param streams weights, one stream per decoder core
 * @param scales biases and scales, one stream per core or one in all
 * @param side memory side of the weights
 * @param scaleSide memory side of the scales
 * @param format coding
 * @param sparse whether the 2:4 sparse form is used
 * @param elementBits precision of a decoded weight
 */
public record Weights(
        ImmutableList<WeightStream> streams,
        ImmutableList<WeightStream> scales,
        AxiSide side,
        AxiSide scaleSide,
        WeightFormat format,
        boolean sparse,
        int elementBits) {
    /** No weights. */
    public static final Weights NONE = new Weights(
            Lists.immutable.empty(),
            Lists.immutable.empty(),
            AxiSide.EXTERNAL,
            AxiSide.EXTERNAL,
            WeightFormat.STANDARD,
            false,
            Byte.SIZE);

    /** Encoded bytes of all weight streams. */
    public long weightBytes() {
        return streams.sumOfInt(WeightStream::bytes);
    }

    /** Encoded bytes of all scale streams. */
    public long scaleBytes() {
        return scales.sumOfInt(WeightStream::bytes);
    }
}
