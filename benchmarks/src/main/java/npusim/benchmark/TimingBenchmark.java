package npusim.benchmark;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.hardware.HardwareConfiguration;
import npusim.replay.ScheduleWorkload;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.simulation.PreparedStream;
import npusim.simulation.RunTotals;
import npusim.simulation.SimulationResult;
import npusim.simulation.Simulator;
import npusim.trace.PmuSink;
import npusim.zoo.Workloads;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * The timing engine on a schedule made once, each time with another read latency of external memory, as a study of memory
 * timing does; {@code cycles} are simulated cycles a second.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init")
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class TimingBenchmark {
    private static final int DESIGNS = 8;

    @Param({"conformer_s", "mobilenet_v2"})
    public String workload = "";

    @Param({"Ethos_U85_256", "Ethos_U85_1024"})
    public String accelerator = "";

    private Schedule schedule;
    private PreparedStream prepared;
    private List<HardwareConfiguration> designs;
    private int next;

    /** Simulated cycles. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Simulated {
        public long cycles;
    }

    @Setup
    public void prepare() throws Exception {
        var library = NpuLanguage.shipped();
        Selection selection = Selection.of(accelerator);
        designs = java.util.stream.IntStream.range(0, DESIGNS)
                .mapToObj(i -> library.configure(
                        selection.withOverride("timing.axi1.read_latency", (100 + 50 * i) + " cycles")))
                .toList();
        schedule = ScheduleWorkload.plan(
                Workloads.load(workload, Map.of()), designs.getFirst(), ScheduleOptions.of(SchedulePolicy.VELA_4_4));
        prepared = PreparedStream.of(schedule.commands());
    }

    /** What a study asks for: totals of a schedule that is prepared. */
    @Benchmark
    public RunTotals totals(Simulated simulated) {
        RunTotals result = Simulator.totals(prepared, designs.get(next++ % DESIGNS));
        simulated.cycles += result.totalCycles();
        return result;
    }

    @Benchmark
    public SimulationResult run(Simulated simulated) {
        SimulationResult result =
                Simulator.run(schedule.commands(), designs.get(next++ % DESIGNS), PmuSink.discarding());
        simulated.cycles += result.totalCycles();
        return result;
    }
}
