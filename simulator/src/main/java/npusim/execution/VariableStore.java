package npusim.execution;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import npusim.graph.InvalidGraphException;
import npusim.graph.Operator;
import npusim.graph.Rule;
import npusim.graph.Value;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Variables of a TOSA context: they keep their tensors from one invocation of a graph to the next (TOSA 1.0, VARIABLE). */
public final class VariableStore {
    private final Map<String, Variable> variables = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    private static final class Variable {
        private final DType dtype;
        private final Shape shape;
        private @Nullable Tensor tensor;

        private Variable(Value declaration, @Nullable Tensor tensor) {
            this.dtype = declaration.dtype();
            this.shape = declaration.shape();
            this.tensor = tensor;
        }
    }

    void startInvocation() {
        seen.clear();
    }

    void declare(Operator.Variable operator, String place) throws InvalidGraphException {
        if (!seen.add(operator.name())) {
            throw new InvalidGraphException(
                    Rule.VARIABLE_DECLARED_TWICE, place, "variable '" + operator.name() + "' is declared twice");
        }
        variables.computeIfAbsent(operator.name(), _ -> new Variable(operator.declaration(), operator.initialValue()));
    }

    void write(Operator.VariableWrite operator, Tensor tensor, String place) throws InvalidGraphException {
        Variable variable = find(operator.name(), operator.input1(), place);
        variable.tensor = tensor;
    }

    Tensor read(Operator.VariableRead operator, String place) throws InvalidGraphException {
        Tensor tensor = find(operator.name(), operator.output(), place).tensor;
        if (tensor == null) {
            throw new InvalidGraphException(
                    Rule.VARIABLE_NOT_WRITTEN,
                    place,
                    "variable '" + operator.name() + "' has no initial value and was not written");
        }
        return tensor;
    }

    private Variable find(String name, Value value, String place) throws InvalidGraphException {
        Variable variable = variables.get(name);
        if (variable == null || !seen.contains(name)) {
            throw new InvalidGraphException(
                    Rule.VARIABLE_NOT_DECLARED, place, "variable '" + name + "' is not declared before");
        }
        if (variable.dtype != value.dtype() || !variable.shape.equals(value.shape())) {
            throw new InvalidGraphException(
                    Rule.VARIABLE_MISMATCH,
                    place,
                    value + " does not fit variable '" + name + "' of type " + variable.dtype + variable.shape);
        }
        return variable;
    }
}
