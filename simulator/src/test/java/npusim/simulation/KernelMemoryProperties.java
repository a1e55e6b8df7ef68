package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import npusim.dsl.NpuLanguage;
import npusim.dsl.Selection;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.CommandStream;
import npusim.schedule.KernelCommand;
import npusim.trace.PmuSink;

class KernelMemoryProperties {
    private static final Selection PUBLISHED = Selection.of("Ethos_U85_256");
    private static final List<HardwareConfiguration> DESIGNS = List.of(
            NpuLanguage.shipped().configure(PUBLISHED),
            NpuLanguage.shipped().configure(PUBLISHED.withTimingProfile("none")),
            NpuLanguage.shipped().configure(PUBLISHED.withOverride("timing.axi1.bandwidth_cap", "625")),
            NpuLanguage.shipped().configure(Selection.of("Ethos_U85_2048")),
            NpuLanguage.shipped().configure(Selection.of("Ethos_U65_512")),
            NpuLanguage.shipped().configure(Selection.of("Ethos_U55_128")),
            ExampleDesigns.ofTwoWidths(),
            ExampleDesigns.systolic());

    @Property(tries = 40)
    void passingOverKernelsChangesNothing(@ForAll long seed) {
        WorkedThrough.assertPassingOverChangesNothing(new RandomStreams(seed).nextOfLayers(), DESIGNS);
    }

    /** Weights of a product ask for earlier cycles than operands that found their channel's window empty. */
    @Example
    void passingOverChangesNothingWhereRequestersOfAChannelOvertake() {
        WorkedThrough.assertPassingOverChangesNothing(
                new RandomStreams(-985776).nextOfLayers(), List.of(DESIGNS.getFirst()));
    }

    /** A copy asks for beats as early as the kernel before it begins, what else follows that kernel does not. */
    @Property(tries = 40)
    void passingOverChangesNothingWhereCopiesComeAndGo(@ForAll long seed) {
        WorkedThrough.assertPassingOverChangesNothing(
                new RandomStreams(seed).withFleetingCopies().nextOfLayers(), DESIGNS);
    }

    @Property(tries = 40)
    void passingOverResizesChangesNothing(@ForAll long seed) {
        WorkedThrough.assertPassingOverChangesNothing(
                new RandomStreams(seed).withResizes().nextOfLayers(), List.of(DESIGNS.getFirst()));
    }

    @Property(tries = 40)
    void totalsAreThoseOfARun(@ForAll long seed) {
        PreparedStream stream = PreparedStream.of(new RandomStreams(seed).nextOfLayers());
        for (HardwareConfiguration design : DESIGNS) {
            SimulationResult run = Simulator.run(stream.stream(), design, PmuSink.discarding());
            assertThat(Simulator.totals(stream, design))
                    .isEqualTo(new RunTotals(run.activeCycles(), run.idleCycles(), run.beats(), run.events()));
        }
    }

    @Example
    void manyKernelsComeBackOnEachDesign() {
        for (HardwareConfiguration design : DESIGNS) {
            long passed = 0;
            long kernels = 0;
            for (long seed = 0; seed < 12; seed++) {
                CommandStream stream = new RandomStreams(seed).nextOfLayers();
                passed += WorkedThrough.processed(stream, design, false).kernelsPassedOver();
                kernels += stream.commands().count(KernelCommand.class::isInstance);
            }
            assertThat(passed)
                    .as("%s of %d", design.accelerator().name(), kernels)
                    .isGreaterThan(kernels / 20);
        }
    }
}
