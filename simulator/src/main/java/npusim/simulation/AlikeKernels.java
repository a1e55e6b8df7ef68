package npusim.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import npusim.schedule.Command;
import npusim.schedule.FeatureMap;
import npusim.schedule.KernelCommand;
import npusim.schedule.WeightFormat;
import npusim.schedule.Weights;
import org.jspecify.annotations.Nullable;

/**
 * Which kernels of a stream, with those chained behind them, ask the same of every stage: those that differ in nothing but names
 * and {@linkplain AccessWidths#period whole periods} of their addresses.
 */
final class AlikeKernels {
    /** Chains with fewer blocks seldom meet a state twice. */
    private static final int FEWEST_BLOCKS = 64;

    /** The chain that begins with each command, null where none begins. */
    private final @Nullable KernelChain[] chains;

    private int mostDependent;

    /**
     * What a kernel asks of the stages.
     *
     * @param kernel the kernel without names, whole periods of its addresses and what its encoded weights take
     * @param blockBeats beats of encoded weights of a block, and of the last in depth
     */
    private record Shape(KernelCommand kernel, long blockBeats, long lastBlockBeats) {}

    AlikeKernels(List<Command> commands, AccessWidths widths) {
        chains = new KernelChain[commands.size()];
        Map<List<Shape>, KernelChain> kinds = new HashMap<>();
        for (int i = 0; i < chains.length; i++) {
            if (commands.get(i) instanceof KernelCommand) {
                List<KernelCommand> kernels = chain(commands, i);
                mostDependent = Math.max(mostDependent, kernels.getFirst().blockDependency());
                List<Shape> shapes =
                        kernels.stream().map(kernel -> shape(kernel, widths)).toList();
                KernelChain alike = kinds.computeIfAbsent(shapes, key -> firstOfKind(kernels, kinds.size(), widths));
                chains[i] = new KernelChain(kernels, alike.kind(), alike.windows(), alike.alike());
                i += kernels.size() - 1;
            }
        }
    }

    private static KernelChain firstOfKind(List<KernelCommand> kernels, int kind, AccessWidths widths) {
        boolean many = KernelChain.blocks(kernels.getFirst()) >= FEWEST_BLOCKS;
        return new KernelChain(
                kernels, kind, ChannelWindows.usedBy(kernels), many ? new AlikeBlocks(kernels, widths) : null);
    }

    /** The kernel at {@code index} and those chained behind it. */
    private static List<KernelCommand> chain(List<Command> commands, int index) {
        List<KernelCommand> chain = new ArrayList<>();
        chain.add((KernelCommand) commands.get(index));
        for (int i = index + 1;
                i < commands.size() && commands.get(i) instanceof KernelCommand next && next.chainedFromPrevious();
                i++) {
            chain.add(next);
        }
        return chain;
    }

    /** The largest BLOCKDEP of the stream: no block depends on an earlier one of the kernel before. */
    int mostDependent() {
        return mostDependent;
    }

    /** The chain that begins with command {@code index}, a kernel that is not chained to one before. */
    KernelChain chain(int index) {
        return Objects.requireNonNull(chains[index]);
    }

    private static Shape shape(KernelCommand kernel, AccessWidths widths) {
        FeatureMap second = kernel.ifm2();
        int depth = kernel.ofm().extent().depth();
        int block = Math.min(kernel.blocks().ofmBlock().depth(), depth);
        int last = depth - (Math.ceilDiv(depth, block) - 1) * block;
        int weightBeat = widths.beat(kernel.weights().side());
        return new Shape(
                kernel.anonymous(
                        placeless(kernel.ifm(), widths),
                        second == null ? null : placeless(second, widths),
                        placeless(kernel.ofm(), widths),
                        placeless(kernel.weights())),
                WeightStage.beats(kernel, block, weightBeat),
                WeightStage.beats(kernel, last, weightBeat));
    }

    /** The size of a stream matters in beats only, unless the coding is told by it. */
    private static Weights placeless(Weights weights) {
        boolean codingBySize = weights.format() == WeightFormat.FAST;
        return new Weights(
                codingBySize ? weights.streams().collect(stream -> stream.withAddress(0)) : Weights.NONE.streams(),
                weights.scales().collect(stream -> stream.withAddress(0)),
                weights.side(),
                weights.scaleSide(),
                weights.format(),
                weights.sparse(),
                weights.elementBits());
    }

    private static FeatureMap placeless(FeatureMap map, AccessWidths widths) {
        return map.withAddress(map.inMemory() ? Math.floorMod(map.address(), (long) widths.period(map)) : 0);
    }
}
