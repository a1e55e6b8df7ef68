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
import npusim.schedule.WeightFormat;
import npusim.schedule.WeightStream;
import npusim.schedule.Weights;
import npusim.schedule.Window;
import npusim.trace.PmuSink;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of their read buffer the weights have pending. */
class WeightBufferTest {
    private static final int LATENCY = 4000;
    private static final int TRIPS = 12;

    private static final FeatureMap PIXEL = new FeatureMap(
            new Extent(1, 1, 16), 8, TensorFormat.NHCWB16, FeatureMapStorage.MEMORY, AxiSide.SRAM, 0, 16, 16, 16);

    /** Entries that are and are not a multiple of sixteen bursts, down to one burst. */
    @ParameterizedTest
    @ValueSource(ints = {8, 24, 96, 128, 192, 208, 416, 512})
    void eachRoundTripFillsTheWholeReadBuffer(int entries) {
        Selection design = Selection.of("Ethos_U85_1024")
                .withOverride("accelerator.read_channels.weights", "" + entries)
                .withOverride("timing.axi1.read_latency", LATENCY + " cycles")
                .withOverride("timing.axi1.pulse_off", "0 cycles")
                .withOverride("timing.axi1.bandwidth_cap", "0");
        long least = (long) TRIPS * LATENCY;
        assertThat(convolved(design, TRIPS * entries * 16)).isBetween(least, least + TRIPS * 100L + 2 * entries + 1000);
    }

    private static long convolved(Selection design, int weightBytes) {
        Weights weights = new Weights(
                Lists.immutable.of(new WeightStream(0, weightBytes)),
                Lists.immutable.empty(),
                AxiSide.EXTERNAL,
                AxiSide.EXTERNAL,
                WeightFormat.STANDARD,
                false,
                Byte.SIZE);
        CommandStream stream = new CommandStream(
                "weights",
                design.accelerator(),
                Lists.immutable.of(
                        ExampleKernels.kernel(
                                KernelKind.CONVOLUTION,
                                KernelFunction.NONE,
                                PIXEL,
                                null,
                                PIXEL,
                                Window.UNIT,
                                new Extent(1, 1, 16),
                                new Extent(1, 1, 16),
                                weights,
                                0),
                        new StopCommand(4)));
        return Simulator.run(stream, NpuLanguage.shipped().configure(design), PmuSink.discarding())
                .activeCycles();
    }
}
