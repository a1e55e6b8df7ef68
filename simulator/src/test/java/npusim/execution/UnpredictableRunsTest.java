package npusim.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import npusim.graph.Extent2d;
import npusim.graph.Graph;
import npusim.graph.GraphBuilder;
import npusim.graph.InvalidGraphException;
import npusim.graph.Operator;
import npusim.graph.Padding;
import npusim.graph.Problem;
import npusim.graph.RoundingMode;
import npusim.graph.Rule;
import npusim.graph.Value;
import npusim.kernel.ScalarKernels;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Maps;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each REQUIRE of the specification, kept at its limit by one graph of constants and broken by the next value. */
class UnpredictableRunsTest {
    private static Arguments limit(
            Rule rule, long kept, long broken, Function<Constants, Function<Long, Operator.SingleOutput>> graph) {
        return Arguments.of(rule, kept, broken, graph);
    }

    /** Constants of a graph, each with a name of its own. */
    private record Constants(GraphBuilder builder, AtomicInteger ids) {
        Value of(DType dtype, Shape shape, long... values) {
            Tensor tensor = Tensor.zeros(dtype, shape);
            for (int i = 0; i < values.length; i++) {
                tensor.set(i, values[i]);
            }
            return builder.constant("c" + ids.getAndIncrement(), tensor);
        }

        Value of(DType dtype, long... values) {
            return of(dtype, Shape.of(values.length), values);
        }

        Value out(DType dtype, int... extents) {
            return builder.value("out", dtype, Shape.of(extents));
        }
    }

    private static Operator.SingleOutput rescale(Constants c, boolean wide, long value, long multiplier, long shift) {
        DType dtype = wide ? DType.INT32 : DType.INT48;
        return new Operator.Rescale(
                c.of(dtype, value),
                c.of(wide ? DType.INT32 : DType.INT16, multiplier),
                c.of(DType.INT8, shift),
                c.of(dtype, 0),
                c.of(DType.INT32, 0),
                wide,
                RoundingMode.SINGLE_ROUND,
                false,
                false,
                false,
                c.out(DType.INT32, 1));
    }

    private static Operator.SingleOutput table(Constants c, long first) {
        Value entries = c.of(DType.INT16, Shape.of(513), first, 32767);
        return new Operator.Table(c.of(DType.INT16, -32768), entries, c.out(DType.INT32, 1));
    }

    private static Operator.SingleOutput convolution(Constants c, long weight) {
        Shape one = Shape.of(1, 1, 1, 1);
        return new Operator.Conv2d(
                c.of(DType.INT8, one, 1),
                c.of(DType.INT4, one, weight),
                c.of(DType.INT32, 0),
                c.of(DType.INT8, 0),
                c.of(DType.INT4, 0),
                Padding.NONE,
                Extent2d.ONE,
                Extent2d.ONE,
                false,
                DType.INT32,
                c.out(DType.INT32, 1, 1, 1, 1));
    }

    private static Operator.SingleOutput scatter(Constants c, long row) {
        return new Operator.Scatter(
                c.of(DType.INT8, Shape.of(1, 3, 1), 1, 2, 3),
                c.of(DType.INT32, Shape.of(1, 2), 1, row),
                c.of(DType.INT8, Shape.of(1, 2, 1), 4, 5),
                c.out(DType.INT8, 1, 3, 1));
    }

    static Stream<Arguments> limits() {
        DType i32 = DType.INT32;
        return Stream.of(
                limit(
                        Rule.DIVISION_BY_ZERO,
                        1,
                        0,
                        c -> v -> new Operator.IntDiv(c.of(i32, 7), c.of(i32, v), c.out(i32, 1))),
                limit(
                        Rule.OVERFLOW,
                        -Integer.MAX_VALUE,
                        Integer.MIN_VALUE,
                        c -> v -> new Operator.Abs(c.of(i32, v), c.out(i32, 1))),
                limit(
                        Rule.SHIFT_OUT_OF_RANGE,
                        7,
                        8,
                        c -> v -> new Operator.LogicalRightShift(
                                c.of(DType.INT8, -1), c.of(DType.INT8, v), c.out(DType.INT8, 1))),
                limit(
                        Rule.SHIFT_OUT_OF_RANGE,
                        63,
                        64,
                        c -> v -> new Operator.Mul(c.of(i32, 5), c.of(i32, 6), c.of(DType.INT8, v), c.out(i32, 1))),
                limit(
                        Rule.OVERFLOW,
                        -Integer.MAX_VALUE,
                        Integer.MIN_VALUE,
                        c -> v -> new Operator.Mul(
                                c.of(i32, Integer.MIN_VALUE), c.of(i32, v), c.of(DType.INT8, 63), c.out(i32, 1))),
                limit(Rule.RESCALE_MULTIPLIER_NEGATIVE, 0, -1, c -> v -> rescale(c, true, 1, v, 30)),
                limit(Rule.RESCALE_SHIFT_OUT_OF_RANGE, 2, 1, c -> v -> rescale(c, true, 0, 1, v)),
                limit(Rule.RESCALE_SHIFT_OUT_OF_RANGE, 62, 63, c -> v -> rescale(c, true, 0, 1, v)),
                limit(Rule.RESCALE_VALUE_OUT_OF_RANGE, 127, 128, c -> v -> rescale(c, true, v, 1, 8)),
                limit(Rule.RESCALE_VALUE_OUT_OF_RANGE, -128, -129, c -> v -> rescale(c, true, v, 1, 8)),
                limit(
                        Rule.RESCALE_RESULT_OUT_OF_RANGE,
                        (1L << 33) - 3,
                        (1L << 33) - 2,
                        c -> v -> rescale(c, false, v, 1, 2)),
                limit(Rule.TABLE_SLOPE_OUT_OF_RANGE, 0, -1, c -> v -> table(c, v)),
                limit(Rule.INT4_WEIGHT_OUT_OF_RANGE, -7, -8, c -> v -> convolution(c, v)),
                limit(Rule.INDEX_OUT_OF_RANGE, 2, 3, c -> v -> scatter(c, v)),
                limit(Rule.SCATTER_POSITION_TWICE, 0, 1, c -> v -> scatter(c, v)));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void holdsAtTheLimitAndIsNamedBeyondIt(
            Rule rule, long kept, long broken, Function<Constants, Function<Long, Operator.SingleOutput>> graph) {
        assertThat(rulesBrokenBy(graph, kept)).isEmpty();
        assertThat(rulesBrokenBy(graph, broken)).containsExactly(rule);
    }

    private static List<Rule> rulesBrokenBy(
            Function<Constants, Function<Long, Operator.SingleOutput>> graph, long value) {
        GraphBuilder builder = new GraphBuilder();
        Operator.SingleOutput operator =
                graph.apply(new Constants(builder, new AtomicInteger())).apply(value);
        builder.add(operator);
        builder.output(operator.output());
        return rulesOf(builder.build());
    }

    private static List<Rule> rulesOf(Graph graph) {
        List<Rule> rules = new ArrayList<>();
        Executor executor = new Executor(graph, new ScalarKernels(), ExecutionLimits.defaults(), true);
        try {
            executor.run(Maps.immutable.empty(), new ExecutionListener() {
                @Override
                public void unpredictable(Problem problem) {
                    rules.add(problem.rule());
                }
            });
        } catch (InvalidGraphException e) {
            rules.addAll(e.problems().collect(Problem::rule).castToList());
        }
        return rules;
    }
}
