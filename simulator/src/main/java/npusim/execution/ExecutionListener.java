package npusim.execution;

import npusim.graph.Operator;
import npusim.graph.Problem;
import npusim.graph.Value;
import npusim.tensor.Tensor;

/** Sees what a run does. Tensors are only valid during the call: their storage may be used again. */
public interface ExecutionListener {
    /** A listener that does nothing. */
    ExecutionListener NONE = new ExecutionListener() {};

    /** An operator, of any block, has produced a tensor. */
    default void produced(Operator operator, Value value, Tensor tensor) {}

    /** The checking mode found an outcome that the specification leaves unpredictable; the run goes on. */
    default void unpredictable(Problem problem) {}
}
