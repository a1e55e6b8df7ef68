package npusim.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import npusim.dsl.quantity.Ratio;

class RatioProperties {

    @Property(tries = 200)
    void additionUndoesSubtraction(@ForAll int a, @ForAll @IntRange(min = 1) int b, @ForAll int c) {
        Ratio x = Ratio.of(a, b);
        Ratio y = Ratio.of(c, 7);

        assertThat(x.plus(y).minus(y)).isEqualTo(x);
    }

    @Property(tries = 200)
    void divisionUndoesMultiplication(@ForAll int a, @ForAll @IntRange(min = 1) int b) {
        Ratio x = Ratio.of(a, 3);

        assertThat(x.times(Ratio.of(b)).dividedBy(Ratio.of(b))).isEqualTo(x);
    }

    @Property(tries = 200)
    void orderIsTheSignOfTheDifference(
            @ForAll int a,
            @ForAll @IntRange(min = 1, max = 3) int b,
            @ForAll int c,
            @ForAll @IntRange(min = 1, max = 3) int d) {
        Ratio x = Ratio.of(a, b);
        Ratio y = Ratio.of(c, d);

        assertThat(Integer.signum(x.compareTo(y))).isEqualTo(x.minus(y).signum());
    }

    @Property(tries = 200)
    void decimalsPrintAsTheyAreRead(@ForAll int unscaled, @ForAll @IntRange(min = 0, max = 12) int scale) {
        BigDecimal decimal = BigDecimal.valueOf(unscaled, scale);

        assertThat(new BigDecimal(Ratio.of(decimal).toString())).isEqualByComparingTo(decimal);
    }
}
