package npusim.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.execution.plan.RandomGraph;
import npusim.graph.Graph;
import npusim.graph.Operator;
import npusim.hardware.Cpu;
import npusim.hardware.HardwareConfiguration;
import npusim.simulation.Simulator;
import npusim.trace.PmuSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleKeyTest {
    private static final ScheduleOptions OPTIONS = ScheduleOptions.of(SchedulePolicy.VELA_4_4);
    private static final String CACHE = "memory_mode.arena_cache";

    @ParameterizedTest
    @CsvSource({"engine.start_cycles, 777 cycles", "system.core_clock, 750 MHz"})
    void leavesOutWhatOnlyTimingReads(String path, String value) throws Exception {
        HardwareConfiguration changed = design(path, value);
        Graph graph = graphWithWorkForTheHost();

        assertThat(changed).isNotEqualTo(design());
        assertThat(ScheduleKey.of(changed, OPTIONS)).isEqualTo(ScheduleKey.of(design(), OPTIONS));
        assertThat(new Scheduler(changed, OPTIONS).schedule(graph, "graph"))
                .isEqualTo(new Scheduler(design(), OPTIONS).schedule(graph, "graph"));
    }

    @Test
    void hostTimeFollowsBothClocksThoughTheScheduleIsOne() throws Exception {
        HardwareConfiguration slow = design("system.core_clock", "125 MHz");
        CommandStream stream = new Scheduler(design(), OPTIONS)
                .schedule(graphWithWorkForTheHost(), "graph")
                .commands();

        long atFull = Simulator.run(stream, design(), PmuSink.discarding()).idleCycles();
        long atQuarter = Simulator.run(stream, slow, PmuSink.discarding()).idleCycles();

        assertThat(design().system().coreClockHertz())
                .isEqualTo(4 * slow.system().coreClockHertz());
        assertThat(atFull).isPositive();
        assertThat((double) atFull / atQuarter).isCloseTo(4, within(0.05));
    }

    @Test
    void holdsTheProcessorThatRunsWhatTheNpuCannot() {
        Selection selection = Selection.of("Ethos_U85_256")
                .withSystem("Ethos_U85_SYS_DRAM_Mid")
                .withMemoryMode("Dedicated_Sram_384KB");
        List<ScheduleKey> keys = Stream.of("Corstone_320", "Corstone_310", "Corstone_300")
                .map(platform -> NpuLanguage.shipped().configure(selection.withPlatform(platform)))
                .map(design -> ScheduleKey.of(design, OPTIONS))
                .toList();

        assertThat(keys.get(1)).isEqualTo(keys.get(0));
        assertThat(keys.get(2)).isNotEqualTo(keys.get(0));
        assertThat(keys)
                .extracting(ScheduleKey::cpu)
                .extracting(Cpu::name)
                .containsExactly("Cortex_M85", "Cortex_M85", "Cortex_M55");
    }

    private static Graph graphWithWorkForTheHost() {
        return IntStream.range(0, 100)
                .mapToObj(seed -> new RandomGraph(new Random(seed)).build())
                .filter(graph -> graph.operators().anySatisfy(Operator.Conv3d.class::isInstance))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "memory_mode.arena_cache, 256 KiB",
        "system.Dram.read_latency, 900 cycles",
        "system.Sram.max_reads, 3",
        "system.Dram.capacity, 64 MiB",
        "accelerator.buffers.accumulator, 32 KiB",
        "accelerator.command_processor.outstanding_kernels, 3"
    })
    void holdsWhatDecisionsAreMadeFrom(String path, String value) {
        ScheduleKey changed = ScheduleKey.of(design(path, value), OPTIONS);
        ScheduleKey base = ScheduleKey.of(design(), OPTIONS);

        assertThat(changed).isNotEqualTo(base);
    }

    @ParameterizedTest
    @EnumSource(SchedulePolicy.class)
    void sharedMemoryChangesNoSchedule(SchedulePolicy policy) throws Exception {
        ScheduleMemory shared = new ScheduleMemory();
        ScheduleOptions options = ScheduleOptions.of(policy);
        List<HardwareConfiguration> designs = Stream.of("256 KiB", "64 KiB", "256 KiB")
                .map(bytes -> design(CACHE, bytes))
                .toList();
        for (int seed = 0; seed < 4; seed++) {
            Graph graph = new RandomGraph(new Random(seed)).build();
            for (HardwareConfiguration design : designs) {
                assertThat(new Scheduler(design, options, shared).schedule(graph, "graph"))
                        .isEqualTo(new Scheduler(design, options).schedule(graph, "graph"));
            }
        }
    }

    private static HardwareConfiguration design(String... change) {
        Selection selection = Selection.of("Ethos_U85_256").withMemoryMode("Dedicated_Sram_384KB");
        return NpuLanguage.shipped()
                .configure(change.length == 0 ? selection : selection.withOverride(change[0], change[1]));
    }
}
