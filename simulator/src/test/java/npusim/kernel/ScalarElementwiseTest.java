package npusim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Element-wise functions at the borders of their types. */
class ScalarElementwiseTest {
    private static long apply(BinaryFunction function, DType dtype, long a, long b) {
        Tensor left = Tensor.zeros(dtype, Shape.of(1));
        Tensor right = Tensor.zeros(dtype, Shape.of(1));
        left.set(0, a);
        right.set(0, b);
        boolean comparison = function.compareTo(BinaryFunction.EQUAL) >= 0;
        Tensor output = Tensor.zeros(comparison ? DType.BOOL : dtype, Shape.of(1));
        new ScalarKernels().binary(function, left, right, output);
        return output.get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "INTDIV, INT32, -7, 2, -3",
        "INTDIV, INT32, 7, -2, -3",
        "LOGICAL_RIGHT_SHIFT, INT8, -1, 1, 127",
        "LOGICAL_RIGHT_SHIFT, INT8, -128, 7, 1",
        "LOGICAL_RIGHT_SHIFT, INT16, -1, 15, 1",
        "LOGICAL_RIGHT_SHIFT, INT32, -1, 31, 1",
        "LOGICAL_LEFT_SHIFT, INT8, 1, 7, -128",
        "LOGICAL_LEFT_SHIFT, INT32, 3, 31, -2147483648",
        "ARITHMETIC_RIGHT_SHIFT, INT8, -1, 7, -1",
        "ARITHMETIC_RIGHT_SHIFT_ROUND, INT8, 127, 1, 64",
        "ARITHMETIC_RIGHT_SHIFT_ROUND, INT32, -3, 1, -1",
        "ARITHMETIC_RIGHT_SHIFT_ROUND, INT32, -3, 0, -3",
        "BITWISE_XOR, INT16, -1, 1, -2",
        "GREATER_EQUAL, INT32, -2147483648, -2147483648, 1",
        "GREATER, INT32, -2147483648, 2147483647, 0",
        "MAXIMUM, INT32, -5, 3, 3",
        "LOGICAL_XOR, BOOL, 1, 1, 0"
    })
    void yieldsWhatTheSpecificationSays(BinaryFunction function, DType dtype, long a, long b, long expected) {
        assertThat(apply(function, dtype, a, b)).isEqualTo(expected);
    }

    @Test
    void divisionByZeroNamesTheElement() {
        assertThatThrownBy(() -> apply(BinaryFunction.INTDIV, DType.INT32, 1, 0))
                .isInstanceOfSatisfying(
                        UnpredictableException.class, e -> assertThat(e.index()).isZero());
    }

    @Test
    void operandsAreBroadcastAlongEveryDimension() {
        Tensor column = Tensor.of(DType.INT32, Shape.of(2, 1), new int[] {10, 20});
        Tensor row = Tensor.of(DType.INT32, Shape.of(1, 3), new int[] {1, 2, 3});
        Tensor output = Tensor.zeros(DType.INT32, Shape.of(2, 3));

        new ScalarKernels().binary(BinaryFunction.ADD, column, row, output);

        assertThat(output.ints()).containsExactly(11, 12, 13, 21, 22, 23);
    }

    @Test
    void rankZeroIsOneElement() {
        Tensor a = Tensor.of(DType.INT32, Shape.SCALAR, new int[] {6});
        Tensor output = Tensor.zeros(DType.INT32, Shape.SCALAR);

        new ScalarKernels().multiply(a, a, 1, output);

        assertThat(output.get(0)).isEqualTo(18);
    }

    @Test
    void wideTableInterpolatesBetweenEntries() {
        short[] entries = new short[513];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = (short) (i * 10 - 2560);
        }
        Tensor table = Tensor.of(DType.INT16, Shape.of(513), entries);
        Tensor input = Tensor.of(DType.INT16, Shape.of(4), new short[] {-32768, 0, 64, 32767});
        Tensor output = Tensor.zeros(DType.INT32, Shape.of(4));

        new ScalarKernels().table(input, table, output);

        assertThat(output.ints()).containsExactly(-2560 << 7, 0, 10 * 64, (2550 << 7) + 10 * 127);
    }

    @Test
    void averageRoundsToNearestWithPaddingNotCounted() {
        Tensor input = Tensor.of(DType.INT8, Shape.of(1, 1, 3, 1), new byte[] {1, 2, 4});
        Tensor output = Tensor.zeros(DType.INT8, Shape.of(1, 1, 4, 1));
        ConvolutionGeometry g = new ConvolutionGeometry(1, 1, 1, 3, 1, 1, 1, 4, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 0, 0, 1);

        new ScalarKernels().averagePool(g, input, 0, 0, output);

        assertThat(output.bytes()).containsExactly(1, 2, 3, 4);
    }
}
