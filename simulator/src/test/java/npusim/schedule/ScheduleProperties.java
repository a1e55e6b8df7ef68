package npusim.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.execution.plan.RandomGraph;
import npusim.graph.Graph;
import npusim.hardware.HardwareConfiguration;
import npusim.simulation.SimulationResult;
import npusim.simulation.Simulator;
import npusim.trace.PmuSink;
import org.eclipse.collections.api.factory.primitive.LongLists;
import org.opentest4j.TestAbortedException;

/** What holds for the schedules of all networks, designs and policies. */
class ScheduleProperties {
    private static final List<HardwareConfiguration> DESIGNS = designs();
    private static final ScheduleMemory SHARED = new ScheduleMemory();
    private static final Map<Long, Graph> GRAPHS = new HashMap<>();

    private static List<HardwareConfiguration> designs() {
        List<HardwareConfiguration> designs = new ArrayList<>();
        for (int macs : new int[] {128, 256, 512, 1024, 2048}) {
            for (String mode : List.of("Dedicated_Sram_384KB", "Shared_Sram", "Sram_Only")) {
                designs.add(NpuLanguage.shipped()
                        .configure(Selection.of("Ethos_U85_" + macs).withMemoryMode(mode)));
            }
        }
        designs.add(
                NpuLanguage.shipped().configure(Selection.of("Ethos_U55_128").withMemoryMode("Shared_Sram")));
        designs.add(
                NpuLanguage.shipped().configure(Selection.of("Ethos_U65_512").withMemoryMode("Dedicated_Sram_384KB")));
        HardwareConfiguration small =
                NpuLanguage.shipped().configure(Selection.of("Ethos_U85_256").withMemoryMode("Dedicated_Sram_384KB"));
        designs.add(small.withArenaCacheBytes(16 << 10));
        return designs;
    }

    @Provide
    Arbitrary<HardwareConfiguration> designArbitrary() {
        return Arbitraries.of(DESIGNS);
    }

    @Property(tries = 100)
    void verifierAcceptsEverySchedule(
            @ForAll long seed,
            @ForAll SchedulePolicy policy,
            @ForAll boolean chaining,
            @ForAll("designArbitrary") HardwareConfiguration design) {
        Graph graph = new RandomGraph(new Random(seed)).build();
        ScheduleOptions options = ScheduleOptions.of(policy).withChaining(chaining);
        Schedule schedule = scheduled(graph, design, options);

        assertThat(VerifySchedule.apply(schedule, design)).isEmpty();
    }

    @Property(tries = 12)
    void searchIsNeverSlowerThanACompiler(@ForAll long seed, @ForAll("designArbitrary") HardwareConfiguration design)
            throws Exception {
        Graph graph = new RandomGraph(new Random(seed)).build();
        ScheduleMemory memory = new ScheduleMemory();
        scheduled(graph, design, ScheduleOptions.of(SchedulePolicy.VELA_5_0));
        Schedule found = SearchSchedule.apply(graph, "graph", design, true, memory, stream -> cycles(stream, design));

        assertThat(VerifySchedule.apply(found, design)).isEmpty();
        for (SchedulePolicy policy : List.of(SchedulePolicy.VELA_4_4, SchedulePolicy.VELA_5_0)) {
            Schedule compilers = new Scheduler(design, ScheduleOptions.of(policy), memory).schedule(graph, "graph");
            long room = design.memoryMode().arenaCacheBytes();
            if (compilers.cacheBytes() <= room || found.cacheBytes() > room) {
                assertThat(cycles(found.commands(), design).total())
                        .isLessThanOrEqualTo(
                                cycles(compilers.commands(), design).total());
            }
        }
    }

    /** One memory for all designs and networks, as in a study; designs differ in what they can do too. */
    @Property(tries = 60)
    void rememberedSchedulesAreThoseMadeAfresh(
            @ForAll @LongRange(max = 11) long seed,
            @ForAll SchedulePolicy policy,
            @ForAll boolean chaining,
            @ForAll("anyDesign") HardwareConfiguration design)
            throws Exception {
        Graph graph = GRAPHS.computeIfAbsent(seed, of -> new RandomGraph(new Random(of)).build());
        ScheduleOptions options = ScheduleOptions.of(policy).withChaining(chaining);
        Schedule fresh = scheduled(graph, design, options);

        assertThat(new Scheduler(design, options, SHARED).schedule(graph, "graph"))
                .isEqualTo(fresh);
    }

    @Provide
    Arbitrary<HardwareConfiguration> anyDesign() {
        return Arbitraries.oneOf(variedDesign(), designArbitrary());
    }

    private static Arbitrary<HardwareConfiguration> variedDesign() {
        return Combinators.combine(
                        Arbitraries.of(128, 256, 512, 1024, 2048),
                        Arbitraries.of(16, 24, 32, 48),
                        Arbitraries.of(32, 64, 96, 128),
                        Arbitraries.of(8, 64, 384),
                        Arbitraries.of("1 x 128 bit", "2 x 128 bit"),
                        Arbitraries.of("Dedicated_Sram", "Shared_Sram"))
                .as((macs, ifm, accumulator, cache, external, mode) -> NpuLanguage.shipped()
                        .configure(Selection.of("Ethos_U85_" + macs)
                                .withMemoryMode(mode)
                                .withOverride("accelerator.buffers.ifm", ifm + " KiB")
                                .withOverride("accelerator.buffers.accumulator", accumulator + " KiB")
                                .withOverride("memory_mode.arena_cache", cache + " KiB")
                                .withOverride("accelerator.ports.external", external)));
    }

    /** Networks that a design cannot run are refused and do not count. */
    private static Schedule scheduled(Graph graph, HardwareConfiguration design, ScheduleOptions options) {
        try {
            return new Scheduler(design, options).schedule(graph, "graph");
        } catch (ScheduleException e) {
            throw new TestAbortedException(e.getMessage(), e);
        }
    }

    private static SearchSchedule.Cycles cycles(CommandStream stream, HardwareConfiguration design) {
        SimulationResult result = Simulator.run(stream, design, PmuSink.discarding());
        return new SearchSchedule.Cycles(result.activeCycles(), LongLists.immutable.empty());
    }
}
