package npusim.simulation;

import java.util.Random;
import npusim.schedule.Activation;
import npusim.schedule.AxiSide;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.Command;
import npusim.schedule.CommandStream;
import npusim.schedule.DmaCommand;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.FeatureMapStorage;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelFunction;
import npusim.schedule.KernelKind;
import npusim.schedule.OutputTranspose;
import npusim.schedule.StopCommand;
import npusim.schedule.TensorFormat;
import npusim.schedule.Traversal;
import npusim.schedule.WaitCommand;
import npusim.schedule.WeightFormat;
import npusim.schedule.WeightStream;
import npusim.schedule.Weights;
import npusim.schedule.Window;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;

/** Command streams of random kernels, copies and waits. */
final class RandomStreams {
    private final Random random;

    RandomStreams(long seed) {
        random = new Random(seed);
    }

    CommandStream next() {
        MutableList<Command> commands = Lists.mutable.empty();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(6)) {
                case 0 -> {
                    commands.add(new DmaCommand(
                            "copy",
                            i,
                            AxiSide.EXTERNAL,
                            0,
                            DmaCommand.Target.SRAM,
                            0,
                            1,
                            16L * (1 + random.nextInt(500)),
                            40));
                    if (random.nextBoolean()) {
                        commands.add(new WaitCommand(WaitCommand.Kind.DMA, random.nextInt(2), 0));
                    }
                }
                case 1 -> commands.add(kernel(i, KernelKind.ELEMENTWISE));
                case 2 -> commands.add(kernel(i, KernelKind.DEPTHWISE));
                case 3 -> commands.add(kernel(i, KernelKind.POOLING));
                case 4 -> commands.add(kernel(i, KernelKind.MATRIX_MULTIPLY));
                default -> commands.add(kernel(i, KernelKind.CONVOLUTION));
            }
        }
        commands.add(new StopCommand(4));
        return new CommandStream("random", "any", commands.toImmutable());
    }

    /** A few kernels of many small blocks, each given several times with a copy in between. */
    CommandStream nextOfManyBlocks() {
        MutableList<Command> commands = Lists.mutable.empty();
        KernelKind[] kinds = KernelKind.values();
        for (int i = 0; i < 2; i++) {
            KernelKind kind = kinds[random.nextInt(kinds.length)];
            Extent ofm = new Extent(20 + random.nextInt(80), 20 + random.nextInt(80), 1 + random.nextInt(40));
            KernelCommand kernel = kernel(i, kind == KernelKind.RESIZE ? KernelKind.POOLING : kind, ofm);
            for (int repeats = 0; repeats < 3; repeats++) {
                commands.add(kernel);
                commands.add(new DmaCommand(
                        "copy", i, AxiSide.EXTERNAL, 0, DmaCommand.Target.SRAM, 0, 1, 16L * random.nextInt(1, 50), 40));
            }
        }
        commands.add(new StopCommand(4));
        return new CommandStream("many blocks", "any", commands.toImmutable());
    }

    /** A few kernels and copies that come again and again, as the layers of a network do; some kernels are chained. */
    CommandStream nextOfLayers() {
        MutableList<Command> layer = Lists.mutable.empty();
        int count = 2 + random.nextInt(4);
        KernelKind[] kinds = KernelKind.values();
        for (int i = 0; i < count; i++) {
            KernelKind kind = kinds[random.nextInt(kinds.length)];
            layer.add(kernel(i, kind == KernelKind.RESIZE ? KernelKind.POOLING : kind));
            if (random.nextInt(3) == 0) {
                layer.add(new DmaCommand(
                        "copy",
                        i,
                        AxiSide.EXTERNAL,
                        0,
                        DmaCommand.Target.SRAM,
                        0,
                        1,
                        16L * random.nextInt(1, 500),
                        40));
            }
            if (random.nextInt(4) == 0) {
                layer.add(new WaitCommand(
                        random.nextBoolean() ? WaitCommand.Kind.DMA : WaitCommand.Kind.KERNEL, random.nextInt(2), 0));
            }
        }
        MutableList<Command> commands = Lists.mutable.empty();
        for (int repeats = 0; repeats < 12; repeats++) {
            commands.addAll(layer);
        }
        commands.add(new StopCommand(4));
        return new CommandStream("layers", "any", commands.toImmutable());
    }

    private FeatureMap map(Extent extent) {
        boolean bricks = random.nextBoolean();
        long stride = bricks ? 16 : extent.depth();
        return new FeatureMap(
                extent,
                8,
                bricks ? TensorFormat.NHCWB16 : TensorFormat.NHWC,
                FeatureMapStorage.MEMORY,
                random.nextBoolean() ? AxiSide.SRAM : AxiSide.EXTERNAL,
                random.nextInt(64),
                stride * extent.width(),
                stride,
                bricks ? 16L * extent.width() : 1);
    }

    private KernelCommand kernel(int index, KernelKind kind) {
        return kernel(index, kind, new Extent(1 + random.nextInt(20), 1 + random.nextInt(20), 1 + random.nextInt(80)));
    }

    private KernelCommand kernel(int index, KernelKind kind, Extent ofm) {
        boolean product = kind == KernelKind.MATRIX_MULTIPLY;
        int depth = kind == KernelKind.CONVOLUTION || product ? 1 + random.nextInt(150) : ofm.depth();
        int largest = random.nextInt(4) == 0 ? 12 : 3;
        int kernel = kind == KernelKind.ELEMENTWISE || product ? 1 : 1 + random.nextInt(largest);
        Extent ifm = new Extent(ofm.height() + kernel - 1, ofm.width() + kernel - 1, depth);
        Extent block = new Extent(2 + 2 * random.nextInt(4), 2 + 2 * random.nextInt(4), 16 * (1 + random.nextInt(3)));
        int weightBytes = 16 + (int) (kernel * kernel * (kind == KernelKind.CONVOLUTION ? depth : 1L) * ofm.depth());
        AxiSide side = random.nextBoolean() ? AxiSide.SRAM : AxiSide.EXTERNAL;
        Weights weights = kind.hasWeights()
                ? new Weights(
                        Lists.immutable.of(new WeightStream(0, weightBytes)),
                        Lists.immutable.of(new WeightStream(0, 10 * ofm.depth())),
                        side,
                        side,
                        WeightFormat.STANDARD,
                        false,
                        8)
                : Weights.NONE;
        return new KernelCommand(
                "t" + index,
                index,
                kind.name(),
                kind,
                kind == KernelKind.ELEMENTWISE
                        ? KernelFunction.ADD
                        : kind == KernelKind.POOLING ? KernelFunction.POOL_MAX : KernelFunction.NONE,
                map(ifm),
                kind == KernelKind.ELEMENTWISE ? map(ofm) : product ? map(new Extent(1, ofm.depth(), depth)) : null,
                map(ofm),
                new Window(kernel, kernel, 1, 1, 1, 1, 0, 0),
                new BlockConfiguration(
                        block,
                        new Extent(block.height() + kernel, block.width() + kernel, 64),
                        new Extent(2, 2, 8),
                        kind == KernelKind.DEPTHWISE ? Traversal.DEPTHWISE : Traversal.DEPTH_FIRST,
                        32),
                weights,
                random.nextInt(4),
                Activation.NONE,
                random.nextInt(6) == 0 ? OutputTranspose.WHC : OutputTranspose.HWC,
                false,
                1,
                100,
                null);
    }
}
