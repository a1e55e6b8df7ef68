package npusim.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import npusim.graph.Block;
import npusim.graph.Operator;
import npusim.graph.Value;

/** When each value of a block is read for the last time, and the plans of the blocks below it. */
final class BlockPlan {
    private final Block block;
    private final List<List<Value>> dead = new ArrayList<>();
    private final IdentityHashMap<Block, BlockPlan> nested = new IdentityHashMap<>();
    private final Set<Value> captured = new HashSet<>();

    BlockPlan(Block block) {
        this.block = block;
        Set<Value> own = new HashSet<>(block.inputs().castToList());
        Map<Value, Integer> lastUse = new HashMap<>();
        for (int index = 0; index < block.operators().size(); index++) {
            dead.add(new ArrayList<>());
            Operator operator = block.operators().get(index);
            own.addAll(operator.outputs().castToList());
            for (Value value : readBy(operator)) {
                note(value, index, own, lastUse);
            }
            for (Value value : operator.outputs()) {
                lastUse.putIfAbsent(value, index);
            }
        }
        for (Value output : block.outputs()) {
            if (own.contains(output)) {
                lastUse.remove(output);
            } else {
                captured.add(output);
            }
        }
        lastUse.forEach((value, index) -> dead.get(index).add(value));
    }

    private void note(Value value, int index, Set<Value> own, Map<Value, Integer> lastUse) {
        if (own.contains(value)) {
            lastUse.put(value, index);
        } else {
            captured.add(value);
        }
    }

    private Set<Value> readBy(Operator operator) {
        Set<Value> read = new HashSet<>(operator.inputs().castToList());
        switch (operator) {
            case Operator.CondIf condIf -> {
                read.addAll(plan(condIf.thenBlock()).captured);
                read.addAll(plan(condIf.elseBlock()).captured);
            }
            case Operator.WhileLoop loop -> {
                read.addAll(plan(loop.conditionBlock()).captured);
                read.addAll(plan(loop.bodyBlock()).captured);
            }
            default -> {}
        }
        return read;
    }

    private BlockPlan plan(Block below) {
        return nested.computeIfAbsent(below, BlockPlan::new);
    }

    Block block() {
        return block;
    }

    /** The plan of a block of one of this block's operators. */
    BlockPlan nested(Block below) {
        BlockPlan plan = nested.get(below);
        if (plan == null) {
            throw new IllegalArgumentException(below.name() + " is no block of " + block.name());
        }
        return plan;
    }

    /** Hands every value that an operator of this block produces to {@code drop}. */
    void dropOwn(Consumer<Value> drop) {
        for (Operator operator : block.operators()) {
            operator.outputs().forEach(drop::accept);
        }
    }

    /** Values of this block that nothing reads after operator {@code index}. */
    List<Value> deadAfter(int index) {
        return dead.get(index);
    }
}
