package npusim.quantize;

/** Chooses an affine map per output channel from what a layer without bias computes; the tracer folds it into the layer. */
@FunctionalInterface
public interface OutputAdjustment {
    /**
     * @param output {@code rows x channels}, row-major
     * @param channels size of the inner axis
     */
    ChannelAffine choose(float[] output, int channels);

    /**
     * {@code y = factor · x + offset} per channel.
     *
     * @param factors one per channel
     * @param offsets one per channel; the layer's bias
     */
    @SuppressWarnings("ArrayRecordComponent") // bulk data, never compared
    record ChannelAffine(float[] factors, float[] offsets) {}
}
