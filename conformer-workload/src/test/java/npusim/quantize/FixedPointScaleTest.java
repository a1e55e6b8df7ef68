package npusim.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FixedPointScaleTest {
    @Test
    void factorsOfTheReferenceGraphHaveItsMultipliersAndShifts() {
        assertThat(FixedPointScale.of(1)).isEqualTo(new FixedPointScale(1 << 30, 30));
        assertThat(FixedPointScale.of(0x1p19)).isEqualTo(new FixedPointScale(1 << 30, 11));
        assertThat(FixedPointScale.of(0x1p-19)).isEqualTo(new FixedPointScale(1 << 30, 49));
        assertThat(FixedPointScale.of(1.0 / 255)).isEqualTo(new FixedPointScale(1077952576, 38));
    }

    @Test
    void significandThatRoundsUpToTwoIsHalved() {
        assertThat(FixedPointScale.of(Math.nextDown(1.0))).isEqualTo(FixedPointScale.of(1));
    }

    @Test
    void tinyFactorLosesBitsInsteadOfLeavingTheShiftRange() {
        FixedPointScale scale = FixedPointScale.of(0x1p-40);
        assertThat(scale).isEqualTo(new FixedPointScale(1 << 22, 62));
    }

    @Test
    void factorThatNeedsALeftShiftIsRefused() {
        assertThatThrownBy(() -> FixedPointScale.of(0x1p30)).hasMessageContaining("must be below 2^29");
        assertThatThrownBy(() -> FixedPointScale.of(0)).hasMessageContaining("must be positive");
        assertThatThrownBy(() -> FixedPointScale.of(Double.NaN)).hasMessageContaining("must be positive");
    }

    @Property
    void factorIsKeptToThirtyBits(
            @ForAll @DoubleRange(min = 1, max = 2) double significand,
            @ForAll @IntRange(min = -31, max = 27) int exponent) {
        double factor = Math.scalb(significand, exponent);
        FixedPointScale scale = FixedPointScale.of(factor);
        assertThat(Math.scalb((double) scale.multiplier(), -scale.shift())).isCloseTo(factor, within(factor * 0x1p-30));
    }

    @Property
    void productIsRoundedHalfUp(
            @ForAll @DoubleRange(min = 1, max = 2) double significand,
            @ForAll @IntRange(min = -20, max = 6) int exponent,
            @ForAll int value) {
        double factor = Math.scalb(significand, exponent);
        FixedPointScale scale = FixedPointScale.of(factor);
        BigInteger exact = BigInteger.valueOf(scale.multiplier()).multiply(BigInteger.valueOf(value));
        BigDecimal half = new BigDecimal(exact)
                .divide(BigDecimal.valueOf(2).pow(scale.shift()))
                .add(new BigDecimal("0.5"));
        BigInteger expected = half.setScale(0, RoundingMode.FLOOR).toBigInteger();
        assertThat(BigInteger.valueOf(scale.apply(value))).isEqualTo(expected);
    }
}
