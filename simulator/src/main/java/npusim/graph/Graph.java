package npusim.graph;

import npusim.tensor.Tensor;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * A TOSA graph.
 *
 * @param main the block that runs; control-flow operators in it hold further blocks
 * @param valueCount number of values in all blocks: every {@link Value#id} is below it
 */
public record Graph(Block main, int valueCount) {
    public ImmutableList<Value> inputs() {
        return main.inputs();
    }

    public ImmutableList<Value> outputs() {
        return main.outputs();
    }

    /** Operators of the main block in topological order. */
    public ImmutableList<Operator> operators() {
        return main.operators();
    }

    /** Operators of the main block that compute something: all but the constants. */
    public ImmutableList<Operator> computing() {
        return main.operators().reject(Operator::isConstant);
    }

    /** The tensor of a constant of the main block, or {@code null} if {@code value} is not one. */
    public @Nullable Tensor constant(Value value) {
        return main.constant(value);
    }
}
