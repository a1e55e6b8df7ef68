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

    @Example
    void aStretchThatComesBackNeedsTheBudgetThatItNeededBefore() {
        CommandStream stream = new RandomStreams(6).nextOfManyBlocks();
        AlikeBlocks blocks =
                new AlikeBlocks(List.of((KernelCommand) stream.commands().getFirst()), 16);
        SteadyStages stages = new SteadyStages();
        StretchMemory memory =
                new StretchMemory(stages, new RecentBlocks(1), new BlockTimes(), new EventCounts(null), false);
        memory.begin(blocks, 0);
        int index = 1;
        int next = 1;
        while (next == index && index < 400) {
            index++;
            next = memory.passOver(index);
        }
        assertThat(next).isGreaterThan(index);
        assertThat(stages.needed).isEqualTo(SteadyStages.LEAST_BUDGET);
    }

    /** Stages without pulses whose state never changes. */
    private static final class SteadyStages implements StretchMemory.Stages {
        static final long LEAST_BUDGET = 77;
        long needed;

        @Override
        public void exchange(StateTape tape) {
            tape.value(1);
        }

        @Override
        public long floor() {
            return 10;
        }

        @Override
        public long done() {
            return 20;
        }

        @Override
        public long pulse(long cycle) {
            return 0;
        }

        @Override
        public long pulseStart(long pulse, long cycle) {
            return cycle;
        }

        @Override
        public long leastBudget() {
            return LEAST_BUDGET;
        }

        @Override
        public void needBudget(long words) {
            needed = words;
        }
    }
}
