package npusim.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.graph.Graph;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduleMemory;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.schedule.Scheduler;
import npusim.tosa.TosaReader;
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
 * Scheduling a graph, {@code -p model=FILE.tosa}: each time for another accelerator and staging size, as a study does, with
 * and without the encoded sizes that earlier schedules left.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
public class ScheduleBenchmark {
    private static final long SMALLEST_CACHE = 256 << 10;
    private static final long STEP = 1 << 10;

    @Param("")
    public String model = "";

    private Graph graph;
    private List<HardwareConfiguration> designs;
    private ScheduleMemory memory;
    private int next;

    @Setup
    public void prepare() throws Exception {
        if (model.isEmpty()) {
            throw new IllegalArgumentException("name a graph with -p model=FILE.tosa");
        }
        graph = TosaReader.read(Path.of(model));
        memory = new ScheduleMemory();
        designs = new ArrayList<>();
        for (String accelerator : List.of("Ethos_U85_256", "Ethos_U85_512", "Ethos_U85_1024")) {
            designs.add(
                    NpuLanguage.shipped().configure(Selection.of(accelerator).withMemoryMode("Dedicated_Sram_384KB")));
        }
    }

    @Benchmark
    public Schedule warm() throws ScheduleException {
        return schedule(memory);
    }

    @Benchmark
    public Schedule withoutMemory() throws ScheduleException {
        return schedule(new ScheduleMemory());
    }

    private Schedule schedule(ScheduleMemory shared) throws ScheduleException {
        HardwareConfiguration design =
                designs.get(next % designs.size()).withArenaCacheBytes(SMALLEST_CACHE + STEP * (next++ % 256));
        return new Scheduler(design, ScheduleOptions.of(SchedulePolicy.VELA_4_4), shared).schedule(graph, "network");
    }
}
