package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.AxiSide;
import npusim.schedule.Command;
import npusim.schedule.CommandStream;
import npusim.schedule.DmaCommand;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.FeatureMapStorage;
import npusim.schedule.KernelCommand;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PortWidthTest {
    private static final Selection USUAL = Selection.of("Ethos_U85_256");
    private static final CommandStream STREAM = new RandomStreams(7).next();

    private static final int COMMAND_BYTES = 100;

    @Test
    void copiesCountBeatsOfEachSide() {
        Beats beats = beats(256, 64, copy(3, 1000));
        assertThat(beats.externalRead()).isEqualTo(3 * 125 + commandBeats(8));
        assertThat(beats.sramWrite()).isEqualTo(3 * 32); // 31 and a quarter of another
        assertThat(beats.sramRead() + beats.externalWrite()).isZero();
    }

    @Test
    void featureMapsCountBeatsOfTheSideOnWhichTheyLie() {
        Beats narrowOutside = beats(128, 32, pooling(map(AxiSide.SRAM, 40), map(AxiSide.EXTERNAL, 40)));
        assertThat(narrowOutside).isEqualTo(new Beats(640 / 16, 0, commandBeats(4), 640 / 4));
        Beats narrowInside = beats(64, 128, pooling(map(AxiSide.EXTERNAL, 40), map(AxiSide.SRAM, 40)));
        assertThat(narrowInside).isEqualTo(new Beats(0, 640 / 8, 640 / 16 + commandBeats(16), 0));
    }

    @Test
    void weightsAndScalesCountBeatsOfTheirSides() {
        Beats beats = beats(128, 64, convolution(AxiSide.EXTERNAL, 1000, AxiSide.SRAM));
        assertThat(beats.externalRead()).isEqualTo(1000 / 8 + commandBeats(8));
        assertThat(beats.sramRead()).isEqualTo(640 / 16 + 160 / 16);
        beats = beats(128, 64, convolution(AxiSide.SRAM, 1000, AxiSide.EXTERNAL));
        assertThat(beats.externalRead()).isEqualTo(160 / 8 + commandBeats(8));
        assertThat(beats.sramRead()).isEqualTo(640 / 16 + 63); // 62 and a half
    }

    @Test
    void aSecondMatrixCountsBeatsOfItsSide() {
        Beats beats = beats(128, 64, product());
        assertThat(beats.sramRead()).isEqualTo(640 / 16);
        assertThat(beats.externalRead()).isEqualTo(16 * 16 / 8 + commandBeats(8));
    }

    @Test
    void kernelsAreAlikeWhoseAddressesDifferInWholeBeatsOfTheirSides() {
        assertThat(alike(pooling(0, 0), pooling(32, 4))).isTrue();
        assertThat(alike(pooling(0, 0), pooling(4, 4))).isFalse();
        assertThat(alike(pooling(0, 0), pooling(32, 2))).isFalse();
    }

    @Test
    void kernelsAreAlikeWhoseWeightsTakeAsManyBeatsOfTheirSide() {
        assertThat(alike(convolution(AxiSide.SRAM, 1000), convolution(AxiSide.SRAM, 1001)))
                .isTrue();
        assertThat(alike(convolution(AxiSide.EXTERNAL, 1000), convolution(AxiSide.EXTERNAL, 1001)))
                .isFalse();
    }

    @Test
    void aNarrowSideTakesLongerToMoveTheSameBytes() {
        long wide = run(design(128, 128), stream(copy(1, 64_000))).activeCycles();
        long narrow = run(design(128, 32), stream(copy(1, 64_000))).activeCycles();
        long data = 64_000 / 4;
        assertThat(narrow).isGreaterThan(data).isGreaterThan(wide + data / 2);
    }

    @Test
    void beatsWiderThanAUnitOfTheReadBufferTakeOneUnitEach() {
        assertThat(run(design(512, 512), STREAM).activeCycles()).isPositive();
        assertThat(run(design(512, 8), STREAM).activeCycles()).isPositive();
    }

    /** The first fetch takes all commands: those of the case and the stop. */
    private static long commandBeats(int beatBytes) {
        return Math.ceilDiv(COMMAND_BYTES + 4, beatBytes);
    }

    private static Beats beats(int sramBits, int externalBits, Command command) {
        return run(design(sramBits, externalBits), stream(command)).beats();
    }

    private static HardwareConfiguration design(int sramBits, int externalBits) {
        return configure(USUAL.withOverride("accelerator.ports.sram", "2 x " + sramBits + " bit")
                .withOverride("accelerator.ports.external", "1 x " + externalBits + " bit"));
    }

    private static HardwareConfiguration configure(Selection selection) {
        return NpuLanguage.shipped().configure(selection);
    }

    private static SimulationResult run(HardwareConfiguration hardware, CommandStream stream) {
        return Simulator.run(stream, hardware, PmuSink.discarding());
    }

    private static CommandStream stream(Command command) {
        return new CommandStream("one", "any", Lists.immutable.of(command, new StopCommand(4)));
    }

    private static DmaCommand copy(int rows, long rowBytes) {
        return new DmaCommand("copy", 0, AxiSide.EXTERNAL, 0, DmaCommand.Target.SRAM, 0, rows, rowBytes, COMMAND_BYTES);
    }

    /** Whether ports of 256 bit to SRAM and of 32 bit outside are asked for the same. */
    private static boolean alike(KernelCommand one, KernelCommand other) {
        AlikeKernels kernels = new AlikeKernels(List.of(one, other), new AccessWidths(32, 4, 32));
        return kernels.chain(0).kind() == kernels.chain(1).kind();
    }

    private static KernelCommand pooling(long ifmAddress, long ofmAddress) {
        return pooling(
                map(AxiSide.SRAM, 40).withAddress(ifmAddress),
                map(AxiSide.EXTERNAL, 40).withAddress(ofmAddress));
    }

    private static KernelCommand pooling(FeatureMap ifm, FeatureMap ofm) {
        return kernel(KernelKind.POOLING, KernelFunction.POOL_MAX, ifm, null, ofm, Weights.NONE);
    }

    private static KernelCommand convolution(AxiSide weights, int bytes) {
        return convolution(weights, bytes, AxiSide.SRAM);
    }

    private static KernelCommand convolution(AxiSide weights, int bytes, AxiSide scales) {
        Weights streams = new Weights(
                Lists.immutable.of(new WeightStream(0, bytes)),
                Lists.immutable.of(new WeightStream(0, 160)),
                weights,
                scales,
                WeightFormat.STANDARD,
                false,
                8);
        FeatureMap pixels = map(AxiSide.SRAM, 40);
        return kernel(KernelKind.CONVOLUTION, KernelFunction.NONE, pixels, null, pixels, streams);
    }

    private static KernelCommand product() {
        FeatureMap rows = map(AxiSide.SRAM, 40);
        FeatureMap columns = map(AxiSide.EXTERNAL, 16);
        return kernel(KernelKind.MATRIX_MULTIPLY, KernelFunction.NONE, rows, columns, rows, Weights.NONE);
    }

    /** Pixels of 16 channels, a brick each. */
    private static FeatureMap map(AxiSide side, int pixels) {
        return new FeatureMap(
                new Extent(1, pixels, 16),
                8,
                TensorFormat.NHCWB16,
                FeatureMapStorage.MEMORY,
                side,
                0,
                16L * pixels,
                16,
                16L * pixels);
    }

    /** All of {@code ofm} is one block. */
    private static KernelCommand kernel(
            KernelKind kind,
            KernelFunction function,
            FeatureMap ifm,
            @Nullable FeatureMap second,
            FeatureMap ofm,
            Weights weights) {
        return ExampleKernels.kernel(
                kind, function, ifm, second, ofm, Window.UNIT, ofm.extent(), ifm.extent(), weights, COMMAND_BYTES);
    }
}
