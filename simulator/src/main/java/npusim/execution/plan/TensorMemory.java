package npusim.execution.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import npusim.graph.Graph;
import npusim.graph.InvalidGraphException;
import npusim.graph.Operator;
import npusim.graph.Rule;
import npusim.graph.Value;
import npusim.graph.VerifyGraph;
import npusim.tensor.Tensor;

/** When the memory of each tensor is taken and given back, and how much that is at most. */
final class TensorMemory {
    /** For each step the roots whose last reader it is. */
    private final List<List<Integer>> released = new ArrayList<>();

    private final Map<Integer, Value> values = new HashMap<>();
    private final Set<Integer> pooled = new HashSet<>();
    private final long peakBytes;
    private long writtenBytes;

    /**
     * @param kept roots that outlive the run: inputs, outputs, constants
     */
    TensorMemory(Graph graph, Roots roots, List<Step> steps, Set<Integer> kept) {
        for (Operator operator : graph.operators()) {
            operator.outputs().forEach(output -> values.putIfAbsent(roots.root(output), output));
        }
        Map<Integer, Integer> last = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            for (int root : step.writes()) {
                last.put(root, i);
                if (!kept.contains(root)) {
                    pooled.add(root);
                }
            }
            for (int root : step.reads()) {
                last.put(root, i);
            }
            released.add(new ArrayList<>());
        }
        last.forEach((root, step) -> {
            if (!kept.contains(root)) {
                released.get(step).add(root);
            }
        });
        peakBytes = peak(steps);
    }

    private long peak(List<Step> steps) {
        long peak = 0;
        long alive = 0;
        for (int i = 0; i < steps.size(); i++) {
            for (int root : steps.get(i).writes()) {
                alive += bytes(value(root));
                writtenBytes += bytes(value(root));
            }
            peak = Math.max(peak, alive);
            for (int root : released.get(i)) {
                alive -= bytes(value(root));
            }
        }
        return peak;
    }

    private static long bytes(Value value) {
        return Math.multiplyExact(value.shape().elements(), (long) value.dtype().storageBytes());
    }

    /**
     * Refuses a graph with a tensor that cannot be had.
     *
     * @throws InvalidGraphException naming the operator
     */
    static void check(Graph graph, long limitBytes) throws InvalidGraphException {
        for (int i = 0; i < graph.operators().size(); i++) {
            Operator operator = graph.operators().get(i);
            for (Value value : operator.outputs()) {
                long elements = value.shape().elements();
                if (elements > Tensor.MAXIMUM_ELEMENTS || bytes(value) > limitBytes) {
                    throw refusal(VerifyGraph.placeOf(operator, i), value + " is too large", limitBytes);
                }
            }
        }
    }

    /** Refuses a plan whose tensors do not fit together. */
    void check(long limitBytes) throws InvalidGraphException {
        if (peakBytes > limitBytes) {
            throw refusal("the graph", "its tensors need " + peakBytes + " bytes at the same time", limitBytes);
        }
    }

    private static InvalidGraphException refusal(String place, String detail, long limitBytes) {
        return new InvalidGraphException(Rule.MEMORY_LIMIT, place, detail + "; the limit is " + limitBytes + " bytes");
    }

    /** A value in the memory {@code root}. */
    Value value(int root) {
        Value value = values.get(root);
        if (value == null) {
            throw new IllegalStateException("no operator writes memory " + root);
        }
        return value;
    }

    /** Whether the array of a root comes from, and goes back to, a pool. */
    boolean isPooled(int root) {
        return pooled.contains(root);
    }

    List<Integer> releasedAfter(int step) {
        return released.get(step);
    }

    /** Bytes of all tensors that one run writes. */
    long writtenBytes() {
        return writtenBytes;
    }

    long peakBytes() {
        return peakBytes;
    }
}
