package npusim.zoo;

import npusim.quantize.ChannelWeights;
import npusim.quantize.SeededRandom;

/**
 * Int8 weights whose distribution a layer table gives: bell-shaped with a deviation, some of them zero, or uniform.
 *
 * @param deviation of the codes that are not pruned
 * @param zeros share of pruned weights
 * @param uniform whether all codes in [-127, 127] are equally likely instead
 */
record SyntheticWeights(double deviation, double zeros, boolean uniform) {
    private static final int LARGEST_CODE = 127;
    private static final int DEFAULT_DEVIATION = 44;
    private static final double UNIFORM_DEVIATION = LARGEST_CODE / Math.sqrt(3);

    static SyntheticWeights of(Layer layer) {
        boolean uniform = layer.has("weights") && layer.text("weights").equals("uniform");
        double zeros = layer.has("zeros") ? Double.parseDouble(layer.text("zeros")) : 0;
        return new SyntheticWeights(
                uniform ? UNIFORM_DEVIATION : layer.number("deviation", DEFAULT_DEVIATION), zeros, uniform);
    }

    /**
     * Draws weights with scales that give the layer unit gain.
     *
     * @param taps weights that one output adds up
     * @param scales how many scales, one or one per channel
     */
    ChannelWeights draw(SeededRandom random, int count, int taps, int scales) {
        byte[] codes = new byte[count];
        for (int i = 0; i < count; i++) {
            if (zeros > 0 && random.nextDouble() < zeros) {
                continue;
            }
            double code = uniform
                    ? Math.floor(random.uniform(-LARGEST_CODE, LARGEST_CODE + 1))
                    : Math.rint(deviation * random.nextGaussian());
            codes[i] = (byte) Math.clamp(code, -LARGEST_CODE, LARGEST_CODE);
        }
        double[] values = new double[scales];
        double rms = Math.max(1, deviation * Math.sqrt(1 - zeros));
        for (int channel = 0; channel < scales; channel++) {
            values[channel] = random.uniform(0.8, 1.25) / (rms * Math.sqrt(taps));
        }
        return new ChannelWeights(codes, values);
    }
}
