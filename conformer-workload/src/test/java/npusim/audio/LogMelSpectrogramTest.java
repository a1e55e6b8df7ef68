package npusim.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogMelSpectrogramTest {
    private static final int BANDS = LogMelSpectrogram.BANDS;
    private final LogMelSpectrogram spectrogram = new LogMelSpectrogram();

    @Test
    void fifteenSecondsFillAllButThreeOfFifteenHundredFrames() {
        assertThat(LogMelSpectrogram.framesOf(15 * 16_000)).isEqualTo(1497);
        assertThat(LogMelSpectrogram.framesOf(511)).isZero();
        assertThat(LogMelSpectrogram.framesOf(512)).isEqualTo(1);
    }

    @Test
    void silenceIsTheFloorAndMissingFramesArePadding() {
        float[] frames = spectrogram.analyse(new float[512], 2);
        assertThat(frames[0]).isCloseTo((float) Math.log(1e-6), within(1e-4f));
        assertThat(frames[BANDS]).isEqualTo(LogMelSpectrogram.PADDING);
    }

    @Test
    void energyOfAToneFollowsFromItsAmplitudeAndTheWindow() {
        // Bin 32 is 1 kHz; a tone there has magnitude A * 512 / 4 in that bin and half of it in both neighbours.
        float[] tone = new float[512];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = 0.5f * (float) Math.cos(2 * Math.PI * 32 * i / 512);
        }
        float[] frame = spectrogram.analyse(tone, 1);
        double energy = 0;
        for (int band = 0; band < BANDS; band++) {
            energy += Math.exp(frame[band]) - 1e-6;
        }
        // Triangles of neighbouring bands add up to 1 inside the scale.
        double peak = 0.5 * 512 / 4;
        assertThat(energy).isCloseTo(1.5 * peak * peak, within(0.01 * peak * peak));
    }

    @Test
    void loudestBandOfAToneIsWhereTheMelScalePutsIt() {
        float[] tone = new float[512];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (float) Math.sin(2 * Math.PI * 1000 * i / 16_000);
        }
        float[] frame = spectrogram.analyse(tone, 1);
        int loudest = 0;
        for (int band = 0; band < BANDS; band++) {
            loudest = frame[band] > frame[loudest] ? band : loudest;
        }
        // 1 kHz is 1000 mel of 2840; band b is centred at (b + 1) * 2840 / 81 mel.
        assertThat(loudest).isBetween(27, 28);
    }
}
