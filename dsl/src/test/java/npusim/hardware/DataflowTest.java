package npusim.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DataflowTest {
    private static Dataflow.WeightStationary grid(boolean doubleBuffered) {
        return new Dataflow.WeightStationary(32, 16, 32, doubleBuffered, 46, 16);
    }

    @Test
    void eachTileServesAllPositions() {
        assertThat(grid(false).productCycles(32, 16, 100)).isEqualTo(132);
        assertThat(grid(false).productCycles(33, 17, 100)).isEqualTo(4 * 132);
    }

    @Test
    void aSecondSetOfWeightRegistersHidesLoadingBehindStreaming() {
        assertThat(grid(true).productCycles(64, 16, 100)).isEqualTo(2 * 100);
        assertThat(grid(true).productCycles(64, 16, 10)).isEqualTo(2 * 32);
    }

    @Test
    void theVectorUnitTakesALaneForEachChannel() {
        assertThat(grid(true).vectorCycles(9, 17, 10)).isEqualTo(9 * 10 * 2);
    }
}
