package npusim.quantize;

/**
 * Weights quantized per output channel: symmetric, codes in [-127, 127], {@code scale = max|w| / 127}.
 *
 * <p>Source: {@code conformer-lowering.md §3}.
 *
 * @param codes one code per weight, output channel outermost
 * @param scales one per output channel, or one for all
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data, never compared
public record ChannelWeights(byte[] codes, double[] scales) {
    private static final int LARGEST_CODE = 127;

    /** Scale of an output channel. */
    public double scale(int channel) {
        return scales[scales.length == 1 ? 0 : channel];
    }

    /**
     * Quantizes weights whose outermost axis is the output channel.
     *
     * @param weights {@code channels} rows of equal length
     * @param smallestScale floor of each scale
     */
    public static ChannelWeights quantize(float[] weights, int channels, double smallestScale) {
        int length = weights.length / channels;
        byte[] codes = new byte[weights.length];
        double[] scales = new double[channels];
        for (int channel = 0; channel < channels; channel++) {
            int start = channel * length;
            float largest = 0;
            for (int i = start; i < start + length; i++) {
                largest = Math.max(largest, Math.abs(weights[i]));
            }
            double scale = Math.max((double) largest / LARGEST_CODE, smallestScale);
            scales[channel] = scale;
            for (int i = start; i < start + length; i++) {
                codes[i] = (byte) Math.clamp(Math.rint(weights[i] / scale), -LARGEST_CODE, LARGEST_CODE);
            }
        }
        return new ChannelWeights(codes, scales);
    }
}
