package npusim.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The rates that bound all kernels. One thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(1)
public class BoundBenchmark {
    private static final int CACHE_BYTES = 1 << 18;
    private static final int MEMORY_BYTES = 72 << 20;

    private final byte[] near = new byte[CACHE_BYTES];
    private final byte[] nearCopy = new byte[CACHE_BYTES];
    private final byte[] far = new byte[MEMORY_BYTES];
    private final byte[] farCopy = new byte[MEMORY_BYTES];

    @Benchmark
    public float multiplyAdd(Work work) {
        work.macs += Bounds.macs();
        return Bounds.multiplyAdd();
    }

    @Benchmark
    public byte[] copyInCache(Work work) {
        work.bytes += 2 * CACHE_BYTES;
        return Bounds.copy(near, nearCopy);
    }

    @Benchmark
    public byte[] copyInMemory(Work work) {
        work.bytes += 2 * MEMORY_BYTES;
        return Bounds.copy(far, farCopy);
    }
}
