package npusim.tosa;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import npusim.graph.OpCode;
import npusim.graph.Rule;
import npusim.tosa.TosaFile.FileBlock;
import npusim.tosa.TosaFile.FileOperator;

/**
 * Orders the operators of a block so that each follows the producers of what it reads, and keeps the file's order where
 * that is one. Operators on variables keep their order among each other. A control-flow operator also follows the
 * producers of what its blocks read from this one.
 */
final class OrderOperators {
    /** More blocks under one operator than any level's nesting allows are refused later; the search stops here. */
    private static final int MAXIMUM_BLOCKS_SEEN = 1000;

    private static final int UNSEEN = 0;
    private static final int OPEN = 1;
    private static final int DONE = 2;

    private final FileBlock block;
    private final Map<String, Integer> producers;
    private final ResolveGraph graph;
    private final int[] state;
    private final int[] previousStateful;
    private final List<Integer> order = new ArrayList<>();

    OrderOperators(FileBlock block, Map<String, Integer> producers, ResolveGraph graph) {
        this.block = block;
        this.producers = producers;
        this.graph = graph;
        this.state = new int[block.operators().size()];
        this.previousStateful = new int[block.operators().size()];
    }

    private record Visit(int index, Iterator<Integer> dependencies) {}

    /** Indices of the operators in topological order; operators of a cycle are reported and left out. */
    List<Integer> order() {
        int last = -1;
        for (FileOperator operator : block.operators()) {
            previousStateful[operator.index()] = last;
            if (isStateful(operator.code())) {
                last = operator.index();
            }
        }
        for (int index = 0; index < state.length; index++) {
            if (state[index] == UNSEEN) {
                visit(index);
            }
        }
        return order;
    }

    private static boolean isStateful(OpCode code) {
        return code == OpCode.VARIABLE
                || code == OpCode.VARIABLE_READ
                || code == OpCode.VARIABLE_WRITE
                || code == OpCode.COND_IF
                || code == OpCode.WHILE_LOOP;
    }

    private void visit(int start) {
        Deque<Visit> open = new ArrayDeque<>();
        open.push(opened(start));
        while (!open.isEmpty()) {
            Visit top = open.element();
            if (!top.dependencies.hasNext()) {
                open.pop();
                state[top.index] = DONE;
                order.add(top.index);
                continue;
            }
            int next = top.dependencies.next();
            if (state[next] == OPEN) {
                graph.problem(
                        Rule.CYCLIC_GRAPH, block.operators().get(next).place(), "the operator needs its own result");
            } else if (state[next] == UNSEEN) {
                open.push(opened(next));
            }
        }
    }

    private Visit opened(int index) {
        state[index] = OPEN;
        FileOperator operator = block.operators().get(index);
        List<Integer> dependencies = new ArrayList<>();
        for (String input : operator.inputs()) {
            depend(input, operator, dependencies);
        }
        for (String captured : captured(operator)) {
            depend(captured, operator, dependencies);
        }
        if (isStateful(operator.code()) && previousStateful[index] >= 0) {
            dependencies.add(previousStateful[index]);
        }
        return new Visit(index, dependencies.iterator());
    }

    private void depend(String name, FileOperator operator, List<Integer> dependencies) {
        Integer producer = producers.get(name);
        boolean sameVariable =
                operator.code() == OpCode.VARIABLE_WRITE && operator.outputs().contains(name);
        if (producer != null && !sameVariable) {
            dependencies.add(producer);
        }
    }

    /** Names that the blocks of a control-flow operator read and do not define. */
    private Set<String> captured(FileOperator operator) {
        Set<String> names = new HashSet<>();
        addCaptured(operator, new HashSet<>(), names);
        return names;
    }

    private void addCaptured(FileOperator operator, Set<String> seenBlocks, Set<String> names) {
        boolean controlFlow = operator.code() == OpCode.COND_IF || operator.code() == OpCode.WHILE_LOOP;
        if (!controlFlow || seenBlocks.size() > MAXIMUM_BLOCKS_SEEN) {
            return;
        }
        Attributes attributes = new Attributes(operator);
        for (int slot = 0; slot < 2; slot++) {
            String name = attributes.name("graph", slot);
            FileBlock nested = seenBlocks.add(name) ? graph.find(name) : null;
            if (nested != null) {
                addFreeNames(nested, seenBlocks, names);
            }
        }
    }

    private void addFreeNames(FileBlock nested, Set<String> seenBlocks, Set<String> names) {
        Set<String> own = new HashSet<>(nested.inputs());
        for (FileOperator operator : nested.operators()) {
            own.addAll(operator.outputs());
        }
        Set<String> free = new HashSet<>(nested.outputs());
        for (FileOperator operator : nested.operators()) {
            free.addAll(operator.inputs());
            addCaptured(operator, seenBlocks, free);
        }
        free.removeAll(own);
        names.addAll(free);
    }
}
