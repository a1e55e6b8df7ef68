package npusim.quantize;

/**
 * Weights quantized per output channel: symmetric, {@code scale = max|w| / largest code}, where the largest code is 127 of 8 bits
 * and 7 of 4 bits.
 *
 * <p>Source: the PT2E quantizer of ExecuTorch's Arm backend.
 *
 * @param codes one code per weight, output channel outermost
 * @param scales one per output channel, or one for all
 * @param bits of a code
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data, never compared
public record ChannelWeights(byte[] codes, double[] scales, int bits) {
    /** Weights of 8 bits. */
    public ChannelWeights(byte[] codes, double[] scales) {
        this(codes, scales, Byte.SIZE);
    }

    /** Scale of an output channel. */
    public double scale(int channel) {
        return scales[scales.length == 1 ? 0 : channel];
    }

    /** Quantizes to 8 bits, see {@link #quantize(float[], int, double, int)}. */
    public static ChannelWeights quantize(float[] weights, int channels, double smallestScale) {
        return quantize(weights, channels, smallestScale, Byte.SIZE);
    }

    /**
     * Quantizes weights whose outermost axis is the output channel.
     *
     * @param weights {@code channels} rows of equal length
     * @param smallestScale floor of each scale
     * @param bits of a code, at most 8
     */
    public static ChannelWeights quantize(float[] weights, int channels, double smallestScale, int bits) {
        int largestCode = (1 << bits - 1) - 1;
        int length = weights.length / channels;
        byte[] codes = new byte[weights.length];
        double[] scales = new double[channels];
        for (int channel = 0; channel < channels; channel++) {
            int start = channel * length;
            float largest = 0;
            for (int i = start; i < start + length; i++) {
                largest = Math.max(largest, Math.abs(weights[i]));
            }
            double scale = Math.max((double) largest / largestCode, smallestScale);
            scales[channel] = scale;
            for (int i = start; i < start + length; i++) {
                codes[i] = (byte) Math.clamp(Math.rint(weights[i] / scale), -largestCode, largestCode);
            }
        }
        return new ChannelWeights(codes, scales, bits);
    }
}
