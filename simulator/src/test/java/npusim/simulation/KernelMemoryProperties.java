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
            ExampleDesigns.systolic());

    /** Samples of every block are taken block by block, so that nothing is passed over. */
    @Property(tries = 40)
    void passingOverKernelsChangesNothing(@ForAll long seed) {
        CommandStream stream = new RandomStreams(seed).nextOfLayers();
        for (HardwareConfiguration design : DESIGNS) {
            SimulationResult worked = Simulator.run(stream, design, new Sampling(null, true), PmuSink.discarding());
            assertThat(Simulator.run(stream, design, PmuSink.discarding())).isEqualTo(worked);
        }
    }

    @Property(tries = 40)
    void passingOverResizesChangesNothing(@ForAll long seed) {
        CommandStream stream = new RandomStreams(seed).withResizes().nextOfLayers();
        HardwareConfiguration design = DESIGNS.getFirst();
        SimulationResult worked = Simulator.run(stream, design, new Sampling(null, true), PmuSink.discarding());
        assertThat(Simulator.run(stream, design, PmuSink.discarding())).isEqualTo(worked);
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
                PreparedStream stream = PreparedStream.of(new RandomStreams(seed).nextOfLayers());
                CommandProcessor processor = new CommandProcessor(
                        stream,
                        DesignReducer.reduce(design, Ablation.NONE, WhatIf.AS_DESCRIBED),
                        new TableOutputRates(design.accelerator().outputUnit()),
                        new RunRecorder(stream.stream(), false),
                        Sampling.COMMANDS,
                        null,
                        false);
                processor.run();
                passed += processor.kernelsPassedOver();
                kernels += stream.stream().commands().count(KernelCommand.class::isInstance);
            }
            assertThat(passed)
                    .as("%s of %d", design.accelerator().name(), kernels)
                    .isGreaterThan(kernels / 20);
        }
    }
}
