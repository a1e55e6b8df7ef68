package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import npusim.schedule.AxiSide;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.FeatureMapStorage;
import npusim.schedule.TensorFormat;
import org.junit.jupiter.api.Test;

class PatchTrafficTest {
    private final PatchTraffic traffic = new PatchTraffic(new AccessWidths(16, 32, 32));

    private static FeatureMap map(Extent extent, TensorFormat format, long address, long strideX) {
        return map(AxiSide.SRAM, extent, format, address, strideX);
    }

    private static FeatureMap map(AxiSide side, Extent extent, TensorFormat format, long address, long strideX) {
        return new FeatureMap(
                extent,
                8,
                format,
                FeatureMapStorage.MEMORY,
                side,
                address,
                strideX * extent.width(),
                strideX,
                format == TensorFormat.NHCWB16 ? 16L * extent.width() : 1);
    }

    @Test
    void countsWholeBricks() {
        traffic.measure(map(new Extent(4, 8, 20), TensorFormat.NHCWB16, 0, 16), 0, 4, 0, 8, 0, 20, 128);
        assertThat(traffic.beats()).isEqualTo(4 * 8 * 2);
        assertThat(traffic.transactions()).isEqualTo(4 * 2);
    }

    @Test
    void countsBothEndsOfBricksThatBeginWithinABeat() {
        FeatureMap map = map(AxiSide.EXTERNAL, new Extent(1, 9, 20), TensorFormat.NHCWB16, 0, 16);
        traffic.measure(map, 0, 1, 1, 9, 0, 20, 128);
        long first = 5; // bytes 16 to 143
        long second = 4; // bytes 160 to 287
        assertThat(traffic.beats()).isEqualTo(first + second);
    }

    @Test
    void aWriteShorterThanABeatTakesOne() {
        FeatureMap map = map(AxiSide.EXTERNAL, new Extent(1, 4, 16), TensorFormat.NHCWB16, 0, 16);
        traffic.measureWrite(map, true, 0, 1, 0, 4, 0, 16, 16);
        assertThat(traffic.transactions()).isEqualTo(4);
        assertThat(traffic.beats()).isEqualTo(4);
    }

    @Test
    void mergesWholePixelsAlongARow() {
        traffic.measure(map(new Extent(1, 8, 4), TensorFormat.NHWC, 0, 4), 0, 1, 0, 8, 0, 4, 128);
        assertThat(traffic.beats()).isEqualTo(2);
    }

    @Test
    void readsShallowPixelsTogetherWithinAlignedPieces() {
        FeatureMap map = map(new Extent(8, 128, 1), TensorFormat.NHWC, 0, 1);
        traffic.measureRead(map, 0, 8, 31, 64, 0, 1, 128); // bytes 31, 32 to 63 of each row
        assertThat(traffic.transactions()).isEqualTo(8 * 2);
        traffic.measureRead(map, 0, 8, 32, 65, 0, 1, 128); // bytes 32 to 63, 64
        assertThat(traffic.transactions()).isEqualTo(8 * 2);
        traffic.measureRead(map, 0, 8, 32, 64, 0, 1, 128);
        assertThat(traffic.transactions()).isEqualTo(8);
        assertThat(traffic.beats()).isEqualTo(8 * 2);
    }

    @Test
    void readsShallowPixelsOfRowsThatBeginAnywhere() {
        FeatureMap map = map(new Extent(40, 15, 3), TensorFormat.NHWC, 7, 3);
        traffic.measureRead(map, 2, 40, 1, 14, 0, 3, 128);
        long pieces = 0;
        for (int y = 2; y < 40; y++) {
            int start = 7 + 45 * y + 3;
            pieces += (start + 38) / 32 - start / 32 + 1;
        }
        assertThat(traffic.transactions()).isEqualTo(pieces);
    }

    @Test
    void readsPixelsOfAPieceOrMoreInBursts() {
        traffic.measureRead(map(new Extent(1, 8, 32), TensorFormat.NHWC, 0, 32), 0, 1, 0, 8, 0, 32, 128);
        assertThat(traffic.transactions()).isEqualTo(2);
        traffic.measureRead(map(new Extent(1, 8, 31), TensorFormat.NHWC, 0, 31), 0, 1, 0, 8, 0, 31, 128);
        assertThat(traffic.transactions()).isEqualTo(8);
    }

    @Test
    void readsBricksInBursts() {
        traffic.measureRead(map(new Extent(1, 16, 4), TensorFormat.NHCWB16, 0, 16), 0, 1, 0, 16, 0, 4, 128);
        assertThat(traffic.transactions()).isEqualTo(2);
    }

    @Test
    void readsPiecesNoNarrowerThanABeat() {
        PatchTraffic wide = new PatchTraffic(new AccessWidths(16, 64, 32));
        wide.measureRead(
                map(AxiSide.EXTERNAL, new Extent(1, 128, 1), TensorFormat.NHWC, 0, 1), 0, 1, 0, 128, 0, 1, 128);
        assertThat(wide.transactions()).isEqualTo(2);
        assertThat(wide.beats()).isEqualTo(2);
    }

    @Test
    void countsBothBeatsOfAnUnalignedRun() {
        traffic.measure(map(new Extent(1, 1, 16), TensorFormat.NHWC, 8, 16), 0, 1, 0, 1, 0, 16, 128);
        assertThat(traffic.beats()).isEqualTo(2);
    }

    @Test
    void writesDeepPixelsChunkByChunk() {
        traffic.measureWrite(map(new Extent(1, 2, 40), TensorFormat.NHWC, 0, 40), true, 0, 1, 0, 2, 0, 40, 128);
        assertThat(traffic.transactions()).isEqualTo(2 * 3);
        assertThat(traffic.beats()).isEqualTo(3 + 5);
    }

    @Test
    void writesShallowPixelsOneByOneAfterATransposition() {
        FeatureMap map = map(new Extent(1, 32, 1), TensorFormat.NHWC, 0, 1);
        traffic.measureWrite(map, true, 0, 1, 0, 32, 0, 1, 128);
        assertThat(traffic.beats()).isEqualTo(2);
        traffic.measureWrite(map, false, 0, 1, 0, 32, 0, 1, 128);
        assertThat(traffic.beats()).isEqualTo(32);
    }
}
