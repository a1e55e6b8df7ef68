package npusim.graph;

import static org.assertj.core.api.Assertions.assertThat;

import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lists of WHILE_LOOP against those of its blocks. */
class CheckControlFlowTest {
    /** {@code while (false) x = x}, x of extent 2 and each list with an extent of its own. */
    private static Graph loop(int tested, int taken, int handedBack, int result) {
        GraphBuilder b = new GraphBuilder();
        Value x = b.input("x", DType.INT8, Shape.of(2));
        GraphBuilder condition = b.nested("condition");
        condition.input("tested", DType.INT8, Shape.of(tested));
        condition.output(condition.constant("never", Tensor.zeros(DType.BOOL, Shape.of(1))));
        Block conditionBlock = b.finish(condition);
        GraphBuilder body = b.nested("body");
        body.input("taken", DType.INT8, Shape.of(taken));
        body.output(body.constant("handed_back", Tensor.zeros(DType.INT8, Shape.of(handedBack))));
        Block bodyBlock = b.finish(body);
        Value y = b.value("y", DType.INT8, Shape.of(result));
        b.add(new Operator.WhileLoop(Lists.immutable.of(x), conditionBlock, bodyBlock, Lists.immutable.of(y)));
        b.output(y);
        return b.build();
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2, 2, 2, ",
        "3, 2, 2, 2, INPUT_LIST_COND_GRAPH_MISMATCH",
        "2, 3, 2, 2, INPUT_LIST_BODY_GRAPH_INPUT_MISMATCH",
        "2, 2, 3, 2, INPUT_LIST_BODY_GRAPH_OUTPUT_MISMATCH",
        "2, 2, 2, 3, INPUT_LIST_OUTPUT_LIST_MISMATCH"
    })
    void everyListIsThatOfTheInputs(int tested, int taken, int handedBack, int result, @Nullable Rule broken) {
        Graph graph = loop(tested, taken, handedBack, result);

        assertThat(VerifyGraph.verify(graph, Level.EIGHT_K).collect(Problem::rule))
                .isEqualTo(broken == null ? Lists.immutable.empty() : Lists.immutable.of(broken));
    }
}
