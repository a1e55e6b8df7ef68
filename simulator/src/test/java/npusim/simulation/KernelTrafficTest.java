package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.AxiSide;
import npusim.schedule.CommandStream;
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
import npusim.schedule.operation.NpuOperation.ResizeParameters;
import npusim.trace.PmuSink;
import org.eclipse.collections.api.factory.Lists;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KernelTrafficTest {
    private static final HardwareConfiguration HARDWARE =
            NpuLanguage.shipped().configure(Selection.of("Ethos_U85_256").withPlatform("Corstone_320"));

    private static FeatureMap sram(Extent extent, TensorFormat format) {
        boolean bricks = format == TensorFormat.NHCWB16;
        long strideX = bricks ? 16 : extent.depth();
        long strideY = strideX * extent.width() * (bricks ? Math.ceilDiv(extent.depth(), 16) : 1);
        return new FeatureMap(
                extent,
                8,
                format,
                FeatureMapStorage.MEMORY,
                AxiSide.SRAM,
                0,
                strideY,
                strideX,
                bricks ? 16L * extent.width() : 1);
    }

    private static SimulationResult run(
            KernelKind kind,
            KernelFunction function,
            FeatureMap ifm,
            @Nullable FeatureMap second,
            Extent ofm,
            Window window,
            Extent block,
            Extent ifmBlock) {
        KernelCommand kernel = ExampleKernels.kernel(
                kind, function, ifm, second, sram(ofm, TensorFormat.NHCWB16), window, block, ifmBlock, Weights.NONE, 0);
        CommandStream stream =
                new CommandStream("one", "Ethos_U85_256", Lists.immutable.of(kernel, new StopCommand(4)));
        return Simulator.run(stream, HARDWARE, PmuSink.discarding());
    }

    @Test
    void aMatrixProductReadsItsSecondOperandForEachBlockOfRows() {
        Extent rows = new Extent(1, 128, 32);
        Extent columns = new Extent(1, 48, 32);
        Beats beats = run(
                        KernelKind.MATRIX_MULTIPLY,
                        KernelFunction.NONE,
                        sram(rows, TensorFormat.NHCWB16),
                        sram(columns, TensorFormat.NHCWB16),
                        new Extent(1, 128, 48),
                        Window.UNIT,
                        new Extent(1, 32, 16),
                        new Extent(1, 32, 64))
                .beats();
        long first = 128 * 2;
        long second = 48 * 2;
        assertThat(beats.sramRead()).isEqualTo(first + 4 * second);
    }

    @Test
    void inputBlocksTakeNoMoreRoomThanTheMapHas() {
        // Of a map of 8x8 four blocks of 64 channels fit into 16 KiB, though blocks of 18x18 would not: the second OFM
        // depth block finds all of them.
        Extent ifm = new Extent(8, 8, 256);
        Beats beats = run(
                        KernelKind.CONVOLUTION,
                        KernelFunction.NONE,
                        sram(ifm, TensorFormat.NHCWB16),
                        null,
                        new Extent(8, 8, 32),
                        new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1),
                        new Extent(16, 16, 16),
                        new Extent(18, 18, 64))
                .beats();
        assertThat(beats.sramRead()).isEqualTo(ifm.elements() / 16);
    }

    @Test
    void theBlocksAtTheTurnOfTheDepthWalkStay() {
        // Of five blocks the last four stay, one of 16 channels among them, so that the first is read again.
        Beats beats = run(
                        KernelKind.CONVOLUTION,
                        KernelFunction.NONE,
                        sram(new Extent(1, 8, 4 * 64 + 16), TensorFormat.NHCWB16),
                        null,
                        new Extent(1, 8, 32),
                        Window.UNIT,
                        new Extent(1, 8, 16),
                        new Extent(1, 8, 64))
                .beats();
        assertThat(beats.sramRead()).isEqualTo(8 * (4 * 4 + 1) + 8 * 4);
    }

    @Test
    void aKernelOfSeveralPassesKeepsNothingForTheNextDepthBlock() {
        Extent ifm = new Extent(1, 25, 16);
        assertThat(readOfTwoDepthBlocks(ifm, 16)).isEqualTo(2 * 25);
        assertThat(readOfTwoDepthBlocks(ifm, 8)).isEqualTo(17);
    }

    /** SRAM beats that ten columns of 32 channels, in two blocks, read through a window of {@code taps} columns. */
    private static long readOfTwoDepthBlocks(Extent ifm, int taps) {
        return run(
                        KernelKind.CONVOLUTION,
                        KernelFunction.NONE,
                        sram(ifm, TensorFormat.NHCWB16),
                        null,
                        new Extent(1, 10, 32),
                        new Window(1, taps, 1, 1, 1, 1, 0, 0, 1, 1),
                        new Extent(1, 10, 16),
                        new Extent(1, 25, 16))
                .beats()
                .sramRead();
    }

    @Test
    void withoutATurnABlockRowStaysIfAllOfItFitsTheInputBuffer() {
        long two = 8 * 64 / 16;
        long three = 8 * 96 / 16;
        assertThat(readOnU65(64)).isEqualTo(two);
        assertThat(readOnU65(96)).isEqualTo(2 * three);
    }

    /** SRAM beats of two OFM depth blocks over eight pixels, whose {@code depth} channels come in blocks of 32. */
    private static long readOnU65(int depth) {
        KernelCommand kernel = ExampleKernels.kernel(
                KernelKind.CONVOLUTION,
                KernelFunction.NONE,
                sram(new Extent(1, 8, depth), TensorFormat.NHCWB16),
                null,
                sram(new Extent(1, 8, 32), TensorFormat.NHCWB16),
                Window.UNIT,
                new Extent(1, 8, 16),
                new Extent(1, 8, 32),
                Weights.NONE,
                0);
        CommandStream stream =
                new CommandStream("one", "Ethos_U65_256", Lists.immutable.of(kernel, new StopCommand(4)));
        return Simulator.run(
                        stream, NpuLanguage.shipped().configure(Selection.of("Ethos_U65_256")), PmuSink.discarding())
                .beats()
                .sramRead();
    }

    @Test
    void theSecondPassOfALargeKernelReadsOnlyWhatTheFirstDidNot() {
        Extent ifm = new Extent(1, 25, 16);
        Beats beats = run(
                        KernelKind.POOLING,
                        KernelFunction.POOL_SUM,
                        sram(ifm, TensorFormat.NHCWB16),
                        null,
                        new Extent(1, 10, 16),
                        new Window(1, 16, 1, 1, 1, 1, 0, 0, 1, 1),
                        new Extent(1, 10, 16),
                        new Extent(1, 18, 16))
                .beats();
        assertThat(beats.sramRead()).isEqualTo(25);
    }

    @Test
    void theSecondPassOfATallKernelReadsOnlyTheRowsThatTheFirstDidNot() {
        Extent ifm = new Extent(25, 1, 16);
        Beats beats = run(
                        KernelKind.POOLING,
                        KernelFunction.POOL_SUM,
                        sram(ifm, TensorFormat.NHCWB16),
                        null,
                        new Extent(10, 1, 16),
                        new Window(16, 1, 1, 1, 1, 1, 0, 0, 1, 1),
                        new Extent(10, 1, 16),
                        new Extent(18, 1, 16))
                .beats();
        assertThat(beats.sramRead()).isEqualTo(25);
    }

    @Test
    void ofAnUpscaledInputABlockReadsEachPixelThatItSeesAnyOf() {
        // three rows and columns of the input doubled see two of it each
        Beats beats = run(
                        KernelKind.POOLING,
                        KernelFunction.POOL_SUM,
                        sram(new Extent(3, 3, 16), TensorFormat.NHCWB16),
                        null,
                        new Extent(6, 6, 16),
                        new Window(1, 1, 1, 1, 1, 1, 0, 0, 2, 2),
                        new Extent(3, 3, 16),
                        new Extent(3, 3, 16))
                .beats();
        assertThat(beats.sramRead()).isEqualTo(4 * 2 * 2);
    }

    @Test
    void aResizeReadsWhatItsBlocksSeeOfTheInput() {
        // One row of the result sees one row and columns 0, 2, 4 and 6, the columns between them among what is read.
        assertThat(resized(1, 2, false, new Extent(4, 4, 16), 4)).isEqualTo(4 * 7);
        // In two blocks the columns 0 to 2 and 4 to 6.
        assertThat(resized(1, 2, false, new Extent(4, 4, 16), 2)).isEqualTo(4 * 2 * 3);
        // Bilinear, the row and the column behind the last as well.
        assertThat(resized(1, 2, true, new Extent(4, 4, 16), 4)).isEqualTo(4 * 2 * 8);
        // Enlarged, a row of the input is read for each row that it becomes.
        assertThat(resized(4, 1, false, new Extent(32, 32, 16), 32)).isEqualTo(32 * 8);
        // The last four rows of the result see the last row of the input alone.
        assertThat(resized(4, 1, true, new Extent(32, 32, 16), 32)).isEqualTo(28 * 2 * 8 + 4 * 8);
    }

    /** SRAM beats that a RESIZE of 8x8x16, in blocks of one row, reads. */
    private static long resized(int numerator, int denominator, boolean bilinear, Extent ofm, int columns) {
        Window window = Window.of(new ResizeParameters(numerator, denominator, numerator, denominator, 0, 0, bilinear));
        return run(
                        KernelKind.RESIZE,
                        bilinear ? KernelFunction.RESIZE_BILINEAR : KernelFunction.RESIZE_NEAREST,
                        sram(new Extent(8, 8, 16), TensorFormat.NHCWB16),
                        null,
                        ofm,
                        window,
                        new Extent(1, columns, 16),
                        new Extent(1, columns, 16))
                .beats()
                .sramRead();
    }

    @Test
    void passesOverOneChannelSplitBeats() {
        Extent ifm = new Extent(1, 16, 1);
        Beats beats = run(
                        KernelKind.POOLING,
                        KernelFunction.POOL_SUM,
                        sram(ifm, TensorFormat.NHWC),
                        null,
                        new Extent(1, 1, 1),
                        new Window(1, 16, 1, 1, 1, 1, 0, 0, 1, 1),
                        new Extent(1, 2, 16),
                        new Extent(1, 10, 16))
                .beats();
        assertThat(beats.sramRead()).isEqualTo(2);
    }

    @Test
    void aSumOverDepthReadsAllChannelsAndAddsThemUpBlockByBlock() {
        Extent ifm = new Extent(1, 8, 144);
        SimulationResult sum = run(
                KernelKind.POOLING,
                KernelFunction.POOL_REDUCE_SUM,
                sram(ifm, TensorFormat.NHCWB16),
                null,
                new Extent(1, 8, 1),
                Window.UNIT,
                new Extent(1, 8, 16),
                new Extent(1, 8, 32));
        assertThat(sum.beats().sramRead()).isEqualTo(8 * 144 / 16);
        // Micro-blocks of four pixels; 32 channels take four passes of eight each, as do the last 16.
        assertThat(sum.events().get("MAC_ACTIVE")).isEqualTo(2 * 5 * 4);
    }

    @Test
    void allWeightsOfABlockAreReadHoweverItsStepsShareThem() {
        assertThat(weightBeats(17, 16)).isEqualTo(2);
        assertThat(weightBeats(16 * 100, 192)).isEqualTo(100);
    }

    /** Beats of the weights of a convolution of one pixel over {@code depth} channels, which come in blocks of 64. */
    private static long weightBeats(int bytes, int depth) {
        Weights weights = new Weights(
                Lists.immutable.of(new WeightStream(0, bytes)),
                Lists.immutable.empty(),
                AxiSide.EXTERNAL,
                AxiSide.EXTERNAL,
                WeightFormat.STANDARD,
                false,
                8);
        KernelCommand kernel = ExampleKernels.kernel(
                KernelKind.CONVOLUTION,
                KernelFunction.NONE,
                sram(new Extent(1, 1, depth), TensorFormat.NHCWB16),
                null,
                sram(new Extent(1, 1, 16), TensorFormat.NHCWB16),
                Window.UNIT,
                new Extent(1, 1, 16),
                new Extent(1, 1, 64),
                weights,
                0);
        CommandStream stream =
                new CommandStream("one", "Ethos_U85_256", Lists.immutable.of(kernel, new StopCommand(4)));
        long commandBeats = 1;
        return Simulator.run(stream, HARDWARE, PmuSink.discarding()).beats().externalRead() - commandBeats;
    }

    @Test
    void burstsOfScalesRunOnFromOneDepthBlockToTheNext() {
        // 1,280 bytes of scales, ten bursts; each of eight blocks of 16 channels needs 160 bytes of them.
        assertThat(scaleReads("Ethos_U85_256", 8)).isEqualTo(10);
        long commandBeats = 1;
        assertThat(scaled("Ethos_U85_256", 8).beats().externalRead()).isEqualTo(1280 / 16 + commandBeats);
        assertThat(scaleReads("Ethos_U85_256", 4)).isEqualTo(2 * 10);
    }

    @Test
    void coresOfTheirOwnReadTheScalesOfEachBlockByThemselves() {
        assertThat(scaleReads("Ethos_U65_256", 8)).isEqualTo(8 * 2);
    }

    /** Transactions for the scales of 128 channels that a depthwise kernel over 8x8 pixels reads, in blocks of {@code rows} rows. */
    private static long scaleReads(String npu, int rows) {
        long commandReads = 1;
        return scaled(npu, rows).events().get(npu.contains("U85") ? "EXT_RD_TRANS_ACCEPTED" : "AXI1_RD_TRANS_ACCEPTED")
                - commandReads;
    }

    private static SimulationResult scaled(String npu, int rows) {
        Extent extent = new Extent(8, 8, 128);
        Weights scales = new Weights(
                Lists.immutable.empty(),
                Lists.immutable.of(new WeightStream(0, 1280)),
                AxiSide.EXTERNAL,
                AxiSide.EXTERNAL,
                WeightFormat.STANDARD,
                false,
                8);
        Extent block = new Extent(rows, 8, 16);
        KernelCommand kernel = ExampleKernels.kernel(
                KernelKind.DEPTHWISE,
                KernelFunction.NONE,
                sram(extent, TensorFormat.NHCWB16),
                null,
                sram(extent, TensorFormat.NHCWB16),
                Window.UNIT,
                block,
                block,
                scales,
                0);
        CommandStream stream = new CommandStream("one", npu, Lists.immutable.of(kernel, new StopCommand(4)));
        return Simulator.run(stream, NpuLanguage.shipped().configure(Selection.of(npu)), PmuSink.discarding());
    }
}
