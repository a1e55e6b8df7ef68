package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.execution.plan.RandomGraph;
import npusim.graph.Graph;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.AxiSide;
import npusim.schedule.Command;
import npusim.schedule.CommandStream;
import npusim.schedule.KernelCommand;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.schedule.Scheduler;
import npusim.schedule.VerifySchedule;
import npusim.trace.PmuSink;
import org.eclipse.collections.api.tuple.primitive.ObjectLongPair;
import org.opentest4j.TestAbortedException;

/** What holds for the run of any network on any design. */
class RunInvariantsProperties {
    /** By name, which is what a failure shows. */
    private static final Map<String, HardwareConfiguration> DESIGNS = designs();

    private static Map<String, HardwareConfiguration> designs() {
        Map<String, HardwareConfiguration> designs = new LinkedHashMap<>();
        for (String mode : List.of("Dedicated_Sram_384KB", "Shared_Sram", "Sram_Only")) {
            for (String accelerator :
                    List.of("Ethos_U55_32", "Ethos_U65_512", "Ethos_U85_128", "Ethos_U85_512", "Ethos_U85_2048")) {
                designs.put(
                        accelerator + " " + mode,
                        NpuLanguage.shipped()
                                .configure(Selection.of(accelerator).withMemoryMode(mode)));
            }
        }
        HardwareConfiguration dedicated =
                NpuLanguage.shipped().configure(Selection.of("Ethos_U85_256").withMemoryMode("Dedicated_Sram_384KB"));
        designs.put("Ethos_U85_256 with a staging area of 16 KiB", dedicated.withArenaCacheBytes(16 << 10));
        designs.put("two widths", ExampleDesigns.ofTwoWidths());
        designs.put("grid", ExampleDesigns.systolic());
        designs.put("grid with lanes", ExampleDesigns.systolicWithLanes(1024));
        return designs;
    }

    @Provide
    Arbitrary<String> design() {
        return Arbitraries.of(DESIGNS.keySet());
    }

    @Property(tries = 50)
    void countersAndTrafficAgreeWithWhatIsComputed(
            @ForAll long seed, @ForAll SchedulePolicy policy, @ForAll boolean chaining, @ForAll("design") String name) {
        HardwareConfiguration design = Objects.requireNonNull(DESIGNS.get(name));
        Schedule schedule = schedule(seed, design, ScheduleOptions.of(policy).withChaining(chaining));
        CommandStream stream = schedule.commands();
        SimulationResult result = Simulator.run(stream, design, PmuSink.discarding());

        assertThat(VerifySchedule.apply(schedule, design)).isEmpty();
        assertThat(Simulator.run(stream, design, PmuSink.discarding())).isEqualTo(result);
        noCounterOutlastsTheRun(result);
        productsFitTheArray(result, design);
        theOutputUnitDoesOneThingAtATime(result, stream);
        operationsAddUp(result, stream, design);
        everythingNeededIsMoved(result, stream, design);
    }

    private static Schedule schedule(long seed, HardwareConfiguration design, ScheduleOptions options) {
        Graph graph = new RandomGraph(new Random(seed)).build();
        try {
            return new Scheduler(design, options).schedule(graph, "graph");
        } catch (ScheduleException e) {
            throw new TestAbortedException(e.getMessage(), e);
        }
    }

    private static void noCounterOutlastsTheRun(SimulationResult result) {
        result.events().forEachKeyValue((event, count) -> {
            assertThat(count).as(event).isNotNegative();
            if (event.contains("STALLED") || event.endsWith("ACTIVE")) {
                assertThat(count).as(event).isLessThanOrEqualTo(result.activeCycles());
            }
        });
    }

    private static void productsFitTheArray(SimulationResult result, HardwareConfiguration design) {
        long macs = result.operations().sumOfLong(OperationTiming::macs);
        assertThat(macs)
                .isLessThanOrEqualTo(
                        result.activeCycles() * design.accelerator().macArray().peakMacsPerCycle());
    }

    /** It works or waits for one thing; of the cycle in which a block ends, which may also begin one, both count. */
    private static void theOutputUnitDoesOneThingAtATime(SimulationResult result, CommandStream stream) {
        long blocks = stream.commands().selectInstancesOf(KernelCommand.class).sumOfLong(KernelChain::blocks);
        assertThat(result.events()
                        .keyValuesView()
                        .select(event -> event.getOne().contains("AO_"))
                        .sumOfLong(ObjectLongPair::getTwo))
                .isLessThanOrEqualTo(result.activeCycles() + blocks);
    }

    /** Of commands only the fetch may belong to no operation. */
    private static void operationsAddUp(SimulationResult result, CommandStream stream, HardwareConfiguration design) {
        long commandBytes = stream.commands().sumOfLong(Command::commandBytes);
        long fetched = Math.ceilDiv(
                commandBytes,
                Math.min(design.port(0).beatBytes(), design.port(1).beatBytes()));
        Beats total = result.beats();
        long reads = total.sramRead() + total.externalRead();
        assertThat(result.operations()
                        .sumOfLong(o -> o.beats().sramRead() + o.beats().externalRead()))
                .isBetween(reads - fetched, reads);
        assertThat(result.operations().sumOfLong(o -> o.beats().sramWrite())).isEqualTo(total.sramWrite());
        assertThat(result.operations().sumOfLong(o -> o.beats().externalWrite()))
                .isEqualTo(total.externalWrite());
        assertThat(result.account().total()).isEqualTo(result.activeCycles());
        for (OperationTiming operation : result.operations()) {
            assertThat(operation.account().total()).as(operation.name()).isEqualTo(operation.criticalCycles());
            assertThat(operation.endCycle()).as(operation.name()).isGreaterThanOrEqualTo(operation.startCycle());
        }
    }

    private static void everythingNeededIsMoved(
            SimulationResult result, CommandStream stream, HardwareConfiguration design) {
        List<Command> commands = stream.commands().castToList();
        List<OperationTiming> operations = result.operations().castToList();
        int next = 0;
        while (next < operations.size()) {
            Needs needs = new Needs(design);
            Beats moved = Beats.NONE;
            String name = operations.get(next).name();
            do {
                OperationTiming operation = operations.get(next);
                moved = moved.plus(operation.beats());
                needs.add(commands.get(operation.index()));
                next++;
            } while (needs.continues());
            assertThat(moved.sramRead()).as("%s reads of SRAM", name).isGreaterThanOrEqualTo(needs.reads(AxiSide.SRAM));
            assertThat(moved.externalRead())
                    .as("%s reads from outside", name)
                    .isGreaterThanOrEqualTo(needs.reads(AxiSide.EXTERNAL));
            assertThat(moved.sramWrite())
                    .as("%s writes to SRAM", name)
                    .isGreaterThanOrEqualTo(needs.writes(AxiSide.SRAM));
            assertThat(moved.externalWrite())
                    .as("%s writes outside", name)
                    .isGreaterThanOrEqualTo(needs.writes(AxiSide.EXTERNAL));
        }
    }
}
