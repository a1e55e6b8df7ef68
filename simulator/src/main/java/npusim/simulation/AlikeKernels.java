package npusim.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import npusim.schedule.Activation;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.Command;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelFunction;
import npusim.schedule.KernelKind;
import npusim.schedule.OutputTranspose;
import npusim.schedule.Weights;
import npusim.schedule.Window;
import org.jspecify.annotations.Nullable;

/**
 * Which kernels of a stream, with those chained behind them, ask the same of every stage: those that differ in nothing but names
 * and whole beats of their addresses.
 */
final class AlikeKernels {
    /** Chains with fewer blocks seldom meet a state twice. */
    private static final int FEWEST_BLOCKS = 64;

    /** The number of the kind of each command that begins a chain. */
    private final int[] kinds;

    private final List<@Nullable AlikeBlocks> blocks = new ArrayList<>();
    private int mostDependent;

    /** What a kernel asks of the stages; no other property of a kernel reaches the engine. */
    private record Shape(
            KernelKind kind,
            KernelFunction function,
            FeatureMap ifm,
            @Nullable FeatureMap ifm2,
            FeatureMap ofm,
            Window window,
            BlockConfiguration configuration,
            long weightBytes,
            int weightStreams,
            long scaleBytes,
            Weights weights,
            int blockDependency,
            Activation activation,
            OutputTranspose transpose,
            boolean reverseWidth,
            int ifmUpscale) {}

    AlikeKernels(List<Command> commands, int beatBytes) {
        kinds = new int[commands.size()];
        Arrays.fill(kinds, -1);
        Map<List<Shape>, Integer> numbers = new HashMap<>();
        for (int i = 0; i < kinds.length; i++) {
            if (commands.get(i) instanceof KernelCommand) {
                List<KernelCommand> chain = chain(commands, i);
                mostDependent = Math.max(mostDependent, chain.getFirst().blockDependency());
                List<Shape> shapes =
                        chain.stream().map(kernel -> shape(kernel, beatBytes)).toList();
                Integer number = numbers.get(shapes);
                if (number == null) {
                    number = numbers.size();
                    numbers.put(shapes, number);
                    blocks.add(blockCount(chain) < FEWEST_BLOCKS ? null : new AlikeBlocks(chain, beatBytes));
                }
                kinds[i] = number;
                i += chain.size() - 1;
            }
        }
    }

    /** The kernel at {@code index} and those chained behind it. */
    static List<KernelCommand> chain(List<Command> commands, int index) {
        List<KernelCommand> chain = new ArrayList<>();
        chain.add((KernelCommand) commands.get(index));
        for (int i = index + 1;
                i < commands.size() && commands.get(i) instanceof KernelCommand next && next.chainedFromPrevious();
                i++) {
            chain.add(next);
        }
        return chain;
    }

    private static long blockCount(List<KernelCommand> chain) {
        Extent ofm = chain.getFirst().ofm().extent();
        return ofm.blocks(chain.getFirst().blocks().ofmBlock()).elements();
    }

    /** The largest BLOCKDEP of the stream: no block depends on an earlier one of the kernel before. */
    int mostDependent() {
        return mostDependent;
    }

    /** How many kinds there are. */
    int count() {
        return blocks.size();
    }

    /** The kind of the chain that begins with command {@code index}. */
    int kind(int index) {
        return kinds[index];
    }

    /** The blocks of a kind of chain, null when they are few. */
    @Nullable
    AlikeBlocks blocks(int kind) {
        return blocks.get(kind);
    }

    private static Shape shape(KernelCommand kernel, int beatBytes) {
        FeatureMap second = kernel.ifm2();
        Weights weights = kernel.weights();
        return new Shape(
                kernel.kind(),
                kernel.function(),
                placeless(kernel.ifm(), beatBytes),
                second == null ? null : placeless(second, beatBytes),
                placeless(kernel.ofm(), beatBytes),
                kernel.window(),
                kernel.blocks(),
                weights.weightBytes(),
                weights.streams().size(),
                weights.scaleBytes(),
                new Weights(
                        Weights.NONE.streams(),
                        Weights.NONE.scales(),
                        weights.side(),
                        weights.scaleSide(),
                        weights.format(),
                        weights.sparse(),
                        weights.elementBits()),
                kernel.blockDependency(),
                kernel.activation(),
                kernel.transpose(),
                kernel.reverseWidth(),
                kernel.ifmUpscale());
    }

    private static FeatureMap placeless(FeatureMap map, int beatBytes) {
        return map.withAddress(map.inMemory() ? Math.floorMod(map.address(), (long) beatBytes) : 0);
    }
}
