package npusim.schedule.partition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import npusim.graph.Block;
import npusim.graph.Graph;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.hardware.Abilities;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.jspecify.annotations.Nullable;

/**
 * Divides a network into segments that one side runs as a whole. Operators are taken in the order of the network as long as
 * they can go into the segment at hand; the side changes only when none can.
 */
final class PartitionGraph {
    /** Reversals of an axis, innermost first. */
    private static final List<String> REVERSALS = List.of("reverse_c", "reverse_w", "reverse_h");

    private final Graph graph;
    private final Abilities abilities;
    private final Map<String, String> refused;

    private final Map<Value, Operator> producers = new HashMap<>();
    private final Set<Operator> done = new HashSet<>();

    private PartitionGraph(Graph graph, Abilities abilities, Map<String, String> refused) {
        this.graph = graph;
        this.abilities = abilities;
        this.refused = refused;
        for (Operator operator : graph.computing()) {
            operator.outputs().forEach(output -> producers.put(output, operator));
        }
    }

    /**
     * The segments of a network in the order in which they run; a single one if one side runs it all.
     *
     * @param refused outputs of operators that the accelerator is known not to run, and why
     */
    static List<Segment> apply(Graph graph, Abilities abilities, Map<String, String> refused) {
        PartitionGraph whole = new PartitionGraph(graph, abilities, refused);
        return graph.operators().anySatisfy(whole::goesToHost)
                ? new PartitionGraph(FoldConstants.apply(graph), abilities, refused).run()
                : List.of(new Segment(graph, Map.of()));
    }

    private List<Segment> run() {
        List<Operator> left = new ArrayList<>(graph.computing().castToList());
        List<List<Operator>> segments = new ArrayList<>();
        boolean host = goesToHost(left.getFirst());
        while (!left.isEmpty()) {
            List<Operator> members = new ArrayList<>();
            for (Operator operator : left) {
                if (goesToHost(operator) == host && isReady(operator)) {
                    members.add(operator);
                    done.add(operator);
                }
            }
            left.removeAll(new HashSet<>(members));
            if (!members.isEmpty()) {
                segments.add(members);
            }
            host = !host;
        }
        return segments.stream()
                .map(members -> new Segment(extract(members), reasons(members)))
                .toList();
    }

    private Map<String, String> reasons(List<Operator> members) {
        Map<String, String> reasons = new HashMap<>();
        for (Operator operator : members) {
            String reason = reason(operator);
            if (reason != null) {
                reasons.put(name(operator), reason);
            }
        }
        return reasons;
    }

    private boolean isReady(Operator operator) {
        return operator.inputs().allSatisfy(input -> {
            Operator producer = producers.get(input);
            return producer == null || done.contains(producer);
        });
    }

    private boolean goesToHost(Operator operator) {
        return reason(operator) != null;
    }

    /** Why the host runs an operator. Control flow and variables are left where they are: the scheduler says that it has none. */
    private @Nullable String reason(Operator operator) {
        return switch (operator) {
            case Operator.Conv3d _, Operator.Scatter _ -> "the scheduler has no kernel for it";
            case Operator.TransposeConv2d conv
            when !becomesConvolution(conv) ->
                "its strides are not 1 or 2 in both directions, or its weights not constant";
            case Operator.Reverse reverse when !reverses(reverse) -> "no unit reverses this axis";
            default -> refused.get(name(operator));
        };
    }

    private static String name(Operator operator) {
        return operator.outputs().getFirst().name();
    }

    /** The IFM is read as it is or with a zero behind each element, so strides are 1 or 2 in both directions. */
    private boolean becomesConvolution(Operator.TransposeConv2d conv) {
        int stride = conv.stride().y();
        return stride == conv.stride().x() && stride <= 2 && graph.constant(conv.weight()) != null;
    }

    private boolean reverses(Operator.Reverse reverse) {
        int fromInnermost = reverse.input().shape().rank() - 1 - reverse.axis();
        return fromInnermost < REVERSALS.size() && abilities.can(REVERSALS.get(fromInnermost));
    }

    /** The operators as a network of their own with the constants they read. */
    private Graph extract(List<Operator> members) {
        Set<Operator> inside = new HashSet<>(members);
        Set<Value> inputs = new LinkedHashSet<>();
        Map<Value, Tensor> constants = new LinkedHashMap<>();
        for (Operator operator : members) {
            for (Value input : operator.inputs()) {
                Tensor constant = graph.constant(input);
                if (constant != null) {
                    constants.put(input, constant);
                } else {
                    Operator producer = producers.get(input);
                    if (producer == null || !inside.contains(producer)) {
                        inputs.add(input);
                    }
                }
            }
        }
        Set<Value> readOutside = new HashSet<>(graph.outputs().castToList());
        for (Operator operator : graph.operators()) {
            if (!inside.contains(operator)) {
                operator.inputs().forEach(readOutside::add);
            }
        }
        List<Value> outputs = members.stream()
                .flatMap(operator -> operator.outputs().castToList().stream())
                .filter(readOutside::contains)
                .toList();
        Block block = new Block(
                graph.main().name(),
                Lists.immutable.ofAll(inputs),
                Lists.immutable.ofAll(outputs),
                Lists.immutable.ofAll(members),
                Maps.immutable.ofMap(constants));
        return new Graph(block, graph.valueCount());
    }
}
