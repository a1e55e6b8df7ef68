package npusim.benchmark;

import java.util.concurrent.TimeUnit;
import npusim.kernel.loop.InnerLoops;
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

/** One kind of operator at a time with its rescales, through the executor, on one thread; see {@link Kernel}. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init")
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(1)
public class KernelBenchmark {
    @Param
    public Kernel kernel = Kernel.PRODUCT_512X512X512;

    /** Products are of one size, whatever this says. */
    @Param
    public Kernel.Place place = Kernel.Place.CACHE;

    private KernelGraph.Ready graph;

    @Setup
    public void prepare() {
        InnerLoops loops = InnerLoops.fastest(System.err::println);
        loops.awaitCompilation();
        graph = kernel.prepare(place, loops);
    }

    @Benchmark
    public Object run(Work work) {
        work.macs += graph.macs();
        work.bytes += graph.bytes();
        work.elements += graph.elements();
        return graph.run();
    }
}
