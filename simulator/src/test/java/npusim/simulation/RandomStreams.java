package npusim.simulation;

import java.util.List;
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
import npusim.schedule.operation.NpuOperation.ResizeParameters;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;

/** Command streams of random kernels, copies and waits. */
final class RandomStreams {
    private final Random random;

    private boolean resizes;
    private boolean fleeting;

    RandomStreams(long seed) {
        random = new Random(seed);
    }

    /** As these streams, with resizes among the layers, for designs that have them. */
    RandomStreams withResizes() {
        resizes = true;
        return this;
    }

    /** As these streams, each copy of a layer left out now and then, as weights are that stay. */
    RandomStreams withFleetingCopies() {
        fleeting = true;
        return this;
    }

    CommandStream next() {
        MutableList<Command> commands = Lists.mutable.empty();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(6)) {
                case 0 -> {
                    commands.add(copy(i, 16L * (1 + random.nextInt(500))));
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

    /** A few kernels of many small blocks, each given several times, the first with copies in between. */
    CommandStream nextOfManyBlocks() {
        MutableList<Command> commands = Lists.mutable.empty();
        KernelKind[] kinds = KernelKind.values();
        for (int i = 0; i < 2; i++) {
            KernelKind kind = kinds[random.nextInt(kinds.length)];
            Extent ofm = new Extent(20 + random.nextInt(80), 20 + random.nextInt(80), 1 + random.nextInt(40));
            KernelCommand kernel = kernel(i, resizes || kind != KernelKind.RESIZE ? kind : KernelKind.POOLING, ofm);
            for (int repeats = 0; repeats < 3; repeats++) {
                commands.add(kernel);
                if (i == 0 && repeats > 0) {
                    commands.add(copy(i, 16L * random.nextInt(1, 50)));
                }
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
            KernelCommand kernel = kernel(i, resizes || kind != KernelKind.RESIZE ? kind : KernelKind.POOLING);
            layer.addAll(random.nextInt(3) == 0 ? chained(kernel) : List.of(kernel));
            if (random.nextInt(3) == 0) {
                layer.add(copy(i, 16L * random.nextInt(1, 500)));
            }
            if (random.nextInt(4) == 0) {
                layer.add(new WaitCommand(
                        random.nextBoolean() ? WaitCommand.Kind.DMA : WaitCommand.Kind.KERNEL, random.nextInt(2), 0));
            }
        }
        MutableList<Command> commands = Lists.mutable.empty();
        for (int repeats = 0; repeats < 12; repeats++) {
            for (Command command : layer) {
                if (!fleeting || !(command instanceof DmaCommand) || random.nextBoolean()) {
                    commands.add(command);
                }
            }
        }
        commands.add(new StopCommand(4));
        return new CommandStream("layers", "any", commands.toImmutable());
    }

    private static DmaCommand copy(int index, long bytes) {
        return new DmaCommand("copy", index, AxiSide.EXTERNAL, 0, DmaCommand.Target.SRAM, 0, 1, bytes, 40);
    }

    /** {@code kernel} with an elementwise kernel chained behind it. */
    private List<KernelCommand> chained(KernelCommand kernel) {
        FeatureMap between = inChainingBuffer(kernel.ofm());
        KernelCommand next =
                kernel(kernel.operation(), KernelKind.ELEMENTWISE, kernel.ofm().extent());
        return List.of(
                kernel.anonymous(kernel.ifm(), kernel.ifm2(), between, kernel.weights())
                        .withCommandBytes(kernel.commandBytes()),
                next.anonymous(between, random.nextBoolean() ? next.ifm2() : null, next.ofm(), Weights.NONE)
                        .withCommandBytes(next.commandBytes()));
    }

    private static FeatureMap inChainingBuffer(FeatureMap map) {
        return new FeatureMap(
                map.extent(),
                map.elementBits(),
                map.format(),
                FeatureMapStorage.CHAINED,
                map.side(),
                0,
                map.strideY(),
                map.strideX(),
                map.strideC());
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
                        : kind == KernelKind.POOLING
                                ? KernelFunction.POOL_MAX
                                : kind == KernelKind.RESIZE ? KernelFunction.RESIZE_NEAREST : KernelFunction.NONE,
                map(ifm),
                kind == KernelKind.ELEMENTWISE ? map(ofm) : product ? map(new Extent(1, ofm.depth(), depth)) : null,
                map(ofm),
                kind == KernelKind.RESIZE ? resize() : new Window(kernel, kernel, 1, 1, 1, 1, 0, 0, 1, 1),
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
                100,
                null);
    }

    private Window resize() {
        int up = 1 + random.nextInt(3);
        int across = 1 + random.nextInt(3);
        return Window.of(new ResizeParameters(
                up,
                1 + random.nextInt(3),
                across,
                1 + random.nextInt(3),
                random.nextInt(2 * up) - up,
                random.nextInt(2 * across) - across,
                random.nextBoolean()));
    }
}
