package npusim.kernel.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** Sums of floats keep within the bound of their error: never below the real sum, and above it by less than the doubt. */
class FloatRoundingProperties {
    private static final int VALUES = 500;

    @Property
    void sumsOfScaledWordsKeepTheirBound(
            @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int multiplier,
            @ForAll @IntRange(min = 31, max = 62) int shift,
            @ForAll boolean doubleRound,
            @ForAll @IntRange(min = -128, max = 127) int zeroPoint,
            @ForAll long seed) {
        Requantization scaling = new Requantization(multiplier, shift, doubleRound, zeroPoint, -128, 127);
        ByteScaling bytes = new ByteScaling(scaling);
        Statistics.label("by floats")
                .collect(bytes.hasFloats())
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 20));
        if (!bytes.hasFloats()) {
            return;
        }
        Random random = new Random(seed);
        for (int i = 0; i < VALUES; i++) {
            double wanted = -128 - zeroPoint + 256 * random.nextDouble();
            int value = (int) Math.rint(wanted / scaling.factor());
            assertBound(bytes.sum(value, 0), scaling, BigDecimal.valueOf(value), bytes.doubt());
        }
    }

    @Property
    void sumsOfPairsKeepTheirBound(
            @ForAll @IntRange(max = 20) int operandShift,
            @ForAll @IntRange(min = -3, max = 3) int gain,
            @ForAll boolean doubleRound,
            @ForAll @IntRange(max = 2) int which,
            @ForAll long seed) {
        Random random = new Random(seed);
        RandomPair drawn = RandomPair.draw(random, which, operandShift, gain, false, doubleRound);
        Requantization result = drawn.result();
        PairScaling pair = drawn.scaling();
        Statistics.label("by floats")
                .collect(pair.hasFloats())
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 20));
        if (!pair.hasFloats()) {
            return;
        }
        for (int i = 0; i < VALUES; i++) {
            byte x = (byte) random.nextInt();
            byte y = (byte) random.nextInt();
            int combined = drawn.function()
                    .apply(drawn.first().apply(x), drawn.second().apply(y), 0);
            if (Math.abs(combined * result.factor() + result.outputZeroPoint()) <= 128) {
                assertBound(pair.sum(x, y), result, BigDecimal.valueOf(combined), pair.doubt());
            }
        }
    }

    private static void assertBound(float sum, Requantization scaling, BigDecimal value, int doubt) {
        BigDecimal real = value.multiply(new BigDecimal(scaling.factor()))
                .add(new BigDecimal(value.signum() * scaling.signTerm()))
                .add(new BigDecimal(FloatRounding.ORIGIN + scaling.outputZeroPoint() + 0.5));
        BigDecimal steps =
                new BigDecimal(sum).subtract(real).multiply(BigDecimal.valueOf(1L << FloatRounding.FRACTION_BITS));
        assertThat(steps)
                .as("steps above the real sum of %s by %s", value, scaling)
                .isBetween(BigDecimal.ZERO, BigDecimal.valueOf(doubt));
    }
}
