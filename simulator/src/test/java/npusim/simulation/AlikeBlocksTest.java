package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import npusim.schedule.AxiSide;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.FeatureMapStorage;
import npusim.schedule.KernelFunction;
import npusim.schedule.KernelKind;
import npusim.schedule.TensorFormat;
import npusim.schedule.Weights;
import npusim.schedule.Window;
import npusim.schedule.operation.NpuOperation.ResizeParameters;
import org.junit.jupiter.api.Test;

class AlikeBlocksTest {
    /** Blocks of two rows of a RESIZE of {@code size} rows and columns. */
    private static AlikeBlocks resized(int size, int numerator, int denominator, int offset, boolean bilinear) {
        int outputs = size * numerator / denominator;
        return new AlikeBlocks(
                List.of(ExampleKernels.kernel(
                        KernelKind.RESIZE,
                        KernelFunction.RESIZE_NEAREST,
                        map(size),
                        null,
                        map(outputs),
                        Window.of(new ResizeParameters(
                                numerator, denominator, numerator, denominator, offset, offset, bilinear)),
                        new Extent(2, outputs, 16),
                        new Extent(2, outputs, 16),
                        Weights.NONE,
                        0)),
                new AccessWidths(16, 16, 16));
    }

    private static FeatureMap map(int size) {
        return new FeatureMap(
                new Extent(size, size, 16),
                8,
                TensorFormat.NHCWB16,
                FeatureMapStorage.MEMORY,
                AxiSide.SRAM,
                0,
                16L * size,
                16,
                16L * size);
    }

    @Test
    void blocksOfAReducedInputAreAlikeWithinIt() {
        AlikeBlocks blocks = resized(16, 1, 2, 0, true);
        assertThat(blocks.alike(0, 1, 3)).isTrue();
    }

    @Test
    void blocksThatSeeTheBorderAreNotAlike() {
        AlikeBlocks blocks = resized(16, 1, 2, -1, true);
        assertThat(blocks.alike(0, 1, 1)).isFalse();
        assertThat(blocks.alike(1, 2, 2)).isTrue();
    }

    /** Of an input enlarged by three, rows 2 and 3 see row 1 alone, rows 4 and 5 see rows 1 and 2. */
    @Test
    void blocksOfAnEnlargedInputAreNotAlike() {
        assertThat(resized(8, 3, 1, 0, false).alike(1, 2, 1)).isFalse();
    }
}
