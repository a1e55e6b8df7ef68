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
            ExampleDesigns.ofTwoWidths(),
            ExampleDesigns.systolic());
    private static final AlikeBlocks BLOCKS = new AlikeBlocks(
            List.of((KernelCommand)
                    new RandomStreams(6).nextOfManyBlocks().commands().getFirst()),
            new AccessWidths(16, 16, 16));

    @Property(tries = 20)
    void passingOverStretchesChangesNothing(@ForAll long seed) {
        WorkedThrough.assertPassingOverChangesNothing(new RandomStreams(seed).nextOfManyBlocks(), DESIGNS);
    }

    @Property(tries = 20)
    void passingOverStretchesOfResizesChangesNothing(@ForAll long seed) {
        WorkedThrough.assertPassingOverChangesNothing(
                new RandomStreams(seed).withResizes().nextOfManyBlocks(), List.of(DESIGNS.getFirst()));
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
        SteadyStages stages = new SteadyStages(2 * SteadyStages.LEAST_BUDGET);
        StretchMemory memory = memory(stages, new BlockStretches(new TapeStore()));
        untilSomeArePassedOver(memory);
        assertThat(stages.needed).isEqualTo(SteadyStages.LEAST_BUDGET);
    }

    @Example
    void whatWasNeededBeforeAStretchIsNotForgotten() {
        SteadyStages stages = new SteadyStages(2 * SteadyStages.LEAST_BUDGET);
        StretchMemory memory = memory(stages, new BlockStretches(new TapeStore()));
        stages.needed = SteadyStages.LEAST_BUDGET + 1;
        memory.passOver(1);
        memory.end();
        assertThat(stages.needed).isEqualTo(SteadyStages.LEAST_BUDGET + 1);
    }

    @Example
    void aStretchOfAnotherRunHoldsWithAnyBudgetThatSuffices() {
        BlockStretches stretches = new BlockStretches(new TapeStore());
        untilSomeArePassedOver(memory(new SteadyStages(2 * SteadyStages.LEAST_BUDGET), stretches));
        assertThat(memory(new SteadyStages(SteadyStages.LEAST_BUDGET), stretches)
                        .passOver(1))
                .isGreaterThan(1);
        assertThat(memory(new SteadyStages(SteadyStages.LEAST_BUDGET - 1), stretches)
                        .passOver(1))
                .isEqualTo(1);
    }

    @Example
    void statesAreLookedForLessOftenWhileNoneComesBack() {
        SteadyStages stages = new SteadyStages(SteadyStages.LEAST_BUDGET);
        stages.changing = true;
        StretchMemory memory = memory(stages, new BlockStretches(new TapeStore()));
        for (int index = 1; index < 3000; index++) {
            assertThat(memory.passOver(index)).isEqualTo(index);
        }
        assertThat(stages.looks).isBetween(30L, 60L);
    }

    private static StretchMemory memory(SteadyStages stages, BlockStretches stretches) {
        StretchMemory memory =
                new StretchMemory(stages, new RecentBlocks(1), new BlockTimes(), new EventCounts(null), false);
        memory.begin(BLOCKS, stretches, 0, true);
        return memory;
    }

    /** Works through the blocks from 1 on until some are passed over. */
    private static void untilSomeArePassedOver(StretchMemory memory) {
        int index = 1;
        while (memory.passOver(index) == index) {
            index++;
            assertThat(index).isLessThan(400);
        }
    }

    /** Stages without pulses whose state never changes. */
    private static final class SteadyStages implements StretchMemory.Stages {
        static final long LEAST_BUDGET = 77;
        private final long budget;
        long needed;
        long looks;
        boolean changing;

        SteadyStages(long budget) {
            this.budget = budget;
        }

        @Override
        public void exchange(StateTape tape) {
            looks++;
            tape.value(changing ? looks : 1);
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
        public long budget() {
            return budget;
        }

        @Override
        public long watchBudget() {
            return 0;
        }

        @Override
        public long leastBudget() {
            return LEAST_BUDGET;
        }

        @Override
        public void needBudget(long words) {
            needed = Math.max(needed, words);
        }
    }
}
