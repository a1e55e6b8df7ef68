package npusim.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import npusim.graph.GraphBuilder;
import npusim.graph.InvalidGraphException;
import npusim.graph.NanMode;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Maps;

/** What operators promise about each other: orders of reduction, and tables against the function they hold. */
class OperatorAlgebraProperties {
    private static final List<ExecutorChoice> CHOICES =
            List.of(new ExecutorChoice(true, 1, warning -> {}), new ExecutorChoice(false, 2, warning -> {}));

    /** Makes an operator that reduces the axis of a value to one element. */
    private enum Reduction {
        SUM,
        MAX,
        MIN,
        ANY,
        ALL;

        DType dtype() {
            return this == ANY || this == ALL ? DType.BOOL : DType.INT32;
        }

        Operator of(Value input, int axis, Value output) {
            return switch (this) {
                case SUM -> new Operator.ReduceSum(input, axis, output);
                case MAX -> new Operator.ReduceMax(input, axis, NanMode.PROPAGATE, output);
                case MIN -> new Operator.ReduceMin(input, axis, NanMode.PROPAGATE, output);
                case ANY -> new Operator.ReduceAny(input, axis, output);
                case ALL -> new Operator.ReduceAll(input, axis, output);
            };
        }
    }

    private static Tensor random(DType dtype, Shape shape, Random random) {
        Tensor tensor = Tensor.zeros(dtype, shape);
        for (int i = 0; i < tensor.length(); i++) {
            tensor.set(i, dtype == DType.BOOL ? random.nextInt(2) : random.nextInt(2_000_001) - 1_000_000);
        }
        return tensor;
    }

    private static Tensor run(ExecutorChoice choice, Tensor input, BiFunction<GraphBuilder, Value, Value> body)
            throws InvalidGraphException {
        GraphBuilder b = new GraphBuilder();
        Value x = b.input("x", input.dtype(), input.shape());
        b.output(body.apply(b, x));
        try (Executor executor = choice.executor(b.build(), ExecutionLimits.defaults(), false)) {
            return executor.run(Maps.immutable.of("x", input)).getOnly();
        }
    }

    private static Value reduce(GraphBuilder b, Reduction reduction, Value input, int... axes) {
        Value last = input;
        for (int axis : axes) {
            Value next = b.value("over_" + axis, last.dtype(), last.shape().with(axis, 1));
            b.add(reduction.of(last, axis, next));
            last = next;
        }
        return last;
    }

    @Property(tries = 100)
    void orderOfReductionsDoesNotMatter(@ForAll long seed, @ForAll Reduction reduction) throws InvalidGraphException {
        Random random = new Random(seed);
        Shape shape = Shape.of(1 + random.nextInt(5), 1 + random.nextInt(40), 1 + random.nextInt(9));
        Tensor input = random(reduction.dtype(), shape, random);
        for (ExecutorChoice choice : CHOICES) {
            Tensor forward = run(choice, input, (b, x) -> reduce(b, reduction, x, 0, 1, 2));
            Tensor backward = run(choice, input, (b, x) -> reduce(b, reduction, x, 2, 1, 0));
            Tensor mixed = run(choice, input, (b, x) -> reduce(b, reduction, x, 1, 2, 0));
            assertThat(backward).isEqualTo(forward);
            assertThat(mixed).isEqualTo(forward);
        }
    }

    @Property(tries = 100)
    void reductionOfTheReversedIsThatOfTheInput(@ForAll long seed, @ForAll Reduction reduction)
            throws InvalidGraphException {
        Random random = new Random(seed);
        Shape shape = Shape.of(1 + random.nextInt(5), 1 + random.nextInt(40));
        Tensor input = random(reduction.dtype(), shape, random);
        for (ExecutorChoice choice : CHOICES) {
            Tensor plain = run(choice, input, (b, x) -> reduce(b, reduction, x, 1));
            Tensor reversed = run(choice, input, (b, x) -> {
                Value back = b.value("back", x.dtype(), shape);
                b.add(new Operator.Reverse(x, 1, back));
                return reduce(b, reduction, back, 1);
            });
            assertThat(reversed).isEqualTo(plain);
        }
    }

    @Property(tries = 60)
    void tableOfBytesIsTheFunctionItHolds(@ForAll int factor, @ForAll int term, @ForAll long seed)
            throws InvalidGraphException {
        Tensor entries = Tensor.zeros(DType.INT8, Shape.of(256));
        for (int i = 0; i < 256; i++) {
            entries.set(i, (byte) ((i - 128) * factor + term));
        }
        Random random = new Random(seed);
        Tensor input = Tensor.zeros(DType.INT8, Shape.of(1 + random.nextInt(300)));
        random.nextBytes(input.bytes());
        for (ExecutorChoice choice : CHOICES) {
            Tensor output = run(choice, input, (b, x) -> table(b, x, entries, DType.INT8));
            for (int i = 0; i < input.length(); i++) {
                assertThat(output.get(i)).isEqualTo((byte) (input.get(i) * factor + term));
            }
        }
    }

    /** A straight line is its own interpolation: seven fraction bits more than its entries. */
    @Property(tries = 60)
    void tableOfWordsInterpolates(@ForAll long seed) throws InvalidGraphException {
        Random random = new Random(seed);
        int slope = random.nextInt(101) - 50;
        int term = random.nextInt(2001) - 1000;
        Tensor entries = Tensor.zeros(DType.INT16, Shape.of(513));
        for (int i = 0; i < 513; i++) {
            entries.set(i, (i - 256) * slope + term);
        }
        Tensor input = Tensor.zeros(DType.INT16, Shape.of(1 + random.nextInt(300)));
        for (int i = 0; i < input.length(); i++) {
            input.set(i, (short) random.nextInt());
        }
        for (ExecutorChoice choice : CHOICES) {
            Tensor output = run(choice, input, (b, x) -> table(b, x, entries, DType.INT32));
            for (int i = 0; i < input.length(); i++) {
                assertThat(output.get(i)).isEqualTo(input.get(i) * slope + 128L * term);
            }
        }
    }

    private static Value table(GraphBuilder b, Value x, Tensor entries, DType to) {
        Value y = b.value("y", to, x.shape());
        b.add(new Operator.Table(x, b.constant("entries", entries), y));
        return y;
    }
}
