package npusim.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import npusim.graph.Extent2d;
import npusim.graph.Graph;
import npusim.graph.GraphBuilder;
import npusim.graph.Graphs;
import npusim.graph.InvalidGraphException;
import npusim.graph.Level;
import npusim.graph.Operator;
import npusim.graph.Padding;
import npusim.graph.Problem;
import npusim.graph.Rule;
import npusim.graph.Value;
import npusim.graph.VerifyGraph;
import npusim.kernel.ScalarKernels;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.map.ImmutableMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Control flow, variables, limits and the checking mode. */
class ExecutorTest {
    private static Tensor ints(int... values) {
        return Tensor.of(DType.INT32, Shape.of(values.length), values);
    }

    private static Tensor only(ImmutableMap<Value, Tensor> outputs) {
        return outputs.valuesView().getOnly();
    }

    private static Tensor bool(boolean value) {
        return Tensor.of(DType.BOOL, Shape.SCALAR, new byte[] {(byte) (value ? 1 : 0)});
    }

    @ParameterizedTest
    @CsvSource({"10, 3", "3, 3", "-5, -5"})
    void loopRunsAsLongAsItsConditionHolds(int start, int expected) throws InvalidGraphException {
        Executor executor = new Executor(Graphs.countdown(3, 1));

        assertThat(only(executor.run(Maps.immutable.of("n", ints(start)))).ints())
                .containsExactly(expected);
    }

    @Test
    void loopThatNeverEndsStopsAtTheLimit() {
        Executor executor =
                new Executor(Graphs.countdown(0, 0), new ScalarKernels(), new ExecutionLimits(1 << 20, 1000), false);

        assertThatThrownBy(() -> executor.run(Maps.immutable.of("n", ints(1))))
                .isInstanceOf(InvalidGraphException.class)
                .hasMessage("LoopLimit: WHILE_LOOP #1 (result): the loop has not ended after 1000 iterations");
    }

    @Test
    void conditionChoosesTheBlock() throws InvalidGraphException {
        Executor executor = new Executor(Graphs.choice());
        Tensor x = Tensor.of(DType.INT32, Shape.SCALAR, new int[] {41});

        assertThat(only(executor.run(Maps.immutable.of("condition", bool(true), "x", x)))
                        .get(0))
                .isEqualTo(42);
        assertThat(only(executor.run(Maps.immutable.of("condition", bool(false), "x", x)))
                        .get(0))
                .isEqualTo(41);
    }

    @Test
    void variableKeepsItsValueFromRunToRun() throws InvalidGraphException {
        Executor executor = new Executor(Graphs.accumulator());

        executor.run(Maps.immutable.of("x", ints(1, 10)));
        Tensor second = only(executor.run(Maps.immutable.of("x", ints(2, 20))));

        assertThat(second.ints()).containsExactly(3, 30);
        assertThat(only(new Executor(Graphs.accumulator()).run(Maps.immutable.of("x", ints(0, 0))))
                        .ints())
                .containsExactly(0, 0);
    }

    @Test
    void graphYieldsAShape() throws InvalidGraphException {
        GraphBuilder b = new GraphBuilder();
        b.output(b.constantShape("s", 3, 5));
        Graph graph = b.build();

        assertThat(VerifyGraph.verify(graph, Level.EIGHT_K)).isEmpty();
        assertThat(only(new Executor(graph).run(Maps.immutable.empty())).longs())
                .containsExactly(3, 5);
    }

    @Test
    void noShapeEntersAGraph() {
        GraphBuilder b = new GraphBuilder();
        b.output(b.input("s", DType.SHAPE, Shape.of(2)));

        assertThat(VerifyGraph.verify(b.build(), Level.EIGHT_K))
                .contains(new Problem(
                        Rule.GRAPH_INPUT_MISSING,
                        "block 'main'",
                        "'s' is of type SHAPE, which no input of a block nor output of a nested one may be"));
    }

    private static Graph chain(int operators) {
        GraphBuilder b = new GraphBuilder();
        Value value = b.input("x", DType.INT32, Shape.of(1000));
        for (int i = 0; i < operators; i++) {
            Value next = b.value("v" + i, DType.INT32, Shape.of(1000));
            b.add(new Operator.Abs(value, next));
            value = next;
        }
        b.output(value);
        return b.build();
    }

    @Test
    void tensorsAreFreedAtTheirLastUse() throws InvalidGraphException {
        // Three tensors of 4000 bytes are never alive together: each operator has one input and one output.
        ExecutionLimits limits = new ExecutionLimits(8000, 1);
        Executor executor = new Executor(chain(100), new ScalarKernels(), limits, false);

        assertThat(only(executor.run(Maps.immutable.of("x", Tensor.zeros(DType.INT32, Shape.of(1000)))))
                        .length())
                .isEqualTo(1000);
    }

    @Test
    void tensorBeyondTheMemoryLimitIsRefused() {
        Executor executor = new Executor(chain(2), new ScalarKernels(), new ExecutionLimits(7999, 1), false);

        assertThatThrownBy(() -> executor.run(Maps.immutable.of("x", Tensor.zeros(DType.INT32, Shape.of(1000)))))
                .hasMessage(
                        "MemoryLimit: ABS #0 (v0): v0 INT32[1000] needs 4000 bytes more than the 4000 in use; the limit is 7999");
    }

    @Test
    void inputsMustFit() {
        Executor executor = new Executor(chain(1));

        assertThatThrownBy(() -> executor.run(Maps.immutable.empty()))
                .hasMessage("InputMismatch: input 'x': no tensor is given for x INT32[1000]");
        assertThatThrownBy(() -> executor.run(Maps.immutable.of("x", ints(1))))
                .hasMessage("InputMismatch: input 'x': the tensor given is INT32[1], the graph takes INT32[1000]");
        Tensor fits = Tensor.zeros(DType.INT32, Shape.of(1000));
        assertThatThrownBy(() -> executor.run(Maps.immutable.of("x", fits, "y", fits)))
                .hasMessage("InputMismatch: input 'y': the graph has no such input; its inputs are x");
    }

    private static List<Problem> strict(Graph graph, ImmutableMap<String, Tensor> inputs) throws InvalidGraphException {
        List<Problem> problems = new ArrayList<>();
        new Executor(graph, new ScalarKernels(), ExecutionLimits.defaults(), true).run(inputs, new ExecutionListener() {
            @Override
            public void unpredictable(Problem problem) {
                problems.add(problem);
            }
        });
        return problems;
    }

    @Test
    void strictReportsTheSumThatOverflows() throws InvalidGraphException {
        GraphBuilder b = new GraphBuilder();
        Value x = b.input("x", DType.INT32, Shape.of(2));
        Value y = b.value("y", DType.INT32, Shape.of(2));
        b.add(new Operator.Add(x, x, y));
        b.output(y);

        assertThat(strict(b.build(), Maps.immutable.of("x", ints(5, Integer.MAX_VALUE))))
                .containsExactly(new Problem(
                        Rule.OVERFLOW, "ADD #0 (y)", "element 1: 2147483647 + 2147483647 = 4294967294 is no int32"));
        assertThat(strict(b.build(), Maps.immutable.of("x", ints(5, 6)))).isEmpty();
    }

    @Test
    void strictReportsAnAccumulatorThatLeavesItsTypeOnTheWay() throws InvalidGraphException {
        GraphBuilder b = new GraphBuilder();
        Value x = b.input("x", DType.INT32, Shape.of(3));
        Value y = b.value("y", DType.INT32, Shape.of(1));
        b.add(new Operator.ReduceSum(x, 0, y));
        b.output(y);

        assertThat(strict(b.build(), Maps.immutable.of("x", ints(Integer.MAX_VALUE, 1, -5))))
                .containsExactly(new Problem(
                        Rule.OVERFLOW,
                        "REDUCE_SUM #0 (y)",
                        "element 0: the accumulator is 2147483648, which is no INT32"));
    }

    @Test
    void strictReportsTheFirstBiasThatOverflowsAConvolution() throws InvalidGraphException {
        GraphBuilder b = new GraphBuilder();
        Value x = b.input("x", DType.INT8, Shape.of(1, 1, 1, 1));
        Value w = b.input("w", DType.INT8, Shape.of(2, 1, 1, 1));
        Value bias = b.input("b", DType.INT32, Shape.of(2));
        Value zp = b.constant("zp", Tensor.zeros(DType.INT8, Shape.of(1)));
        Value y = b.value("y", DType.INT32, Shape.of(1, 1, 1, 2));
        b.add(new Operator.Conv2d(x, w, bias, zp, zp, Padding.NONE, Extent2d.ONE, Extent2d.ONE, false, DType.INT32, y));
        b.output(y);
        Tensor one = Tensor.of(DType.INT8, Shape.of(1, 1, 1, 1), new byte[] {1});
        Tensor ones = Tensor.of(DType.INT8, Shape.of(2, 1, 1, 1), new byte[] {1, 1});

        assertThat(strict(b.build(), Maps.immutable.of("x", one, "w", ones, "b", ints(7, Integer.MAX_VALUE))))
                .containsExactly(new Problem(
                        Rule.OVERFLOW, "CONV2D #1 (y)", "element 1: the accumulator is 2147483648, which is no INT32"));
        assertThat(strict(b.build(), Maps.immutable.of("x", one, "w", ones, "b", ints(7, Integer.MAX_VALUE - 1))))
                .isEmpty();
    }

    @Test
    void strictReportsTheWindowThatOverflowsAnAverage() throws InvalidGraphException {
        GraphBuilder b = new GraphBuilder();
        int extent = 362;
        Value x = b.input("x", DType.INT16, Shape.of(1, extent, extent, 1));
        Value zp = b.constant("zp", Tensor.zeros(DType.INT16, Shape.of(1)));
        Value y = b.value("y", DType.INT16, Shape.of(1, 1, 1, 1));
        Extent2d whole = new Extent2d(extent, extent);
        b.add(new Operator.AvgPool2d(x, zp, zp, whole, Extent2d.ONE, Padding.NONE, DType.INT32, y));
        b.output(y);
        short[] values = new short[extent * extent];
        Arrays.fill(values, Short.MAX_VALUE);
        Tensor greatest = Tensor.of(DType.INT16, x.shape(), values);

        // 65539 * 32767 is the first partial sum beyond int32
        assertThat(strict(b.build(), Maps.immutable.of("x", greatest)))
                .containsExactly(new Problem(
                        Rule.OVERFLOW,
                        "AVG_POOL2D #1 (y)",
                        "element 0: the accumulator is " + 65539L * 32767 + ", which is no INT32"));
        assertThat(strict(b.build(), Maps.immutable.of("x", Tensor.zeros(DType.INT16, x.shape()))))
                .isEmpty();
    }

    @Test
    void indexOutOfRangeEndsTheRun() {
        GraphBuilder b = new GraphBuilder();
        Value values = b.input("values", DType.INT8, Shape.of(1, 2, 1));
        Value indices = b.input("indices", DType.INT32, Shape.of(1, 3));
        Value y = b.value("y", DType.INT8, Shape.of(1, 3, 1));
        b.add(new Operator.Gather(values, indices, y));
        b.output(y);
        Tensor picks = Tensor.of(DType.INT32, Shape.of(1, 3), new int[] {0, 1, 2});

        assertThatThrownBy(() -> new Executor(b.build())
                        .run(Maps.immutable.of(
                                "values", Tensor.zeros(DType.INT8, Shape.of(1, 2, 1)), "indices", picks)))
                .hasMessage("IndexOutOfRange: GATHER #0 (y): element 2: index 2 is not in 0 to 1");
    }

    @Test
    void everyOperatorOfTheGalleryRuns() throws InvalidGraphException {
        Graph gallery = Graphs.gallery();
        ImmutableMap<String, Tensor> inputs =
                Maps.immutable.ofAll(gallery.inputs().toMap(Value::name, input -> {
                    Tensor tensor = Tensor.zeros(input.dtype(), input.shape());
                    for (int i = 0; i < tensor.length(); i++) {
                        tensor.set(i, 1);
                    }
                    return tensor;
                }));

        ImmutableMap<Value, Tensor> outputs = new Executor(gallery).run(inputs);

        for (Value output : gallery.outputs()) {
            Tensor tensor = outputs.get(output);
            assertThat(tensor.dtype()).isEqualTo(output.dtype());
            assertThat(tensor.shape()).isEqualTo(output.shape());
        }
        assertThat(outputs).hasSize(gallery.outputs().size());
    }
}
