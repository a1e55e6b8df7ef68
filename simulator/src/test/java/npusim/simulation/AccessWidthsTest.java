package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import npusim.schedule.AxiSide;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.FeatureMapStorage;
import npusim.schedule.TensorFormat;
import org.junit.jupiter.api.Test;

class AccessWidthsTest {
    private final AccessWidths widths = new AccessWidths(16, 64, 32);

    @Test
    void shallowPixelsRepeatWithWhatIsReadTogether() {
        assertThat(widths.period(map(AxiSide.SRAM, TensorFormat.NHWC, 31, 8))).isEqualTo(32);
        assertThat(widths.period(map(AxiSide.SRAM, TensorFormat.NHWC, 15, 16))).isEqualTo(32);
    }

    @Test
    void othersRepeatWithTheBeat() {
        assertThat(widths.period(map(AxiSide.SRAM, TensorFormat.NHWC, 32, 8))).isEqualTo(16);
        assertThat(widths.period(map(AxiSide.SRAM, TensorFormat.NHWC, 16, 16))).isEqualTo(16);
        assertThat(widths.period(map(AxiSide.SRAM, TensorFormat.NHCWB16, 4, 8))).isEqualTo(16);
        assertThat(widths.period(map(AxiSide.EXTERNAL, TensorFormat.NHWC, 4, 8)))
                .isEqualTo(64);
    }

    private static FeatureMap map(AxiSide side, TensorFormat format, int depth, int bits) {
        return new FeatureMap(
                new Extent(8, 8, depth), bits, format, FeatureMapStorage.MEMORY, side, 0, 8L * depth, depth, 1);
    }
}
