package npusim.execution.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import npusim.graph.Graph;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * Decides which operators run together. Going backwards through the graph, an element-wise operator joins the group of its
 * readers if these are all in one group and read it element by element; otherwise its output becomes a tensor and it heads
 * a group of its own. A group takes in at most one producer of sums, or ends in a reduction.
 */
final class Fusion {
    /** Operators that run as one step. */
    static final class Group {
        /** The last operator: its output is a tensor. */
        final int head;

        /** Element-wise members, last first. */
        final List<Integer> members = new ArrayList<>();

        /** The operator whose sums the group takes in, or −1. */
        int producer = NONE;

        private Group(int head) {
            this.head = head;
        }
    }

    static final int NONE = -1;

    private final List<Operator> operators;
    private final Roots roots;
    private final Expressions expressions;
    private final Map<Integer, List<Integer>> readers = new HashMap<>();
    private final Map<Integer, Integer> writers = new HashMap<>();
    private final boolean[] isOutput;
    private final boolean[] isLive;
    private final @Nullable Group[] groupOf;
    private final boolean[] isTakenIn;

    /** By their output's number. */
    private final Map<Integer, Operator.Rescale> repeated = new HashMap<>();

    Fusion(Graph graph, Roots roots, Expressions expressions) {
        this.operators = graph.operators().castToList();
        this.roots = roots;
        this.expressions = expressions;
        this.isOutput = new boolean[graph.valueCount()];
        this.isLive = new boolean[operators.size()];
        this.groupOf = new @Nullable Group[operators.size()];
        this.isTakenIn = new boolean[operators.size()];
        graph.outputs().forEach(output -> isOutput[roots.root(output)] = true);
        findReaders();
        for (int i = operators.size() - 1; i >= 0; i--) {
            if (isLive[i]) {
                place(i);
            }
        }
    }

    /** The group that ends with an operator and is to run in its place, or {@code null} if the operator runs alone. */
    @Nullable
    Group headedBy(int operator) {
        Group group = groupOf[operator];
        return group != null && group.head == operator ? group : null;
    }

    /** The RESCALE that those who read a broadcast value calculate anew for each of their elements, or {@code null}. */
    Operator.@Nullable Rescale repeated(Value value) {
        return repeated.get(value.id());
    }

    /** Whether an operator has no place of its own: it is unread, constant, a mere renaming, or part of a later group. */
    boolean isAbsorbed(int operator) {
        Group group = groupOf[operator];
        return !isLive[operator] || isTakenIn[operator] || (group != null && group.head != operator);
    }

    /** Marks what contributes to an output, and who reads it. */
    private void findReaders() {
        boolean[] wanted = isOutput.clone();
        for (int i = operators.size() - 1; i >= 0; i--) {
            Operator operator = operators.get(i);
            boolean renames = operator instanceof Operator.Reshape || operator instanceof Operator.Identity;
            if (renames || !isNeeded(operator, wanted)) {
                continue;
            }
            isLive[i] = true;
            for (Value input : operator.inputs()) {
                if (!roots.isConstant(input)) {
                    wanted[roots.root(input)] = true;
                    readers.computeIfAbsent(roots.root(input), root -> new ArrayList<>())
                            .add(i);
                }
            }
            for (Value output : operator.outputs()) {
                writers.put(roots.root(output), i);
            }
        }
    }

    /** Whether one of the outputs is computed, and one is wanted. */
    private boolean isNeeded(Operator operator, boolean[] wanted) {
        boolean computed = false;
        boolean needed = false;
        for (Value output : operator.outputs()) {
            computed |= !roots.isConstant(output);
            needed |= wanted[roots.root(output)];
        }
        return computed && needed;
    }

    private void place(int index) {
        Operator operator = operators.get(index);
        if (operator instanceof Operator.ReduceSum reduce && reduce.input().dtype() == DType.INT32) {
            groupOf[index] = new Group(index);
            return;
        }
        if (!expressions.isElementwise(operator)) {
            return;
        }
        if (operator instanceof Operator.Rescale rescale && isRepeated(rescale)) {
            repeated.put(rescale.output().id(), rescale);
            isTakenIn[index] = true;
            return;
        }
        Group group = commonGroup(operator.outputs().getFirst());
        int producer = producerFor(operator);
        boolean full = group != null
                && producer != NONE
                && (group.producer != NONE || operators.get(group.head) instanceof Operator.ReduceSum);
        if (group == null || full) {
            group = new Group(index);
        }
        group.members.add(index);
        groupOf[index] = group;
        if (producer != NONE) {
            group.producer = producer;
            isTakenIn[producer] = true;
        }
    }

    /** The group all readers of a value are in, if they read it element by element and nobody else wants it. */
    private @Nullable Group commonGroup(Value value) {
        int root = roots.root(value);
        if (isOutput[root]) {
            return null;
        }
        Group common = null;
        for (int reader : readers.getOrDefault(root, List.of())) {
            Group group = groupOf[reader];
            if (group == null || (common != null && group != common) || !readsElementwise(reader, root)) {
                return null;
            }
            common = group;
        }
        return common;
    }

    private boolean readsElementwise(int reader, int root) {
        Operator operator = operators.get(reader);
        long elements = operator instanceof Operator.ReduceSum reduce
                ? reduce.input().shape().elements()
                : operator.outputs().getFirst().shape().elements();
        for (Value operand : Expressions.dataOperands(operator)) {
            if (roots.root(operand) == root && operand.shape().elements() != elements) {
                return false;
            }
        }
        return true;
    }

    /** Whether an INT8 tensor is widened only for groups that broadcast it: scaled there, it can be part of a pair. */
    private boolean isRepeated(Operator.Rescale rescale) {
        Value output = rescale.output();
        int root = roots.root(output);
        if (rescale.input().dtype() != DType.INT8 || output.dtype() != DType.INT32 || isOutput[root]) {
            return false;
        }
        for (int reader : readers.getOrDefault(root, List.of())) {
            Operator operator = operators.get(reader);
            if (groupOf[reader] == null || operator instanceof Operator.ReduceSum) {
                return false;
            }
            long elements = operator.outputs().getFirst().shape().elements();
            for (Value operand : Expressions.dataOperands(operator)) {
                boolean isBroadcast = operand.equals(output) && output.shape().elements() < elements;
                if (roots.root(operand) == root && !isBroadcast) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The convolution or product that only this operator reads, element by element; or −1. */
    private int producerFor(Operator operator) {
        for (Value operand : Expressions.dataOperands(operator)) {
            int root = roots.root(operand);
            Integer writer = writers.get(root);
            boolean exclusive =
                    !isOutput[root] && readers.getOrDefault(root, List.of()).size() == 1;
            if (writer != null
                    && exclusive
                    && Producers.isProducer(operators.get(writer), roots)
                    && operand.shape().elements()
                            == operator.outputs().getFirst().shape().elements()) {
                return writer;
            }
        }
        return NONE;
    }
}
