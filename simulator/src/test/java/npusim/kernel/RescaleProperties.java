package npusim.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;

/** RESCALE against exact arithmetic on {@link BigInteger}, within the ranges that the specification requires. */
class RescaleProperties {
    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }

    /** floor((value · multiplier + round) / 2^shift). */
    private static BigInteger exact(long value, int multiplier, int shift, boolean doubleRound) {
        BigInteger round = BigInteger.ONE.shiftLeft(shift - 1);
        if (doubleRound && shift > 31) {
            round = value >= 0 ? round.add(big(1L << 30)) : round.subtract(big(1L << 30));
        }
        return big(value).multiply(big(multiplier)).add(round).shiftRight(shift);
    }

    @Property(tries = 5000)
    void scale32IsExact(
            @ForAll int bits,
            @ForAll @IntRange(min = 0) int multiplier,
            @ForAll @IntRange(min = 2, max = 62) int shift,
            @ForAll boolean doubleRound) {
        int width = Math.min(shift, 32);
        long value = (long) bits << (64 - width) >> (64 - width);

        int scaled = RescaleParameters.scale(value, multiplier, shift, true, doubleRound);

        assertThat(big(scaled)).isEqualTo(exact(value, multiplier, shift, doubleRound));
    }

    @Property(tries = 5000)
    void scale16IsExactWhereTheResultFits(
            @ForAll long bits,
            @ForAll @IntRange(min = 0, max = 32767) int multiplier,
            @ForAll @IntRange(min = 2, max = 62) int shift) {
        long value = bits << 16 >> 16;
        BigInteger expected = exact(value, multiplier, shift, false);

        int scaled = RescaleParameters.scale(value, multiplier, shift, false, true);

        if (expected.bitLength() < 32) {
            assertThat(big(scaled)).isEqualTo(expected);
        }
    }

    @Provide
    Arbitrary<Integer> int8s() {
        return Arbitraries.integers().between(-128, 127);
    }

    @Property(tries = 500)
    void outputIsClippedToItsType(
            @ForAll int[] values,
            @ForAll("int8s") int outputZeroPoint,
            @ForAll @IntRange(min = 0) int multiplier,
            @ForAll @IntRange(min = 34, max = 62) int shift) {
        Tensor input = Tensor.of(DType.INT32, Shape.of(values.length + 1), Arrays.copyOf(values, values.length + 1));
        Tensor output = Tensor.zeros(DType.INT8, input.shape());
        RescaleParameters parameters = new RescaleParameters(
                new int[] {multiplier},
                new byte[] {(byte) shift},
                0,
                outputZeroPoint,
                true,
                false,
                false,
                false,
                false);

        new ScalarKernels().rescale(parameters, input, output);

        for (int i = 0; i < input.length(); i++) {
            BigInteger sum = exact(input.get(i), multiplier, shift, false).add(big(outputZeroPoint));
            assertThat(big(output.get(i))).isEqualTo(sum.max(big(-128)).min(big(127)));
        }
    }

    @Property(tries = 300)
    void unsignedOperandsAreZeroExtended(@ForAll byte value, @ForAll @IntRange(min = 0, max = 255) int zeroPoint) {
        Tensor input = Tensor.of(DType.INT8, Shape.of(1), new byte[] {value});
        Tensor wide = Tensor.zeros(DType.INT16, Shape.of(1));
        RescaleParameters widen = new RescaleParameters(
                new int[] {1 << 30}, new byte[] {30}, zeroPoint, 0, true, false, false, true, false);
        new ScalarKernels().rescale(widen, input, wide);
        assertThat(wide.get(0)).isEqualTo((value & 0xff) - zeroPoint);

        Tensor back = Tensor.zeros(DType.INT8, Shape.of(1));
        RescaleParameters narrow = new RescaleParameters(
                new int[] {1 << 30}, new byte[] {30}, 0, zeroPoint, true, false, false, false, true);
        new ScalarKernels().rescale(narrow, wide, back);
        assertThat((byte) back.get(0)).isEqualTo(value);
    }

    @Property(tries = 200)
    void channelsTakeTheirOwnScale(@ForAll @IntRange(min = 1, max = 1500) int rows) {
        int[] multipliers = {1 << 30, 1 << 29, 3 << 28};
        byte[] shifts = {30, 30, 29};
        Tensor input = Tensor.zeros(DType.INT32, Shape.of(rows, 3));
        for (int i = 0; i < input.length(); i++) {
            input.set(i, i - 5);
        }
        Tensor output = Tensor.zeros(DType.INT32, input.shape());
        RescaleParameters parameters =
                new RescaleParameters(multipliers, shifts, 0, 0, true, false, true, false, false);

        new ScalarKernels().rescale(parameters, input, output);

        for (int i = 0; i < input.length(); i++) {
            assertThat(big(output.get(i))).isEqualTo(exact(input.get(i), multipliers[i % 3], shifts[i % 3], false));
        }
    }
}
