package npusim.benchmark;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import npusim.execution.ExecutionLimits;
import npusim.execution.Executor;
import npusim.graph.Graph;
import npusim.graph.GraphBuilder;
import npusim.graph.InvalidGraphException;
import npusim.graph.NanMode;
import npusim.graph.Operator;
import npusim.graph.RoundingMode;
import npusim.graph.Value;
import npusim.kernel.loop.InnerLoops;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.map.ImmutableMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One quantized operator at a time, through the executor, on a tensor of attention scores [1,374,374,4]: the operator with
 * its rescales is one pass. One thread.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init")
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(1)
public class OperatorBenchmark {
    private static final Shape SCORES = Shape.of(1, 374, 374, 4);

    /** The operators. */
    public enum Kind {
        /** INT8 + INT8, three rescales. */
        ADD,
        /** INT8 · INT8, one general rescale. */
        MUL,
        /** INT8 − INT8 [1,374,1,4]. */
        SUB_BROADCAST,
        /** INT8 by one number, a table in the end. */
        MUL_SCALAR,
        REDUCE_SUM,
        REDUCE_MAX,
        /** [1,374,374,4] → [1,4,374,374]. */
        TRANSPOSE,
        SLICE
    }

    @Param
    public Kind kind = Kind.ADD;

    private final GraphBuilder builder = new GraphBuilder();
    private Executor executor;
    private ImmutableMap<String, Tensor> inputs;
    private int names;

    @Setup
    public void prepare() {
        Random random = new Random(1);
        Value x = builder.input("x", DType.INT8, SCORES);
        Value y = builder.input("y", DType.INT8, kind == Kind.SUB_BROADCAST ? Shape.of(1, 374, 1, 4) : SCORES);
        builder.output(operator(x, y));
        Graph graph = builder.build();
        executor = Executor.fast(graph, InnerLoops.fastest(System.err::println), 1, ExecutionLimits.defaults());
        inputs = Maps.immutable.of("x", randomTensor(random, x), "y", randomTensor(random, y));
    }

    private static Tensor randomTensor(Random random, Value value) {
        Tensor tensor = Tensor.zeros(DType.INT8, value.shape());
        random.nextBytes(tensor.bytes());
        return tensor;
    }

    private Value operator(Value x, Value y) {
        return switch (kind) {
            case ADD -> {
                Value sum = value(DType.INT32, SCORES);
                builder.add(new Operator.Add(rescale(x, DType.INT32, 11), rescale(y, DType.INT32, 12), sum));
                yield rescale(sum, DType.INT8, 49);
            }
            case MUL -> {
                Value product = value(DType.INT32, SCORES);
                builder.add(new Operator.Mul(
                        rescale(x, DType.INT32, 30), rescale(y, DType.INT32, 30), number(DType.INT8, 0), product));
                yield rescale(product, DType.INT8, 37);
            }
            case SUB_BROADCAST -> {
                Value difference = value(DType.INT32, SCORES);
                builder.add(new Operator.Sub(rescale(x, DType.INT32, 11), rescale(y, DType.INT32, 11), difference));
                yield rescale(difference, DType.INT8, 49);
            }
            case MUL_SCALAR -> {
                Value product = value(DType.INT32, SCORES);
                Value factor = builder.constant(name(), Tensor.of(DType.INT32, Shape.of(1, 1, 1, 1), new int[] {255}));
                builder.add(new Operator.Mul(rescale(x, DType.INT32, 30), factor, number(DType.INT8, 0), product));
                yield rescale(product, DType.INT8, 38);
            }
            case REDUCE_SUM -> {
                Value sum = value(DType.INT32, SCORES.with(2, 1));
                builder.add(new Operator.ReduceSum(rescale(x, DType.INT32, 30), 2, sum));
                yield rescale(sum, DType.INT8, 38);
            }
            case REDUCE_MAX -> {
                Value maximum = value(DType.INT8, SCORES.with(2, 1));
                builder.add(new Operator.ReduceMax(x, 2, NanMode.PROPAGATE, maximum));
                yield maximum;
            }
            case TRANSPOSE -> {
                Value transposed = value(DType.INT8, Shape.of(1, 4, 374, 374));
                builder.add(new Operator.Transpose(x, IntLists.immutable.of(0, 3, 1, 2), transposed));
                yield transposed;
            }
            case SLICE -> {
                Value slice = value(DType.INT8, SCORES.with(2, 373));
                long[] size =
                        IntStream.of(slice.shape().toArray()).asLongStream().toArray();
                builder.add(new Operator.Slice(
                        x, builder.constantShape(name(), 0, 0, 1, 0), builder.constantShape(name(), size), slice));
                yield slice;
            }
        };
    }

    private Value rescale(Value from, DType to, int shift) {
        Value result = value(to, from.shape());
        builder.add(new Operator.Rescale(
                from,
                number(DType.INT32, shift == 30 ? 1 << 30 : 1_234_567_890),
                number(DType.INT8, shift),
                number(from.dtype(), from.dtype() == DType.INT8 ? 3 : 0),
                number(to, to == DType.INT8 ? -5 : 0),
                true,
                RoundingMode.SINGLE_ROUND,
                false,
                false,
                false,
                result));
        return result;
    }

    private Value number(DType dtype, int number) {
        Tensor tensor = Tensor.zeros(dtype, Shape.of(1));
        tensor.set(0, number);
        return builder.constant(name(), tensor);
    }

    private Value value(DType dtype, Shape shape) {
        return builder.value(name(), dtype, shape);
    }

    private String name() {
        return "t" + names++;
    }

    @Benchmark
    public Object run(Work work) throws InvalidGraphException {
        work.elements += SCORES.elements();
        return executor.run(inputs);
    }
}
