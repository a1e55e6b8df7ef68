package npusim.schedule;

import java.util.List;
import npusim.cache.Memo;
import npusim.graph.Graph;
import npusim.hardware.Accelerator;
import npusim.hardware.BlockLimits;
import npusim.hardware.Buffers;
import npusim.hardware.MacArray;
import npusim.hardware.OperationSupport;
import npusim.schedule.block.BlockSearch;
import npusim.schedule.partition.LoweredSegment;
import npusim.schedule.weights.WeightEncoder;
import npusim.schedule.weights.WeightEncoders;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.set.ImmutableSet;

/**
 * What schedulers of different designs can share: lowered networks, which depend on what an accelerator can do but not on
 * how fast; encoded sizes of weights, which depend on the weight decoders and the depth of blocks only; and block
 * configurations. Bounded and thread-safe; schedules do not depend on it.
 */
public final class ScheduleMemory {
    private static final int REMEMBERED_NETWORKS = 16;
    private static final int REMEMBERED_SEARCHES = 64;

    private final Memo<LoweringKey, List<LoweredSegment>, ScheduleException> networks = new Memo<>(REMEMBERED_NETWORKS);
    private final WeightEncoders encoders = new WeightEncoders();
    private final Memo<SearchKey, BlockSearch, RuntimeException> searches = new Memo<>(REMEMBERED_SEARCHES);

    private record SearchKey(MacArray macArray, Buffers buffers, BlockLimits limits, SchedulePolicy policy) {}

    /** All that lowering reads of a design, and the network itself, not one like it. */
    private record LoweringKey(
            SameGraph graph,
            BlockLimits limits,
            ImmutableSet<String> capabilities,
            ImmutableList<OperationSupport> operations,
            SchedulePolicy policy,
            boolean chaining) {}

    private record SameGraph(Graph graph) {
        @Override
        public boolean equals(Object other) {
            return other instanceof SameGraph that && graph == that.graph;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(graph);
        }
    }

    /** The operations of {@code graph} by segment. Planning leaves them as they are. */
    List<LoweredSegment> lowered(
            Graph graph,
            Accelerator accelerator,
            ScheduleOptions options,
            Memo.Computation<Graph, List<LoweredSegment>, ScheduleException> lower)
            throws ScheduleException {
        LoweringKey key = new LoweringKey(
                new SameGraph(graph),
                accelerator.limits(),
                accelerator.capabilities(),
                accelerator.operations(),
                options.policy(),
                options.chaining());
        return networks.get(key, missing -> lower.of(graph));
    }

    /** What was lowered and encoded, and how much of it is kept at most. */
    public String report() {
        return networks.misses() + " networks lowered, at most " + REMEMBERED_NETWORKS + " kept; " + encoders.report();
    }

    WeightEncoder encoder(Accelerator accelerator) {
        return encoders.of(accelerator);
    }

    BlockSearch search(Accelerator accelerator, SchedulePolicy policy) {
        SearchKey key = new SearchKey(accelerator.macArray(), accelerator.buffers(), accelerator.limits(), policy);
        return searches.get(key, missing -> BlockSearch.of(accelerator, policy));
    }
}
