package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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
import npusim.schedule.Weights;
import npusim.schedule.Window;
import npusim.trace.PmuSink;
import org.eclipse.collections.api.factory.Lists;
import org.jspecify.annotations.Nullable;

/** The beats of feature maps, counted byte by byte from what each block of a kernel sees and makes. */
class BeatCountProperties {
    private static final HardwareConfiguration HARDWARE =
            NpuLanguage.shipped().configure(Selection.of("Ethos_U85_256"));
    private static final int BEAT_BYTES = 16;
    private static final int BRICK = 16;

    @Property(tries = 400)
    void aWindowOverOneChannelReadsWhatEachBlockSeesAndWritesWhatItMakes(@ForAll long seed) {
        Random random = new Random(seed);
        Window window = new Window(
                1 + random.nextInt(5),
                1 + random.nextInt(5),
                1 + random.nextInt(3),
                1 + random.nextInt(3),
                1 + random.nextInt(2),
                1 + random.nextInt(2),
                random.nextInt(3),
                random.nextInt(3),
                1,
                1);
        Extent ofm = new Extent(1 + random.nextInt(12), 1 + random.nextInt(12), 1 + random.nextInt(70));
        Extent ifm = new Extent(1 + random.nextInt(30), 1 + random.nextInt(30), ofm.depth());
        check(KernelKind.POOLING, KernelFunction.POOL_MAX, map(random, ifm), null, map(random, ofm), window, random);
    }

    @Property(tries = 400)
    void anElementwiseKernelReadsBothOperandsOnce(@ForAll long seed) {
        Random random = new Random(seed);
        Extent ofm = new Extent(1 + random.nextInt(20), 1 + random.nextInt(20), 1 + random.nextInt(70));
        FeatureMap first = map(random, ofm);
        FeatureMap second = map(random, random.nextInt(4) == 0 ? new Extent(1, 1, ofm.depth()) : ofm);
        check(KernelKind.ELEMENTWISE, KernelFunction.ADD, first, second, map(random, ofm), Window.UNIT, random);
    }

    private static void check(
            KernelKind kind,
            KernelFunction function,
            FeatureMap ifm,
            @Nullable FeatureMap second,
            FeatureMap ofm,
            Window window,
            Random random) {
        Extent block = new Extent(1 + random.nextInt(8), 1 + random.nextInt(8), BRICK * (1 + random.nextInt(3)));
        Extent ifmBlock = new Extent(8, 8, 64);
        KernelCommand kernel =
                ExampleKernels.kernel(kind, function, ifm, second, ofm, window, block, ifmBlock, Weights.NONE, 0);
        CommandStream stream =
                new CommandStream("one", "Ethos_U85_256", Lists.immutable.of(kernel, new StopCommand(0)));
        Beats beats = Simulator.run(stream, HARDWARE, PmuSink.discarding()).beats();
        long reads = 0;
        long writes = 0;
        Extent made = ofm.extent();
        for (int y = 0; y < made.height(); y += block.height()) {
            for (int x = 0; x < made.width(); x += block.width()) {
                for (int c = 0; c < made.depth(); c += block.depth()) {
                    Box box = new Box(
                            y,
                            Math.min(made.height(), y + block.height()),
                            x,
                            Math.min(made.width(), x + block.width()),
                            c,
                            Math.min(made.depth(), c + block.depth()));
                    reads += read(ifm, seen(box, window, ifm.extent()));
                    reads += second == null ? 0 : read(second, box.within(second.extent()));
                    writes += written(ofm, box);
                }
            }
        }
        assertThat(beats.sramRead()).isEqualTo(reads);
        assertThat(beats.sramWrite()).isEqualTo(writes);
    }

    private record Box(int y0, int y1, int x0, int x1, int c0, int c1) {
        /** Of an axis that is broadcast its one element. */
        Box within(Extent extent) {
            boolean row = extent.height() == 1;
            boolean column = extent.width() == 1;
            return new Box(row ? 0 : y0, row ? 1 : y1, column ? 0 : x0, column ? 1 : x1, c0, c1);
        }
    }

    /** From the first to the last element that an element of {@code box} sees through the window. */
    private static Box seen(Box box, Window window, Extent ifm) {
        int[] rows = seen(
                box.y0,
                box.y1,
                window.strideY(),
                window.kernelHeight(),
                window.dilationY(),
                window.padTop(),
                ifm.height());
        int[] columns = seen(
                box.x0,
                box.x1,
                window.strideX(),
                window.kernelWidth(),
                window.dilationX(),
                window.padLeft(),
                ifm.width());
        return new Box(rows[0], rows[1], columns[0], columns[1], box.c0, box.c1);
    }

    private static int[] seen(int from, int to, int stride, int taps, int dilation, int pad, int extent) {
        int first = Math.max(0, from * stride - pad);
        int last = Math.min(extent - 1, (to - 1) * stride - pad + (taps - 1) * dilation);
        return new int[] {first, Math.max(first, last + 1)};
    }

    private static long read(FeatureMap map, Box box) {
        return map.format() == TensorFormat.NHCWB16
                ? bricks(map, box)
                : rows(map, box, map.extent().depth());
    }

    private static long written(FeatureMap map, Box box) {
        if (map.format() == TensorFormat.NHCWB16) {
            return bricks(map, box);
        }
        if (box.c1 - box.c0 <= BRICK) {
            return rows(map, box, map.extent().depth());
        }
        long sum = 0;
        for (int c = box.c0; c < box.c1; c += BRICK) {
            Box chunk = new Box(box.y0, box.y1, box.x0, box.x1, c, Math.min(box.c1, c + BRICK));
            sum += pixels(map, chunk);
        }
        return sum;
    }

    /** A row of a brick is a run of whole beats. */
    private static long bricks(FeatureMap map, Box box) {
        int bricks = Math.ceilDiv(box.c1, BRICK) - box.c0 / BRICK;
        return (long) (box.y1 - box.y0) * (box.x1 - box.x0) * bricks;
    }

    /** Whole pixels of a row are a run, others are one each. */
    private static long rows(FeatureMap map, Box box, int depth) {
        if (box.c1 - box.c0 < depth) {
            return pixels(map, box);
        }
        long sum = 0;
        for (int y = box.y0; y < box.y1; y++) {
            Set<Long> beats = new HashSet<>();
            for (int x = box.x0; x < box.x1; x++) {
                touch(beats, map, y, x, box);
            }
            sum += beats.size();
        }
        return sum;
    }

    private static long pixels(FeatureMap map, Box box) {
        long sum = 0;
        for (int y = box.y0; y < box.y1; y++) {
            for (int x = box.x0; x < box.x1; x++) {
                Set<Long> beats = new HashSet<>();
                touch(beats, map, y, x, box);
                sum += beats.size();
            }
        }
        return sum;
    }

    private static void touch(Set<Long> beats, FeatureMap map, int y, int x, Box box) {
        for (int c = box.c0; c < box.c1; c++) {
            beats.add((map.address() + y * map.strideY() + x * map.strideX() + c) / BEAT_BYTES);
        }
    }

    private static FeatureMap map(Random random, Extent extent) {
        boolean bricks = random.nextBoolean();
        long pixel = bricks ? BRICK : extent.depth();
        long row = pixel * extent.width() * (bricks ? Math.ceilDiv(extent.depth(), BRICK) : 1);
        return new FeatureMap(
                extent,
                8,
                bricks ? TensorFormat.NHCWB16 : TensorFormat.NHWC,
                FeatureMapStorage.MEMORY,
                AxiSide.SRAM,
                bricks ? BRICK * random.nextInt(9) : random.nextInt(90),
                row,
                pixel,
                bricks ? (long) BRICK * extent.width() : 1);
    }
}
