package npusim.graph;

import npusim.tensor.Tensor;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.jspecify.annotations.Nullable;

/**
 * A basic block: operators in topological order. A block of a control-flow operator may also read values of the blocks
 * around it.
 *
 * @param name the block's name in the file
 * @param inputs values the caller supplies, in order
 * @param outputs values handed back, in order; an output may also be an input or a constant
 * @param operators in an order in which every value is produced before it is read, CONST and CONST_SHAPE included
 * @param constants what each CONST and CONST_SHAPE holds
 */
public record Block(
        String name,
        ImmutableList<Value> inputs,
        ImmutableList<Value> outputs,
        ImmutableList<Operator> operators,
        ImmutableMap<Value, Tensor> constants) {

    /** The tensor of a constant of this block, or {@code null} if {@code value} is not one. */
    public @Nullable Tensor constant(Value value) {
        return constants.get(value);
    }
}
