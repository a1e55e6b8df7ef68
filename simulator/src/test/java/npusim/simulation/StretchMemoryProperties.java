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
import npusim.trace.PmuSink;

class StretchMemoryProperties {
    private static final Selection PUBLISHED = Selection.of("Ethos_U85_256");
    private static final List<HardwareConfiguration> DESIGNS = List.of(
            NpuLanguage.shipped().configure(PUBLISHED),
            NpuLanguage.shipped().configure(PUBLISHED.withTimingProfile("described")),
            NpuLanguage.shipped().configure(PUBLISHED.withTimingProfile("none")),
            NpuLanguage.shipped().configure(Selection.of("Ethos_U55_128")),
            NpuLanguage.shipped().configure(Selection.of("Ethos_U65_512")),
            ExampleDesigns.systolic());

    /** Samples of every block are taken block by block, so that nothing is passed over. */
    @Property(tries = 20)
    void passingOverStretchesChangesNothing(@ForAll long seed) {
        CommandStream stream = new RandomStreams(seed).nextOfManyBlocks();
        for (HardwareConfiguration design : DESIGNS) {
            SimulationResult worked = Simulator.run(stream, design, new Sampling(null, true), PmuSink.discarding());
            assertThat(Simulator.run(stream, design, PmuSink.discarding())).isEqualTo(worked);
        }
    }

    @Example
    void manyBlocksAreInStretchesThatComeBack() {
        long passed = 0;
        long blocks = 0;
        for (long seed = 0; seed < 12; seed++) {
            CommandStream stream = new RandomStreams(seed).nextOfManyBlocks();
            for (HardwareConfiguration design : DESIGNS) {
                CommandProcessor processor = new CommandProcessor(
                        PreparedStream.of(stream),
                        DesignReducer.reduce(design, Ablation.NONE, WhatIf.AS_DESCRIBED),
                        new TableOutputRates(design.accelerator().outputUnit()),
                        new RunRecorder(stream, true),
                        Sampling.COMMANDS,
                        null,
                        true);
                processor.run();
                passed += processor.blocksPassedOver();
                blocks += processor.blocks();
            }
        }
        assertThat(passed).isGreaterThan(blocks / 20);
    }
}
