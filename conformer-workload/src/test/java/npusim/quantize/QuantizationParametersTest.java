package npusim.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class QuantizationParametersTest {
    @Test
    void rangeIsWidenedToHoldZero() {
        assertThat(QuantizationParameters.covering(new ValueRange(1, 255), 0x1p-12))
                .isEqualTo(new QuantizationParameters(1, -128));
        assertThat(QuantizationParameters.covering(new ValueRange(-255, -1), 0x1p-12))
                .isEqualTo(new QuantizationParameters(1, 127));
    }

    @Test
    void positiveScalarHasTheLargestCode() {
        QuantizationParameters half = QuantizationParameters.covering(new ValueRange(0.5f, 0.5f), 0x1p-12);
        assertThat(half.zeroPoint()).isEqualTo(-128);
        assertThat(half.quantize(0.5)).isEqualTo((byte) 127);
    }

    @Test
    void floorOfTheScaleTakesSmallConstantsToZero() {
        QuantizationParameters epsilon = QuantizationParameters.covering(new ValueRange(1e-5f, 1e-5f), 0x1p-12);
        assertThat(epsilon.scale()).isEqualTo(0x1p-12);
        assertThat(epsilon.quantize(1e-5f)).isEqualTo((byte) -128);
        QuantizationParameters fraction = QuantizationParameters.covering(new ValueRange(1f / 144, 1f / 144), 0x1p-12);
        assertThat(fraction.quantize(1f / 144)).isEqualTo((byte) -100);
    }

    @Test
    void infinitiesSaturate() {
        QuantizationParameters parameters = new QuantizationParameters(0.1, 5);
        assertThat(parameters.quantize(Double.POSITIVE_INFINITY)).isEqualTo((byte) 127);
        assertThat(parameters.quantize(Double.NEGATIVE_INFINITY)).isEqualTo((byte) -128);
    }

    @Test
    void tiesGoToTheEvenCode() {
        QuantizationParameters parameters = new QuantizationParameters(1, 0);
        assertThat(parameters.quantize(new float[] {0.5f, 1.5f, 2.5f, -0.5f, -1.5f}))
                .containsExactly(0, 2, 2, 0, -2);
    }

    @Test
    void scaleMustBePositive() {
        assertThatThrownBy(() -> new QuantizationParameters(0, 0)).hasMessageContaining("scale must be positive");
        assertThatThrownBy(() -> new QuantizationParameters(1, 128)).hasMessageContaining("zero point");
    }

    @Property
    void everyValueOfTheRangeComesBackWithinHalfAStepAndTheZeroPointsRounding(
            @ForAll @FloatRange(min = -1000, max = 1000) float a,
            @ForAll @FloatRange(min = -1000, max = 1000) float b,
            @ForAll @FloatRange(min = 0, max = 1) float position) {
        Assume.that(Math.abs(a - b) > 1e-3f);
        ValueRange range = new ValueRange(Math.min(a, b), Math.max(a, b));
        QuantizationParameters parameters = QuantizationParameters.covering(range, 0x1p-30);
        float value = range.minimum() + position * (range.maximum() - range.minimum());
        double back = parameters.dequantize(parameters.quantize(value));
        assertThat(Math.abs(back - value)).isLessThanOrEqualTo(1.0001 * parameters.scale());
    }
}
