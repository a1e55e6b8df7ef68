package npusim.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import npusim.dsl.Library;
import npusim.dsl.NpuLanguage;
import npusim.graph.InvalidGraphException;
import npusim.hardware.ReferenceRun;
import npusim.replay.Design;
import npusim.replay.Program;
import npusim.replay.Replay;
import npusim.replay.ScheduleWorkload;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.simulation.IntervalSampling;
import npusim.simulation.Sampling;
import npusim.simulation.SimulationResult;
import npusim.simulation.Simulator;
import npusim.trace.PmuSink;
import npusim.trace.chronicle.ChronicleTraceWriter;
import npusim.zoo.Workload;
import npusim.zoo.Workloads;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What recording adds to a timing run: the published Conformer run without a record, and with more and more of one. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RecordingBenchmark {
    private Design design;
    private Program program;
    private Path folder;
    private int written;

    @Setup
    public void schedule() throws Exception {
        Library library = NpuLanguage.shipped();
        ReferenceRun published =
                library.referenceRun(library.names("reference_run").getFirst());
        design = Design.of(library, Design.selectionOf(published));
        Workload workload = Workloads.load(published.workload(), Map.of());
        ScheduleOptions options = ScheduleOptions.of(SchedulePolicy.VELA_4_4).withChaining(published.chaining());
        program = new Program(
                workload.name(),
                "",
                Map.of(),
                0,
                workload.seconds(),
                workload.graph(),
                options,
                ScheduleWorkload.plan(workload, design.hardware(), options));
        folder = Files.createTempDirectory("recording");
    }

    /** Outside the measured time. */
    @TearDown(Level.Iteration)
    public void deleteWritten() throws IOException {
        Folders.deleteTree(folder);
        Files.createDirectory(folder);
    }

    @TearDown
    public void delete() throws IOException {
        Folders.deleteTree(folder);
    }

    /** Only the engine. */
    @Benchmark
    public SimulationResult nothing() {
        return Simulator.run(program.schedule().commands(), design.hardware(), PmuSink.discarding());
    }

    /** With samples by operation in a log. */
    @Benchmark
    public SimulationResult operations() {
        try (ChronicleTraceWriter log = ChronicleTraceWriter.create(next())) {
            SimulationResult result = Simulator.run(program.schedule().commands(), design.hardware(), log);
            log.finish();
            return result;
        }
    }

    /** With samples by interval besides, a thousand of them. */
    @Benchmark
    public SimulationResult intervals() {
        try (ChronicleTraceWriter log = ChronicleTraceWriter.create(next())) {
            SimulationResult result = Simulator.run(
                    program.schedule().commands(), design.hardware(), new Sampling(IntervalSampling.of(0), false), log);
            log.finish();
            return result;
        }
    }

    /** With samples by interval and by OFM block. */
    @Benchmark
    public SimulationResult blocks() {
        try (ChronicleTraceWriter log = ChronicleTraceWriter.create(next())) {
            SimulationResult result = Simulator.run(
                    program.schedule().commands(), design.hardware(), new Sampling(IntervalSampling.of(0), true), log);
            log.finish();
            return result;
        }
    }

    /** The whole run directory: memory in use, what the operations are, the graph and the manifest besides. */
    @Benchmark
    public Path directory() throws IOException, InvalidGraphException {
        Replay replay = new Replay("benchmark", List.of(), stage -> {});
        return replay.record(program, design, null, Map::of, new Sampling(IntervalSampling.of(0), false), next())
                .path();
    }

    private Path next() {
        return folder.resolve("run" + ++written);
    }
}
