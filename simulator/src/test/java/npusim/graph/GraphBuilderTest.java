package npusim.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import org.junit.jupiter.api.Test;

/** The builder refuses what is no graph, and the gallery has every operator. */
class GraphBuilderTest {
    @Test
    void galleryIsValidAndComplete() {
        Graph gallery = Graphs.gallery();
        Set<OpCode> missing = EnumSet.allOf(OpCode.class);
        missing.removeIf(code -> code.domain() != OpCode.Domain.INTEGER);
        gallery.operators().forEach(operator -> missing.remove(operator.code()));
        missing.removeAll(EnumSet.of(
                OpCode.COND_IF, OpCode.WHILE_LOOP, OpCode.VARIABLE, OpCode.VARIABLE_READ, OpCode.VARIABLE_WRITE));

        assertThat(VerifyGraph.verify(gallery, Level.EIGHT_K)).isEmpty();
        assertThat(missing).isEmpty();
    }

    @Test
    void refusesANameUsedTwice() {
        GraphBuilder builder = new GraphBuilder();
        builder.input("x", DType.INT32, Shape.of(1));

        assertThatThrownBy(() -> builder.value("x", DType.INT8, Shape.of(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("two values are named x");
    }

    @Test
    void refusesAValueReadBeforeItIsProduced() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.value("x", DType.INT32, Shape.of(1));
        Value y = builder.value("y", DType.INT32, Shape.of(1));

        assertThatThrownBy(() -> builder.add(new Operator.Abs(x, y))).hasMessage("ABS reads x before it is produced");
        assertThatThrownBy(() -> builder.output(y)).hasMessage("output y is not produced");
    }

    @Test
    void refusesAValueProducedTwice() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", DType.INT32, Shape.of(1));

        assertThatThrownBy(() -> builder.add(new Operator.Abs(x, x))).hasMessage("x is produced twice");
    }
}
