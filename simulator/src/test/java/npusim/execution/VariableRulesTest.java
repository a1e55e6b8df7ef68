package npusim.execution;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import npusim.graph.GraphBuilder;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Maps;
import org.junit.jupiter.api.Test;

/** What VARIABLE, VARIABLE_READ and VARIABLE_WRITE require of each other, broken once. */
class VariableRulesTest {
    private final GraphBuilder builder = new GraphBuilder();
    private final Value zeros = builder.constant("zeros", Tensor.zeros(DType.INT32, Shape.of(2)));

    private void declare(String tensor, String name) {
        builder.add(new Operator.Variable(builder.value(tensor, DType.INT32, Shape.of(2)), name, null));
    }

    private void read(DType dtype, int extent) {
        Value output = builder.value("y", dtype, Shape.of(extent));
        builder.add(new Operator.VariableRead("v", output));
        builder.output(output);
    }

    private void failsWith(String message) {
        assertThatThrownBy(() -> new Executor(builder.build()).run(Maps.immutable.empty()))
                .hasMessage(message);
    }

    @Test
    void variableIsDeclaredBeforeItIsRead() {
        read(DType.INT32, 2);

        failsWith("VariableNotDeclared: VARIABLE_READ #1 (y): variable 'v' is not declared before");
    }

    @Test
    void variableIsDeclaredBeforeItIsWritten() {
        declare("a", "w");
        builder.add(new Operator.VariableWrite(zeros, "v"));

        failsWith("VariableNotDeclared: VARIABLE_WRITE #2: variable 'v' is not declared before");
    }

    @Test
    void variableIsDeclaredOnceInARun() {
        declare("a", "v");
        declare("b", "v");

        failsWith("VariableDeclaredTwice: VARIABLE #2 (b): variable 'v' is declared twice");
    }

    @Test
    void variableIsWrittenBeforeItIsRead() {
        declare("a", "v");
        read(DType.INT32, 2);

        failsWith("VariableNotWritten: VARIABLE_READ #2 (y): variable 'v' has no initial value and was not written");
    }

    @Test
    void whatIsReadHasTheVariablesShape() {
        declare("a", "v");
        builder.add(new Operator.VariableWrite(zeros, "v"));
        read(DType.INT32, 3);

        failsWith("VariableMismatch: VARIABLE_READ #3 (y): y INT32[3] does not fit variable 'v' of type INT32[2]");
    }

    @Test
    void whatIsWrittenHasTheVariablesType() {
        declare("a", "v");
        Value bytes = builder.constant("bytes", Tensor.zeros(DType.INT8, Shape.of(2)));
        builder.add(new Operator.VariableWrite(bytes, "v"));

        failsWith("VariableMismatch: VARIABLE_WRITE #3: bytes INT8[2] does not fit variable 'v' of type INT32[2]");
    }
}
