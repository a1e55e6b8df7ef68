package npusim.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FloatMatrixProductTest {
    @Property(tries = 60)
    void everyElementIsOneChainOfFusedMultiplyAdds(
            @ForAll @IntRange(min = 1, max = 21) int rows,
            @ForAll @IntRange(min = 1, max = 40) int inner,
            @ForAll @IntRange(min = 1, max = 70) int columns,
            @ForAll long seed) {
        float[] a = new SeededRandom(seed).gaussians(rows * inner, 1);
        float[] b = new SeededRandom(seed + 1).gaussians(columns * inner, 1);
        float[] product = FloatMatrixProduct.timesTransposed(a, b, rows, inner, columns);
        assertThat(product).containsExactly(chains(a, b, rows, inner, columns));
    }

    @Test
    void productLargeEnoughToBeSplitIsTheSame() {
        int rows = 203;
        int inner = 150;
        int columns = 160;
        float[] a = new SeededRandom(1).gaussians(rows * inner, 1);
        float[] b = new SeededRandom(2).gaussians(columns * inner, 1);
        assertThat(FloatMatrixProduct.timesTransposed(a, b, rows, inner, columns))
                .containsExactly(chains(a, b, rows, inner, columns));
    }

    @Test
    void batchesAreMultipliedSeparately() {
        float[] a = {1, 2, 3, 4};
        float[] b = {5, 6, 7, 8};
        assertThat(FloatMatrixProduct.batched(a, b, 2, 1, 2, 1)).containsExactly(17, 53);
    }

    private static float[] chains(float[] a, float[] transposed, int rows, int inner, int columns) {
        float[] expected = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                float sum = 0;
                for (int k = 0; k < inner; k++) {
                    sum = Math.fma(a[row * inner + k], transposed[column * inner + k], sum);
                }
                expected[row * columns + column] = sum;
            }
        }
        return expected;
    }
}
