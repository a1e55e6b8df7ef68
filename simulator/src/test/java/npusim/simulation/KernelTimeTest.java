package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
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
import npusim.schedule.WaitCommand;
import npusim.schedule.WeightFormat;
import npusim.schedule.WeightStream;
import npusim.schedule.Weights;
import npusim.schedule.Window;
import npusim.trace.CycleCategory;
import npusim.trace.PmuSink;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

/**
 * Times of kernels and copies by hand, on an Ethos-U85-256 of which everything takes no time but the array, the output unit, the beats
 * and the latencies given. SRAM moves two beats of 16 bytes a cycle, the other side one. A step of the array over a micro-block of 1x4x8
 * takes four cycles at least, an element of the output a quarter of a cycle.
 */
class KernelTimeTest {
    /** Whole buckets of the calendar of beats, so that none of their cycles is over when data arrive. */
    private static final int READ = 32 * BeatCalendar.BUCKET_CYCLES;

    private static final int WRITE = 300;
    private static final Window UNIT = Window.UNIT;

    private static Selection bare() {
        Selection design = Selection.of("Ethos_U85_256");
        for (String cycles : new String[] {
            "sram_read_path",
            "sram_read_return",
            "sram_write_path",
            "external_read_path",
            "external_read_return",
            "external_write_path",
            "start",
            "stop",
            "kernel_setup",
            "mac_latency",
            "output_latency",
            "block_bubble"
        }) {
            design = design.withOverride("engine." + cycles + "_cycles", "0 cycles");
        }
        for (String axi : new String[] {"axi0", "axi1"}) {
            design = design.withOverride("timing." + axi + ".pulse_off", "0 cycles")
                    .withOverride("timing." + axi + ".bandwidth_cap", "0")
                    .withOverride("timing." + axi + ".read_latency", READ + " cycles")
                    .withOverride("timing." + axi + ".write_latency", WRITE + " cycles");
        }
        return design;
    }

    private static long cycles(Command... commands) {
        return cycles(bare(), commands);
    }

    private static long cycles(Selection design, Command... commands) {
        return run(design, commands).activeCycles();
    }

    private static SimulationResult run(Selection design, Command... commands) {
        CommandStream stream = new CommandStream(
                "by hand", design.accelerator(), Lists.immutable.of(commands).newWith(new StopCommand(0)));
        return Simulator.run(stream, NpuLanguage.shipped().configure(design), PmuSink.discarding());
    }

    private static FeatureMap bricks(int height, int width, int depth) {
        long rowBytes = 16L * width;
        return new FeatureMap(
                new Extent(height, width, depth),
                8,
                TensorFormat.NHCWB16,
                FeatureMapStorage.MEMORY,
                AxiSide.SRAM,
                0,
                rowBytes * Math.ceilDiv(depth, 16),
                16,
                rowBytes);
    }

    private static KernelCommand pool(FeatureMap ifm, FeatureMap ofm, Window window, Extent block, Extent ifmBlock) {
        return ExampleKernels.kernel(
                KernelKind.POOLING, KernelFunction.POOL_SUM, ifm, null, ofm, window, block, ifmBlock, Weights.NONE, 0);
    }

    @Test
    void aBlockIsReadTakenThroughTheArrayAndWritten() {
        FeatureMap map = bricks(1, 4, 16);
        Extent block = new Extent(1, 4, 16);
        long fetched = READ + 4 / 2;
        long firstSlice = 4;
        long output = 64 / 4;
        assertThat(cycles(pool(map, map, UNIT, block, block))).isEqualTo(fetched + firstSlice + output + WRITE);
    }

    @Test
    void theArrayRestsBetweenBlocksAsLongAsDescribed() {
        FeatureMap map = bricks(1, 4, 16);
        Extent block = new Extent(1, 4, 16);
        KernelCommand pool = pool(map, map, UNIT, block, block);
        Selection resting = bare().withOverride("engine.block_bubble_cycles", "50 cycles");
        assertThat(cycles(resting, pool)).isEqualTo(cycles(pool) + 50);
    }

    @Test
    void whatTheOutputUnitHasLeftBehindTheArrayIsItsLastSlice() {
        FeatureMap map = bricks(1, 4, 16);
        Extent block = new Extent(1, 4, 16);
        Window sixteen = new Window(8, 2, 1, 1, 1, 1, 4, 1, 1, 1);
        long fetched = READ + 4 / 2;
        long array = 2 * 16;
        long lastSlice = 64 / 4 / 2;
        SimulationResult result = run(bare(), pool(map, map, sixteen, block, block));
        assertThat(result.activeCycles()).isEqualTo(fetched + array + lastSlice + WRITE);
        assertThat(result.account().of(CycleCategory.COMPUTE)).isEqualTo(array);
        assertThat(result.account().of(CycleCategory.OUTPUT)).isEqualTo(lastSlice);
        assertThat(result.events().get("AO_ACTIVE")).isEqualTo(2 * lastSlice);
        assertThat(result.events().get("AO_STALLED_BY_AB")).isEqualTo(fetched + array - lastSlice);
    }

    @Test
    void theArrayBeginsWithTheRowsOfItsFirstRowOfMicroBlocks() {
        FeatureMap map = bricks(4, 64, 16);
        Extent block = new Extent(4, 64, 16);
        long beats = 4 * 64;
        long firstRow = 1 + Math.ceilDiv(beats / 2 - 1, 4);
        long slice = 4 * 16 * 4;
        long output = 4 * 64 * 16 / 4;
        Selection near = bare().withOverride("timing.axi0.read_latency", "0 cycles")
                .withOverride("timing.axi0.write_latency", "0 cycles");
        assertThat(cycles(near, pool(map, map, UNIT, block, block))).isEqualTo(firstRow + slice / 4 + output);
    }

    @Test
    void aBlockIsFetchedWhenTheOneBeforeLastHasLeftTheInputBuffer() {
        // one pixel high, so that eight pending reads fetch a block; the input buffer of 16 KiB holds four and two of
        // them
        FeatureMap map = bricks(8, 4, 16);
        Extent block = new Extent(1, 4, 16);
        assertThat(roundTrips(cycles(pool(map, map, UNIT, block, new Extent(1, 4, 16)))))
                .isEqualTo(2);
        assertThat(roundTrips(cycles(pool(map, map, UNIT, block, new Extent(1, 4, 2000)))))
                .isEqualTo(4);
    }

    @Test
    void aConvolutionMakesDoWithOneBlockInTheInputBuffer() {
        FeatureMap map = bricks(8, 4, 16);
        KernelCommand convolution = ExampleKernels.kernel(
                KernelKind.CONVOLUTION,
                KernelFunction.NONE,
                map,
                null,
                map,
                UNIT,
                new Extent(1, 4, 16),
                new Extent(1, 4, 4000),
                Weights.NONE,
                0);
        assertThat(roundTrips(cycles(convolution))).isEqualTo(8);
    }

    @Test
    void blocksOfTheKernelBeforeLeaveTheInputBufferBeforeItIsSplitAnew() {
        FeatureMap map = bricks(1, 4, 16);
        Extent block = new Extent(1, 4, 16);
        Window sixteen = new Window(8, 2, 1, 1, 1, 1, 4, 1, 1, 1);
        KernelCommand before = pool(map, map, sixteen, block, block);
        KernelCommand same = pool(map, map, UNIT, block, block).withBlockDependency(7);
        KernelCommand other =
                pool(map, map, UNIT, block, new Extent(1, 4, 2000)).withBlockDependency(7);
        long array = 2 * 16;
        assertThat(cycles(before, same)).isEqualTo(READ + 4 / 2 + cycles(same));
        assertThat(cycles(before, other)).isEqualTo(READ + 4 / 2 + array + cycles(other));
    }

    private static long roundTrips(long cycles) {
        return cycles / READ;
    }

    @Test
    void theOutputUnitWaitsUntilWhatIsLeftToWriteFitsItsBuffer() {
        FeatureMap map = bricks(4, 64, 16);
        Extent block = new Extent(4, 64, 16);
        Selection near = bare().withOverride("timing.axi0.read_latency", "0 cycles");
        SimulationResult result = run(near, pool(map, map, UNIT, block, block));
        long begun = 1 + Math.ceilDiv(4 * 64 / 2 - 1, 4) + 4 * 16 * 4 / 4;
        long written = result.activeCycles() - WRITE - begun;
        // half of the block's 4 KiB fits into the output buffer of 2 KiB
        long produced = 4 * 64 * 16 / 4;
        assertThat(result.events().get("AO_STALLED_BY_OB")).isEqualTo(Math.ceilDiv(written, 2) - produced);
    }

    @Test
    void operandsAreFetchedForTwoBlocksAtATime() {
        FeatureMap map = bricks(8, 4, 16);
        Extent block = new Extent(1, 4, 16);
        KernelCommand add = ExampleKernels.kernel(
                KernelKind.ELEMENTWISE, KernelFunction.ADD, map, map, map, UNIT, block, block, Weights.NONE, 0);
        long pairs = 4;
        long fetched = READ + 2 * 4 / 2;
        long output = 64 / 4;
        // a block is asked for when the one before last has left the output unit
        long all = pairs * (fetched + output) + output + WRITE;
        assertThat(cycles(add)).as("but for the calendar's buckets").isBetween(all - pairs, all);
    }

    @Test
    void theOperandOfAChainedKernelIsWaitedForAtItsMemory() {
        FeatureMap map = bricks(1, 4, 16);
        FeatureMap between =
                new FeatureMap(map.extent(), 8, map.format(), FeatureMapStorage.CHAINED, AxiSide.SRAM, 0, 64, 16, 64);
        FeatureMap far = new FeatureMap(
                map.extent(), 8, map.format(), FeatureMapStorage.MEMORY, AxiSide.EXTERNAL, 0, 64, 16, 64);
        Extent block = new Extent(1, 4, 16);
        KernelCommand add = ExampleKernels.kernel(
                KernelKind.ELEMENTWISE, KernelFunction.ADD, between, far, map, UNIT, block, block, Weights.NONE, 0);
        Selection slow = bare().withOverride("timing.axi1.read_latency", 2 * READ + " cycles");
        CycleAccount account =
                run(slow, pool(map, between, UNIT, block, block), add).account();
        assertThat(account.of(CycleCategory.MEMORY_LATENCY)).isEqualTo(2 * READ + 1 + WRITE);
        assertThat(account.of(CycleCategory.PORT_CONTENTION))
                .as("beats behind the first")
                .isEqualTo(3);
        assertThat(account.of(CycleCategory.OUTPUT)).as("both kernels").isEqualTo(2 * 64 / 4);
        assertThat(account.total()).isEqualTo(2 * READ + 4 + WRITE + 2 * 64 / 4);
    }

    @Test
    void aCopyPassesItsDataOnAsTheyArrive() {
        long beats = 64;
        assertThat(cycles(copy(1024))).isEqualTo(READ + beats + WRITE);
        // the next begins to read when the data of this one are there
        assertThat(cycles(copy(1024), copy(1024))).isEqualTo(2 * (READ + beats) + WRITE);
    }

    @Test
    void aCopyWritesNothingBeforeItHasArrived() {
        Selection slow = bare().withOverride("timing.axi0.write_latency", "2048 cycles");
        Selection near = slow.withOverride("timing.axi1.read_latency", "0 cycles");
        assertThat(cycles(slow, copy(64 << 10))).isEqualTo(cycles(near, copy(64 << 10)) + READ);
    }

    @Test
    void aRowOfACopyTakesWholeBeats() {
        DmaCommand rows = new DmaCommand("rows", 0, AxiSide.EXTERNAL, 0, DmaCommand.Target.SRAM, 0, 8, 24, 0);
        assertThat(cycles(rows)).isEqualTo(READ + 8 * 2 + WRITE);
    }

    @Test
    void aWaitLeavesAsManyCopiesBehindAsItSays() {
        FeatureMap map = bricks(1, 4, 16);
        KernelCommand pool = pool(map, map, UNIT, new Extent(1, 4, 16), new Extent(1, 4, 16));
        long kernel = cycles(pool);
        long copied = READ + 64 + WRITE;
        long both = 2 * (READ + 64) + WRITE;
        assertThat(cycles(copy(1024), copy(1024), awaitCopies(0), pool)).isEqualTo(both + kernel);
        assertThat(cycles(copy(1024), copy(1024), awaitCopies(1), pool)).isEqualTo(copied + kernel);
        assertThat(cycles(copy(1024), copy(1024), awaitCopies(2), pool)).isEqualTo(both);
    }

    @Test
    void aWaitLeavesAsManyKernelsBehindAsItSays() {
        FeatureMap map = bricks(1, 4, 16);
        KernelCommand pool = pool(map, map, UNIT, new Extent(1, 4, 16), new Extent(1, 4, 16));
        long kernel = cycles(pool);
        long copied = READ + 64 + WRITE;
        assertThat(cycles(pool, awaitKernels(0), copy(1024)))
                .as("but for the calendar's buckets")
                .isBetween(kernel + copied - BeatCalendar.BUCKET_CYCLES, kernel + copied);
        assertThat(cycles(pool, awaitKernels(1), copy(1024))).isLessThan(kernel + copied - WRITE);
    }

    @Test
    void aKernelWaitsForAllThatTheOneBeforeWritesOrForAllButItsLastBlocks() {
        FeatureMap map = bricks(4, 4, 16);
        Extent row = new Extent(1, 4, 16);
        KernelCommand pool = pool(map, map, UNIT, row, row);
        long alone = cycles(pool);
        assertThat(cycles(pool, pool)).isEqualTo(2 * alone);
        // the second asks for its first block when the first has written all but three
        assertThat(cycles(pool, pool.withBlockDependency(3))).isLessThan(2 * alone - 3 * 4);
    }

    @Test
    void noMoreKernelsThanTheQueueHoldsAreAtWork() {
        FeatureMap map = bricks(1, 4, 16);
        KernelCommand pool =
                pool(map, map, UNIT, new Extent(1, 4, 16), new Extent(1, 4, 16)).withBlockDependency(7);
        Selection slow = bare().withOverride("timing.axi0.write_latency", 3 * READ + " cycles");
        long alone = cycles(slow, pool);
        // the second is taken when the last block of the first begins, the third when the first has been written
        assertThat(cycles(slow, pool, pool)).isEqualTo(READ + 4 / 2 + alone);
        assertThat(cycles(slow, pool, pool, pool)).isEqualTo(alone + alone);
    }

    @Test
    void theOutputUnitWaitsForTwoBurstsOfScalesARoundTrip() {
        int depth = 128;
        FeatureMap map = bricks(1, 4, depth);
        Extent block = new Extent(1, 4, depth);
        Weights scales = new Weights(
                Lists.immutable.empty(),
                Lists.immutable.of(new WeightStream(0, 10 * depth)),
                AxiSide.EXTERNAL,
                AxiSide.EXTERNAL,
                WeightFormat.STANDARD,
                false,
                8);
        KernelCommand depthwise = ExampleKernels.kernel(
                KernelKind.DEPTHWISE, KernelFunction.NONE, map, null, map, UNIT, block, block, scales, 0);
        assertThat(roundTrips(cycles(depthwise))).isEqualTo(5);
    }

    private static WaitCommand awaitKernels(int remaining) {
        return new WaitCommand(WaitCommand.Kind.KERNEL, remaining, 0);
    }

    private static WaitCommand awaitCopies(int remaining) {
        return new WaitCommand(WaitCommand.Kind.DMA, remaining, 0);
    }

    private static DmaCommand copy(long bytes) {
        return new DmaCommand("copy", 0, AxiSide.EXTERNAL, 0, DmaCommand.Target.SRAM, 0, 1, bytes, 0);
    }
}
