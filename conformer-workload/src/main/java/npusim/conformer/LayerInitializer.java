package npusim.conformer;

import java.util.Arrays;
import npusim.quantize.OutputAdjustment;
import npusim.quantize.OutputAdjustment.ChannelAffine;
import npusim.quantize.SeededRandom;

/**
 * Weights from a seed, made to behave like trained ones: every layer is scaled so that its output on the calibration
 * input has a wanted deviation, and centred per channel. Without it sixteen random blocks map all frames to one point.
 *
 * <p>Data-dependent initialisation after Mishkin and Matas, "All you need is a good init", 2016.
 */
final class LayerInitializer {
    private static final double SMALLEST_DEVIATION = 1e-6;

    private final SeededRandom root;

    LayerInitializer(long seed) {
        root = new SeededRandom(seed).split("weights");
    }

    /** Bell-shaped weights of deviation 1 / sqrt(inner). */
    float[] weights(String name, int outer, int inner) {
        return root.split(name).gaussians(outer * inner, (float) (1 / Math.sqrt(inner)));
    }

    /** Values around a mean. */
    float[] around(String name, int count, float mean, float deviation) {
        float[] values = root.split(name).gaussians(count, deviation);
        for (int i = 0; i < count; i++) {
            values[i] += mean;
        }
        return values;
    }

    /** One factor for the whole layer, offsets that centre each channel up to a random rest. */
    OutputAdjustment centred(String name, float deviation) {
        return (output, channels) -> {
            double[] means = means(output, channels);
            double factor = deviation / Math.max(SMALLEST_DEVIATION, Math.sqrt(meanOf(variances(output, means))));
            float[] offsets = root.split(name + ".bias").gaussians(channels, 0.2f * deviation);
            float[] factors = new float[channels];
            for (int channel = 0; channel < channels; channel++) {
                factors[channel] = (float) factor;
                offsets[channel] -= (float) (factor * means[channel]);
            }
            return new ChannelAffine(factors, offsets);
        };
    }

    /** One factor for the whole layer, no bias. */
    OutputAdjustment scaled(float deviation) {
        return (output, channels) -> {
            double[] means = means(output, channels);
            double factor = deviation / Math.max(SMALLEST_DEVIATION, Math.sqrt(meanOf(variances(output, means))));
            float[] factors = new float[channels];
            Arrays.fill(factors, (float) factor);
            return new ChannelAffine(factors, new float[channels]);
        };
    }

    /** Batch normalisation with the calibration input's own statistics, folded into the layer. */
    OutputAdjustment batchNormalized(String name) {
        return (output, channels) -> {
            double[] means = means(output, channels);
            double[] variances = variances(output, means);
            float[] gains = around(name + ".gain", channels, 1f, 0.2f);
            float[] shifts = around(name + ".shift", channels, 0f, 0.2f);
            float[] factors = new float[channels];
            for (int channel = 0; channel < channels; channel++) {
                double factor = gains[channel] / Math.sqrt(variances[channel] + 1e-5);
                factors[channel] = (float) factor;
                shifts[channel] -= (float) (factor * means[channel]);
            }
            return new ChannelAffine(factors, shifts);
        };
    }

    private static double[] means(float[] output, int channels) {
        double[] sums = new double[channels];
        for (int start = 0; start < output.length; start += channels) {
            for (int channel = 0; channel < channels; channel++) {
                sums[channel] += output[start + channel];
            }
        }
        int rows = output.length / channels;
        for (int channel = 0; channel < channels; channel++) {
            sums[channel] /= rows;
        }
        return sums;
    }

    private static double[] variances(float[] output, double[] means) {
        int channels = means.length;
        double[] sums = new double[channels];
        for (int start = 0; start < output.length; start += channels) {
            for (int channel = 0; channel < channels; channel++) {
                double distance = output[start + channel] - means[channel];
                sums[channel] += distance * distance;
            }
        }
        int rows = output.length / channels;
        for (int channel = 0; channel < channels; channel++) {
            sums[channel] /= rows;
        }
        return sums;
    }

    private static double meanOf(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
