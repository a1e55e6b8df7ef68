package npusim.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SyntheticSpeechTest {
    private static final int TWO_SECONDS = 2 * LogMelSpectrogram.SAMPLE_RATE;

    @Test
    void seedDeterminesTheUtterance() {
        assertThat(SyntheticSpeech.utterance(7, TWO_SECONDS))
                .containsExactly(SyntheticSpeech.utterance(7, TWO_SECONDS));
        assertThat(SyntheticSpeech.utterance(7, TWO_SECONDS)).isNotEqualTo(SyntheticSpeech.utterance(8, TWO_SECONDS));
    }

    @Test
    void samplesStayWithinFullScale() {
        for (float sample : SyntheticSpeech.utterance(3, TWO_SECONDS)) {
            assertThat(Math.abs(sample)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void framesDifferInLoudnessAndSpectrumAsSpeechDoes() {
        float[] frames = new LogMelSpectrogram().analyse(SyntheticSpeech.utterance(0, TWO_SECONDS), 190);
        float quietest = Float.MAX_VALUE;
        float loudest = -Float.MAX_VALUE;
        for (float band : frames) {
            quietest = Math.min(quietest, band);
            loudest = Math.max(loudest, band);
        }
        assertThat(loudest - quietest).as("range in nepers").isGreaterThan(8);
    }
}
