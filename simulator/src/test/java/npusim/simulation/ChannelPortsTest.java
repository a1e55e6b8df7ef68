package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.schedule.AxiSide;
import npusim.schedule.CommandStream;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.FeatureMapStorage;
import npusim.schedule.KernelFunction;
import npusim.schedule.KernelKind;
import npusim.schedule.StopCommand;
import npusim.schedule.TensorFormat;
import npusim.schedule.Weights;
import npusim.schedule.Window;
import npusim.trace.PmuSink;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many reads of the IFM may be pending. */
class ChannelPortsTest {
    private static final int ROWS = 64;
    private static final int LATENCY = 400;
    private static final int PENDING = 8;

    /** Each row of one column is a read of its own. */
    private static final FeatureMap COLUMN = new FeatureMap(
            new Extent(ROWS, 1, 16), 8, TensorFormat.NHCWB16, FeatureMapStorage.MEMORY, AxiSide.SRAM, 0, 16, 16, 16);

    @ParameterizedTest
    @ValueSource(strings = {"1 x 128 bit", "2 x 128 bit", "4 x 128 bit"})
    void theIfmHasTheReadsOfOnePortHoweverManyThereAre(String ports) {
        Selection design = Selection.of("Ethos_U85_2048")
                .withOverride("accelerator.ports.sram", ports)
                .withOverride("timing.axi0.read_latency", LATENCY + " cycles")
                .withOverride("timing.axi0.max_reads", "" + PENDING);
        long trips = ROWS / PENDING;
        assertThat(pooled(design)).isBetween(trips * LATENCY, (trips + 2) * (LATENCY + 50));
    }

    private static long pooled(Selection design) {
        CommandStream stream = new CommandStream(
                "pool",
                design.accelerator(),
                Lists.immutable.of(
                        ExampleKernels.kernel(
                                KernelKind.POOLING,
                                KernelFunction.POOL_SUM,
                                COLUMN,
                                null,
                                COLUMN,
                                Window.UNIT,
                                new Extent(ROWS, 1, 16),
                                new Extent(ROWS, 1, 16),
                                Weights.NONE,
                                0),
                        new StopCommand(4)));
        return Simulator.run(stream, NpuLanguage.shipped().configure(design), PmuSink.discarding())
                .activeCycles();
    }
}
