package npusim.audio;

import npusim.quantize.SeededRandom;

/**
 * Speech-like sound from a seed: a pulse train with a gliding pitch and noise bursts through three gliding formant
 * resonators, in syllables with pauses, over a faint noise floor. It is no language; its log-mel frames have the range,
 * the harmonics and the silences of recorded speech.
 *
 * <p>The source-filter model is Fant's (1960); the resonators are Klatt's two-pole digital ones (1980).
 */
public final class SyntheticSpeech {
    private static final int RATE = LogMelSpectrogram.SAMPLE_RATE;
    private static final int CONTROL_SAMPLES = RATE / 200;
    private static final int FORMANTS = 3;
    private static final float PEAK = 0.7f;
    private static final double[] BANDWIDTHS = {80, 110, 170};
    /** First three formants in hertz of i, e, a, o, u and schwa (Peterson and Barney 1952, rounded). */
    private static final double[][] VOWELS = {
        {270, 2290, 3010}, {530, 1840, 2480}, {730, 1090, 2440}, {570, 840, 2410}, {300, 870, 2240}, {500, 1500, 2500}
    };

    private final SeededRandom random;
    private final double[] formants = VOWELS[5].clone();
    private final double[] previous = new double[FORMANTS];
    private final double[] beforePrevious = new double[FORMANTS];
    private final double[] gains = new double[FORMANTS];
    private final double[] feedback = new double[FORMANTS];
    private final double[] secondFeedback = new double[FORMANTS];
    private double pitchPhase;

    private SyntheticSpeech(long seed) {
        random = new SeededRandom(seed).split("speech");
    }

    /**
     * Speaks.
     *
     * @param seed of the utterance
     * @param samples length at 16 kHz
     * @return mono samples within ±1
     */
    public static float[] utterance(long seed, int samples) {
        float[] sound = new SyntheticSpeech(seed).speak(samples);
        float peak = Float.MIN_NORMAL;
        for (float sample : sound) {
            peak = Math.max(peak, Math.abs(sample));
        }
        for (int i = 0; i < sound.length; i++) {
            sound[i] *= PEAK / peak;
        }
        return sound;
    }

    private float[] speak(int samples) {
        float[] sound = new float[samples];
        for (int i = 0; i < samples; i++) {
            sound[i] = 0.004f * random.nextGaussian();
        }
        int at = seconds(random.uniform(0.02, 0.08));
        int syllablesToPause = (int) random.uniform(3, 9);
        while (at < samples) {
            at = syllable(sound, at);
            if (--syllablesToPause == 0) {
                at += seconds(random.uniform(0.12, 0.6));
                syllablesToPause = (int) random.uniform(3, 11);
            }
        }
        return sound;
    }

    private int syllable(float[] sound, int start) {
        int onset = seconds(random.uniform(0.02, 0.09));
        int nucleus = seconds(random.uniform(0.08, 0.22));
        int length = onset + nucleus;
        double friction = random.uniform(0.02, 0.25);
        double loudness = random.uniform(0.4, 1);
        double pitchStart = random.uniform(95, 190);
        double pitchEnd = pitchStart * random.uniform(0.75, 1.15);
        double[] target = VOWELS[(int) random.uniform(0, VOWELS.length)];
        for (int i = 0; i < length && start + i < sound.length; i++) {
            if (i % CONTROL_SAMPLES == 0) {
                glideTowards(target);
            }
            double pitch = pitchStart + (pitchEnd - pitchStart) * i / length;
            double voicing = i < onset ? 0.15 : Math.min(1, (length - i) / (nucleus * 0.3));
            double noise = (i < onset ? friction : 0.01) * random.nextGaussian();
            sound[start + i] += (float) resonate(loudness * (voicing * pulse(pitch) + noise));
        }
        return start + length;
    }

    private double resonate(double excitation) {
        double value = excitation;
        for (int f = 0; f < FORMANTS; f++) {
            value = gains[f] * value + feedback[f] * previous[f] + secondFeedback[f] * beforePrevious[f];
            beforePrevious[f] = previous[f];
            previous[f] = value;
        }
        return value;
    }

    private double pulse(double pitch) {
        pitchPhase += pitch / RATE;
        if (pitchPhase >= 1) {
            pitchPhase -= 1;
            return 1;
        }
        return 0;
    }

    private void glideTowards(double[] target) {
        for (int f = 0; f < FORMANTS; f++) {
            formants[f] += 0.12 * (target[f] - formants[f]);
            double radius = StrictMath.exp(-Math.PI * BANDWIDTHS[f] / RATE);
            feedback[f] = 2 * radius * StrictMath.cos(2 * Math.PI * formants[f] / RATE);
            secondFeedback[f] = -radius * radius;
            gains[f] = 1 - feedback[f] - secondFeedback[f];
        }
    }

    private static int seconds(double duration) {
        return (int) (duration * RATE);
    }
}
