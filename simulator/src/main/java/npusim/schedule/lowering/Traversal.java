package npusim.schedule.lowering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import npusim.schedule.operation.Network;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.NpuTensor;

/**
 * Walks a network from its outputs towards its inputs, the last input of an operation first. The same walk gives the order
 * of execution (read backwards) and the order in which rewrites meet operations.
 */
final class Traversal {
    private Traversal() {}

    /** Applies {@code rules} in order to every operation, again to whatever took its place, until nothing changes. */
    static void rewrite(Network network, List<Rewrite> rules) {
        Set<NpuOperation> visited = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<NpuOperation> stack = new ArrayDeque<>();
        for (NpuTensor output : network.outputs()) {
            output.writers().forEach(stack::push);
        }
        while (!stack.isEmpty()) {
            NpuOperation operation = stack.pop();
            if (visited.contains(operation) || !operation.isConnected()) {
                continue;
            }
            NpuOperation updated = rewriteUntilStable(network, rules, operation);
            visited.add(updated);
            if (!updated.isConnected()) {
                continue;
            }
            pushUnvisited(updated.ofm().tensor().writers(), visited, stack);
            for (NpuOperation.Input input : updated.inputs()) {
                pushUnvisited(input.connection().tensor().writers(), visited, stack);
            }
        }
    }

    private static NpuOperation rewriteUntilStable(Network network, List<Rewrite> rules, NpuOperation operation) {
        NpuOperation updated = operation;
        NpuOperation before;
        do {
            before = updated;
            for (Rewrite rule : rules) {
                updated = rule.apply(network, updated);
            }
        } while (updated != before);
        return updated;
    }

    private static void pushUnvisited(
            List<NpuOperation> operations, Set<NpuOperation> visited, Deque<NpuOperation> stack) {
        for (NpuOperation operation : operations) {
            if (!visited.contains(operation)) {
                stack.push(operation);
            }
        }
    }

    private record Step(NpuOperation operation, boolean inputsDone) {}

    /** All operations that outputs depend on, each after the operations it depends on. */
    static List<NpuOperation> executionOrder(Network network) {
        List<NpuOperation> order = new ArrayList<>();
        Set<NpuOperation> visited = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Step> stack = new ArrayDeque<>();
        for (NpuTensor output : network.outputs()) {
            output.writers().forEach(writer -> stack.push(new Step(writer, false)));
        }
        while (!stack.isEmpty()) {
            Step step = stack.pop();
            if (step.inputsDone()) {
                order.add(step.operation());
            } else if (visited.add(step.operation())) {
                stack.push(new Step(step.operation(), true));
                for (NpuOperation.Input input : step.operation().inputs()) {
                    for (NpuOperation writer : input.connection().tensor().writers()) {
                        if (!visited.contains(writer)) {
                            stack.push(new Step(writer, false));
                        }
                    }
                }
            }
        }
        return order;
    }
}
