package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.CommandStream;

class RunMemoryProperties {
    /** Most neighbours differ in the word budget outside, from one that is spent at once to none at all, some in the latency there. */
    private static final List<HardwareConfiguration> DESIGNS = Stream.of(
                    Selection.of("Ethos_U85_256"),
                    Selection.of("Ethos_U85_256").withOverride("timing.axi1.read_latency", "90 cycles"),
                    Selection.of("Ethos_U85_2048"),
                    ExampleDesigns.TWO_WIDTHS,
                    Selection.of("Ethos_U65_512").withOverride("timing.axi1.pulse_off", "0 cycles"))
            .flatMap(design -> Stream.of(40, 250, 625, 1250, 2500, 4100, 7500, 0)
                    .map(words -> design.withOverride("timing.axi1.bandwidth_cap", "" + words)))
            .map(NpuLanguage.shipped()::configure)
            .toList();

    /** All of one latency. */
    private static final List<HardwareConfiguration> BUDGETS = DESIGNS.subList(0, 7);

    private static final HardwareConfiguration LESS_LATENCY = DESIGNS.get(8);

    @Property(tries = 30)
    void kernelsOfEarlierRunsChangeNothing(@ForAll long seed) {
        assertThatEarlierRunsChangeNothing(new RandomStreams(seed).nextOfLayers());
    }

    @Property(tries = 10)
    void stretchesOfEarlierRunsChangeNothing(@ForAll long seed) {
        assertThatEarlierRunsChangeNothing(new RandomStreams(seed).nextOfManyBlocks());
    }

    /** One kernel asks for no beats once exactly the smaller of two budgets is spent. */
    @Example
    void aRequestForNoBeatsWaitsForABudget() {
        assertThatEarlierRunsChangeNothing(new RandomStreams(-54490).nextOfLayers());
    }

    private static void assertThatEarlierRunsChangeNothing(CommandStream commands) {
        PreparedStream stream = PreparedStream.of(commands);
        List<RunTotals> fresh =
                DESIGNS.stream().map(design -> Simulator.totals(stream, design)).toList();
        RunMemory memory = new RunMemory();
        assertThat(DESIGNS.stream().map(design -> memory.totals(stream, design)).toList())
                .isEqualTo(fresh);
        assertThat(DESIGNS.reversed().parallelStream()
                        .map(design -> memory.totals(stream, design))
                        .toList())
                .isEqualTo(fresh.reversed());
    }

    @Example
    void manyKernelsAreThoseOfAnotherBudget() {
        long alone = 0;
        long shared = 0;
        long kernels = 0;
        for (long seed = 0; seed < 12; seed++) {
            CommandStream stream = new RandomStreams(seed).nextOfLayers();
            PreparedStream prepared = PreparedStream.of(stream);
            RunPassages passages = new RunPassages();
            for (HardwareConfiguration design : BUDGETS) {
                alone += WorkedThrough.processed(prepared, design, false, new RunPassages())
                        .kernelsPassedOver();
                CommandProcessor processor = WorkedThrough.processed(prepared, design, false, passages);
                shared += processor.kernelsPassedOver();
                kernels += stream.commands().size();
            }
        }
        assertThat(shared - alone).as("of %d", kernels).isGreaterThan(kernels / 20);
    }

    @Example
    void kernelsInsideAreThoseOfAnotherLatency() {
        long alone = 0;
        long shared = 0;
        long kernels = 0;
        for (long seed = 0; seed < 12; seed++) {
            CommandStream stream = new RandomStreams(seed).nextOfLayers();
            PreparedStream prepared = PreparedStream.of(stream);
            RunPassages passages = new RunPassages();
            alone += WorkedThrough.processed(prepared, LESS_LATENCY, false, new RunPassages())
                    .kernelsPassedOver();
            WorkedThrough.processed(prepared, BUDGETS.getFirst(), false, passages);
            passages.outside().clear();
            shared += WorkedThrough.processed(prepared, LESS_LATENCY, false, passages)
                    .kernelsPassedOver();
            kernels += stream.commands().size();
        }
        assertThat(shared - alone).as("of %d", kernels).isGreaterThan(kernels / 200);
    }
}
