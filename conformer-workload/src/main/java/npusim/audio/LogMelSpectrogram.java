package npusim.audio;

import java.util.Arrays;

/**
 * Log-mel frames as the evaluation kit's speech recognition computes them: 512-sample periodic Hann windows every 160
 * samples without centring, power spectrum, 80 HTK-scale triangles from 0 to 8 kHz without area normalisation, natural
 * logarithm of (energy + 1e-6), no mean or variance normalisation; missing frames are padded with -20.
 *
 * <p>Source: the speech example of Arm's ML evaluation kit.
 */
public final class LogMelSpectrogram {
    /** Samples per second. */
    public static final int SAMPLE_RATE = 16_000;

    /** Mel bands of a frame. */
    public static final int BANDS = 80;

    /** Frames per second. */
    public static final int FRAMES_PER_SECOND = 100;

    /** Value of the bands of a frame beyond the end of the audio. */
    public static final float PADDING = -20f;

    private static final int WINDOW = 512;
    private static final int HOP = SAMPLE_RATE / FRAMES_PER_SECOND;
    private static final int BINS = WINDOW / 2 + 1;
    private static final double ENERGY_FLOOR = 1e-6;
    private static final double TOP_FREQUENCY = 8_000;

    private final double[] hann = new double[WINDOW];
    private final double[] cosines = new double[WINDOW / 2];
    private final double[] sines = new double[WINDOW / 2];
    private final double[][] triangles = new double[BANDS][BINS];

    public LogMelSpectrogram() {
        for (int i = 0; i < WINDOW; i++) {
            hann[i] = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * i / WINDOW);
        }
        for (int i = 0; i < WINDOW / 2; i++) {
            cosines[i] = StrictMath.cos(2 * Math.PI * i / WINDOW);
            sines[i] = -StrictMath.sin(2 * Math.PI * i / WINDOW);
        }
        double top = hertzToMel(TOP_FREQUENCY);
        for (int band = 0; band < BANDS; band++) {
            double left = melToHertz(top * band / (BANDS + 1));
            double centre = melToHertz(top * (band + 1) / (BANDS + 1));
            double right = melToHertz(top * (band + 2) / (BANDS + 1));
            for (int bin = 0; bin < BINS; bin++) {
                double frequency = (double) bin * SAMPLE_RATE / WINDOW;
                double rising = (frequency - left) / (centre - left);
                double falling = (right - frequency) / (right - centre);
                triangles[band][bin] = Math.max(0, Math.min(rising, falling));
            }
        }
    }

    /** Frames that fit into a number of samples. */
    public static int framesOf(int samples) {
        return samples < WINDOW ? 0 : 1 + (samples - WINDOW) / HOP;
    }

    /**
     * Analyses a clip.
     *
     * @param samples mono, 16 kHz, full scale ±1
     * @param frames frames wanted; missing ones are padding, surplus audio is ignored
     * @return {@code frames x 80}, row-major
     */
    public float[] analyse(float[] samples, int frames) {
        float[] result = new float[frames * BANDS];
        Arrays.fill(result, PADDING);
        double[] real = new double[WINDOW];
        double[] imaginary = new double[WINDOW];
        double[] power = new double[BINS];
        for (int frame = 0; frame < Math.min(frames, framesOf(samples.length)); frame++) {
            for (int i = 0; i < WINDOW; i++) {
                real[i] = hann[i] * samples[frame * HOP + i];
                imaginary[i] = 0;
            }
            transform(real, imaginary);
            for (int bin = 0; bin < BINS; bin++) {
                power[bin] = real[bin] * real[bin] + imaginary[bin] * imaginary[bin];
            }
            for (int band = 0; band < BANDS; band++) {
                double energy = ENERGY_FLOOR;
                double[] triangle = triangles[band];
                for (int bin = 0; bin < BINS; bin++) {
                    energy += triangle[bin] * power[bin];
                }
                result[frame * BANDS + band] = (float) StrictMath.log(energy);
            }
        }
        return result;
    }

    /** Radix-2 Fourier transform in place. */
    private void transform(double[] real, double[] imaginary) {
        reverseBits(real, imaginary);
        for (int length = 2; length <= WINDOW; length <<= 1) {
            int step = WINDOW / length;
            for (int start = 0; start < WINDOW; start += length) {
                for (int k = 0; k < length / 2; k++) {
                    int even = start + k;
                    int odd = even + length / 2;
                    double c = cosines[k * step];
                    double s = sines[k * step];
                    double re = real[odd] * c - imaginary[odd] * s;
                    double im = real[odd] * s + imaginary[odd] * c;
                    real[odd] = real[even] - re;
                    imaginary[odd] = imaginary[even] - im;
                    real[even] += re;
                    imaginary[even] += im;
                }
            }
        }
    }

    private static void reverseBits(double[] real, double[] imaginary) {
        int unusedBits = Integer.numberOfLeadingZeros(WINDOW) + 1;
        for (int i = 0; i < WINDOW; i++) {
            int j = Integer.reverse(i) >>> unusedBits;
            if (i < j) {
                double swapped = real[i];
                real[i] = real[j];
                real[j] = swapped;
                swapped = imaginary[i];
                imaginary[i] = imaginary[j];
                imaginary[j] = swapped;
            }
        }
    }

    private static double hertzToMel(double hertz) {
        return 2595 * StrictMath.log10(1 + hertz / 700);
    }

    private static double melToHertz(double mel) {
        return 700 * (StrictMath.pow(10, mel / 2595) - 1);
    }
}
