package npusim.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import npusim.trace.PmuScope;
import npusim.trace.chronicle.ChronicleTraceReader;
import npusim.trace.chronicle.ChronicleTraceWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Samples a second into and out of the PMU log on disk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class TraceLogBenchmark {
    private static final int SAMPLES = 2_000_000;

    private Path folder = Path.of("");
    private Path log = Path.of("");
    private int written;

    @Setup(Level.Trial)
    public void create() throws IOException {
        folder = Files.createTempDirectory("trace-log");
        log = folder.resolve("read");
        fill(log);
    }

    @TearDown(Level.Trial)
    public void delete() throws IOException {
        Folders.deleteTree(folder);
    }

    /** A log is written from its creation to its end; its files are removed outside the measured time as far as possible. */
    @TearDown(Level.Iteration)
    public void deleteWritten() throws IOException {
        while (written > 0) {
            Folders.deleteTree(folder.resolve("write" + written--));
        }
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public long write() {
        return fill(folder.resolve("write" + ++written));
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public long read() {
        long[] sum = new long[1];
        try (ChronicleTraceReader reader = ChronicleTraceReader.open(log)) {
            reader.replay((cycle, unit, scope, event, value) -> sum[0] += cycle + unit + event + value);
        }
        return sum[0];
    }

    private static long fill(Path directory) {
        try (ChronicleTraceWriter writer = ChronicleTraceWriter.create(directory)) {
            for (int i = 0; i < SAMPLES; i++) {
                writer.record(17L * i, i, PmuScope.OPERATION, i & 0x3ff, 3L * i);
            }
            return writer.finish();
        }
    }
}
