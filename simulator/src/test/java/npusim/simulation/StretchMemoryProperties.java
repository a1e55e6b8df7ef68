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

class StretchMemoryProperties {
    private static final Selection PUBLISHED = Selection.of("Ethos_U85_256");
    private static final List<HardwareConfiguration> DESIGNS = List.of(
            NpuLanguage.shipped().configure(PUBLISHED),
            NpuLanguage.shipped().configure(PUBLISHED.withTimingProfile("described")),
            NpuLanguage.shipped().configure(PUBLISHED.withTimingProfile("none")),
            NpuLanguage.shipped().configure(Selection.of("Ethos_U55_128")),
            NpuLanguage.shipped().configure(Selection.of("Ethos_U65_512")),
            ExampleDesigns.systolic());

    @Property(tries = 20)
    void passingOverStretchesChangesNothing(@ForAll long seed) {
        WorkedThrough.assertPassingOverChangesNothing(new RandomStreams(seed).nextOfManyBlocks(), DESIGNS);
    }

    @Example
    void manyBlocksAreInStretchesThatComeBack() {
        long passed = 0;
        long blocks = 0;
        for (long seed = 0; seed < 12; seed++) {
            CommandStream stream = new RandomStreams(seed).nextOfManyBlocks();
            for (HardwareConfiguration design : DESIGNS) {
                CommandProcessor processor = WorkedThrough.processed(stream, design, true);
                passed += processor.blocksPassedOver();
                blocks += processor.blocks();
            }
        }
        assertThat(passed).isGreaterThan(blocks / 20);
    }
}
