package npusim.execution.plan;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import npusim.graph.Graph;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.kernel.EvaluateOperator;
import npusim.kernel.UnpredictableException;
import npusim.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Which values of a graph share memory, and what the constant ones hold. RESHAPE and IDENTITY only rename, so their output
 * has the root of their input. Everything that depends on constants only is evaluated here.
 */
final class Roots {
    /** Constants computed from constants are kept up to this size; larger ones are computed at every run. */
    private static final long MOST_CONSTANT_ELEMENTS = 1 << 22;

    private final int[] rootOf;
    private final @Nullable Tensor[] constants;

    Roots(Graph graph, EvaluateOperator evaluator) {
        rootOf = new int[graph.valueCount()];
        Arrays.setAll(rootOf, i -> i);
        constants = new @Nullable Tensor[graph.valueCount()];
        graph.main().constants().forEachKeyValue((value, tensor) -> constants[value.id()] = tensor);
        for (Operator operator : graph.operators()) {
            switch (operator) {
                case Operator.Reshape reshape -> rename(reshape.input(), reshape.output());
                case Operator.Identity identity -> rename(identity.input1(), identity.output());
                default -> fold(operator, evaluator);
            }
        }
    }

    private void rename(Value input, Value output) {
        int root = rootOf[input.id()];
        rootOf[output.id()] = root;
        Tensor tensor = constants[input.id()];
        if (tensor != null) {
            constants[output.id()] = tensor.reshaped(output.shape());
        }
    }

    private void fold(Operator operator, EvaluateOperator evaluator) {
        if (operator instanceof Operator.SingleOutput single
                && operator.inputs().notEmpty()
                && single.output().shape().elements() <= MOST_CONSTANT_ELEMENTS
                && operator.inputs().allSatisfy(this::isConstant)) {
            try {
                List<Tensor> inputs = operator.inputs().collect(this::constant).castToList();
                constants[single.output().id()] = evaluator.evaluate(single, inputs);
            } catch (UnpredictableException e) {
                // Left to the run, which reports it with its place.
                return;
            }
        }
    }

    /** Number of the memory that holds a value. */
    int root(Value value) {
        return rootOf[value.id()];
    }

    /** Where a value is found in a storage table: a constant under its own number, anything else under its root's. */
    int memory(Value value) {
        return isConstant(value) ? value.id() : root(value);
    }

    /** Places of all constants in a storage table. */
    List<Integer> constants() {
        return IntStream.range(0, constants.length)
                .filter(i -> constants[i] != null)
                .boxed()
                .toList();
    }

    boolean isConstant(Value value) {
        return constants[value.id()] != null;
    }

    /** What a constant value holds. */
    Tensor constant(Value value) {
        Tensor tensor = constants[value.id()];
        if (tensor == null) {
            throw new IllegalStateException(value + " is no constant");
        }
        return tensor;
    }

    /** A storage table that holds the constants. */
    Storage storage() {
        Storage storage = new Storage(constants.length);
        for (int i = 0; i < constants.length; i++) {
            Tensor tensor = constants[i];
            if (tensor != null) {
                storage.put(i, tensor.storage());
            }
        }
        return storage;
    }
}
