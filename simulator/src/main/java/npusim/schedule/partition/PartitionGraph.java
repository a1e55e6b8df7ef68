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
import npusim.graph.OpCode;
import npusim.graph.Operator;
import npusim.graph.ResizeMode;
import npusim.graph.Value;
import npusim.hardware.Abilities;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;

/**
 * Divides a network into segments that one side runs as a whole. Operators are taken in the order of the network as long as
 * they can go into the segment at hand; the side changes only when none can.
 */
public final class PartitionGraph {
    /** Operators that a description must name for its NPU to run them. */
    private static final Map<OpCode, String> NAMED = Map.of(
            OpCode.MATMUL, "matmul",
            OpCode.ARGMAX, "argmax",
            OpCode.GATHER, "gather",
            OpCode.EQUAL, "equal",
            OpCode.GREATER, "greater",
            OpCode.GREATER_EQUAL, "greater_equal");

    /** Reversals of an axis, innermost first. */
    private static final List<String> REVERSALS = List.of("reverse_c", "reverse_w", "reverse_h");

    private final Graph graph;
    private final Abilities abilities;

    private final Map<Value, Operator> producers = new HashMap<>();
    private final Set<Operator> done = new HashSet<>();

    private PartitionGraph(Graph graph, Abilities abilities) {
        this.graph = graph;
        this.abilities = abilities;
        for (Operator operator : graph.operators()) {
            if (!isConstant(operator)) {
                operator.outputs().forEach(output -> producers.put(output, operator));
            }
        }
    }

    /** The segments of a network in the order in which they run; a single one if one side runs it all. */
    public static List<Segment> apply(Graph graph, Abilities abilities) {
        PartitionGraph partition = new PartitionGraph(graph, abilities);
        return graph.operators().anySatisfy(partition::goesToHost)
                ? partition.run()
                : List.of(new Segment(false, graph));
    }

    private List<Segment> run() {
        List<Operator> left = new ArrayList<>(
                graph.operators().reject(PartitionGraph::isConstant).castToList());
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
                .map(members -> new Segment(goesToHost(members.getFirst()), extract(members)))
                .toList();
    }

    private boolean isReady(Operator operator) {
        return operator.inputs().allSatisfy(input -> {
            Operator producer = producers.get(input);
            return producer == null || done.contains(producer);
        });
    }

    /** Control flow and variables are left where they are: the scheduler says that it has none. */
    private boolean goesToHost(Operator operator) {
        return switch (operator) {
            case Operator.Conv3d _, Operator.Scatter _ -> true;
            case Operator.TransposeConv2d conv -> !becomesConvolution(conv);
            case Operator.DepthwiseConv2d conv -> multipliesSeveralChannels(conv);
            case Operator.Transpose transpose -> !abilities.exchangesAxes() && movesElements(transpose);
            case Operator.Reverse reverse -> !reverses(reverse);
            case Operator.Resize resize -> !abilities.computes("resize") && !doubles(resize);
            default -> {
                String name = NAMED.get(operator.code());
                yield name != null && !abilities.computes(name);
            }
        };
    }

    /** The IFM is read as it is or with a zero behind each element, so strides are 1 or 2 in both directions. */
    private boolean becomesConvolution(Operator.TransposeConv2d conv) {
        int stride = conv.stride().y();
        return stride == conv.stride().x() && stride <= 2 && graph.constant(conv.weight()) != null;
    }

    private static boolean multipliesSeveralChannels(Operator.DepthwiseConv2d conv) {
        Shape weights = conv.weight().shape();
        return weights.dimension(2) > 1 && weights.dimension(3) > 1;
    }

    private boolean reverses(Operator.Reverse reverse) {
        int fromInnermost = reverse.input().shape().rank() - 1 - reverse.axis();
        return fromInnermost < REVERSALS.size() && abilities.can(REVERSALS.get(fromInnermost));
    }

    /** Whether the order changes of axes longer than one. */
    private static boolean movesElements(Operator.Transpose transpose) {
        int last = -1;
        for (int i = 0; i < transpose.permutation().size(); i++) {
            int axis = transpose.permutation().get(i);
            if (transpose.input().shape().dimension(axis) > 1) {
                if (axis < last) {
                    return true;
                }
                last = axis;
            }
        }
        return false;
    }

    /** Whether each row and column is repeated once, which a pool does as it reads. */
    private boolean doubles(Operator.Resize resize) {
        Tensor scale = graph.constant(resize.scale());
        return scale != null
                && resize.mode() == ResizeMode.NEAREST
                && scale.get(0) == 2 * scale.get(1)
                && scale.get(2) == 2 * scale.get(3);
    }

    private static boolean isConstant(Operator operator) {
        return operator instanceof Operator.Const || operator instanceof Operator.ConstShape;
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
