package npusim.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;

/**
 * Builds a {@link Graph} operator by operator. Values are declared first, then an operator that produces them is added;
 * the order of addition is the order in a file, and {@link #build} checks that it is a topological one.
 *
 * <p>The builder says {@link IllegalStateException} to a name used twice, a value produced twice or read before it is
 * produced: those are mistakes of the program. Whether operands fit is checked by {@link VerifyGraph}.
 */
public final class GraphBuilder {
    private final String blockName;
    private final List<Value> inputs = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();
    private final List<Operator> operators = new ArrayList<>();
    private final Map<Value, Tensor> constants = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Set<Value> available = new HashSet<>();
    private int nextId;

    /** A builder of a graph whose only block is {@code main}. */
    public GraphBuilder() {
        this("main", 0);
    }

    private GraphBuilder(String blockName, int firstId) {
        this.blockName = blockName;
        this.nextId = firstId;
    }

    /** Declares a value that an operator added later produces. */
    public Value value(String name, DType dtype, Shape shape) {
        if (!names.add(name)) {
            throw new IllegalStateException("two values are named " + name);
        }
        return new Value(nextId++, name, dtype, shape);
    }

    /** Declares an input of the graph. */
    public Value input(String name, DType dtype, Shape shape) {
        Value value = value(name, dtype, shape);
        inputs.add(value);
        available.add(value);
        return value;
    }

    /** Adds a CONST, or for a SHAPE tensor a CONST_SHAPE, and returns its value. */
    public Value constant(String name, Tensor tensor) {
        Value value = value(name, tensor.dtype(), tensor.shape());
        constants.put(value, tensor);
        add(tensor.dtype() == DType.SHAPE ? new Operator.ConstShape(value) : new Operator.Const(value));
        return value;
    }

    /** Adds a CONST_SHAPE of these sizes or coordinates and returns its value. */
    public Value constantShape(String name, long... sizes) {
        return constant(name, Tensor.shapeOf(sizes));
    }

    /** Adds an operator whose inputs are already there. */
    public void add(Operator operator) {
        for (Value input : operator.inputs()) {
            if (!available.contains(input)) {
                throw new IllegalStateException(operator.code() + " reads " + input.name() + " before it is produced");
            }
        }
        for (Value output : operator.outputs()) {
            if (!available.add(output)) {
                throw new IllegalStateException(output.name() + " is produced twice");
            }
        }
        operators.add(operator);
    }

    /** Makes a value an output of the graph. */
    public void output(Value value) {
        if (!available.contains(value)) {
            throw new IllegalStateException("output " + value.name() + " is not produced");
        }
        outputs.add(value);
    }

    /** A builder for a block of a control-flow operator, which may read every value available now. */
    public GraphBuilder nested(String name) {
        GraphBuilder builder = new GraphBuilder(name, nextId);
        builder.available.addAll(available);
        return builder;
    }

    /** Finishes a block begun with {@link #nested}; call before declaring further values here. */
    public Block finish(GraphBuilder nested) {
        nextId = nested.nextId;
        return nested.block();
    }

    /** The graph built so far. */
    public Graph build() {
        return new Graph(block(), nextId);
    }

    private Block block() {
        return new Block(
                blockName,
                Lists.immutable.withAll(inputs),
                Lists.immutable.withAll(outputs),
                Lists.immutable.withAll(operators),
                Maps.immutable.withAll(constants));
    }
}
