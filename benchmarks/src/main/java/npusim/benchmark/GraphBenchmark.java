package npusim.benchmark;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import npusim.execution.ExecutionLimits;
import npusim.execution.Executor;
import npusim.graph.Graph;
import npusim.graph.Value;
import npusim.kernel.loop.InnerLoops;
import npusim.tensor.DType;
import npusim.tensor.Tensor;
import npusim.tosa.TosaReader;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole graph from a file, {@code -p model=FILE.tosa}, warm; inputs are random INT8 and zero INT32.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init")
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class GraphBenchmark {
    @Param("")
    public String model = "";

    @Param({"1", "2"})
    public int threads = 2;

    private Executor executor;
    private ImmutableMap<String, Tensor> inputs;

    @Setup
    public void prepare() throws Exception {
        if (model.isEmpty()) {
            throw new IllegalArgumentException("name a graph with -p model=FILE.tosa");
        }
        Graph graph = TosaReader.read(Path.of(model));
        InnerLoops loops = InnerLoops.fastest(System.err::println);
        loops.awaitCompilation();
        executor = Executor.fast(graph, loops, threads, ExecutionLimits.defaults());
        MutableMap<String, Tensor> tensors = Maps.mutable.empty();
        for (Value input : graph.inputs()) {
            Tensor tensor = Tensor.zeros(input.dtype(), input.shape());
            if (input.dtype() == DType.INT8) {
                new Random(1).nextBytes(tensor.bytes());
            }
            tensors.put(input.name(), tensor);
        }
        inputs = tensors.toImmutable();
    }

    @TearDown
    public void close() {
        executor.close();
    }

    @Benchmark
    public Object run() throws Exception {
        return executor.run(inputs);
    }
}
