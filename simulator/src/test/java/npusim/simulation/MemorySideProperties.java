package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MemorySideProperties {
    private static final int REQUESTS = 40;

    @Property
    void whatNeedsNoLargerBudgetIsAdmittedAlikeWithAny(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 150) int budget) {
        MemorySide side = side(budget);
        List<Long> admitted = admit(side, seed);
        long least = side.leastBudget();
        for (long other = Math.max(1, least); least <= budget && other < least + 64; other++) {
            assertThat(admit(side(other), seed))
                    .as("%d words for %d", other, budget)
                    .isEqualTo(admitted);
        }
    }

    @Example
    void aLargeBudgetIsNotNeeded() {
        MemorySide side = side(100_000);
        admit(side, 1);
        assertThat(side.leastBudget()).isBetween(1L, 10_000L);
    }

    @Example
    void noBudgetIsLikeOneThatRanOut() {
        MemorySide side = side(3);
        admit(side, 1);
        assertThat(side.leastBudget()).isGreaterThan(Integer.MAX_VALUE);
    }

    @Example
    void whatWasSpentBeforeIsPartOfTheState() {
        MemorySide side = side(100);
        side.admit(110, 60);
        side.admit(10, 20);
        side.watchBudget();
        StateTape tape = new StateTape();
        tape.write(15, 15);
        side.exchange(tape);
        assertThat(side.leastBudget()).isEqualTo(60);
    }

    /** As where stretches follow one another: the side knows what was asked for before the first, not what was since. */
    @Property
    void aSideComesIntoALaterState(@ForAll long seed, @ForAll @IntRange(min = 20, max = 60) int budget) {
        Random random = new Random(seed);
        long begin = random.nextLong(200);
        long end = begin + random.nextLong(300);
        long floor = end + random.nextLong(100);
        MemorySide side = side(budget);
        MemorySide behind = side(budget);
        ask(side, seed, 0, begin);
        ask(behind, seed, 0, begin);
        ask(side, seed + 1, begin, end);
        StateTape tape = new StateTape();
        tape.write(floor + 7, floor);
        side.exchange(tape);
        tape.read(tape.keepIn(new TapeStore()), floor + 7, true);
        behind.exchange(tape);
        assertThat(ask(behind, seed + 2, floor, floor + 600)).isEqualTo(ask(side, seed + 2, floor, floor + 600));
    }

    /** When data arrive that are asked for from {@code cycle} on and before {@code end}. */
    private static List<Long> ask(MemorySide side, long seed, long cycle, long end) {
        Random random = new Random(seed);
        List<Long> arrived = new ArrayList<>();
        for (long at = cycle; at < end; at += random.nextInt(60)) {
            int beats = 1 + random.nextInt(30);
            arrived.add(side.calendar(false).reserve(side.admit(at, beats) + side.readLatency(), beats));
        }
        return arrived;
    }

    private static MemorySide side(long budget) {
        SideParameters parameters = new SideParameters(1, 16, 8, 8, 8, 20, 10, 0, 80, 20, budget, 0, 128, null);
        MemorySide side = new MemorySide(parameters, MemorySide.Place.EXTERNAL, null);
        side.watchBudget();
        return side;
    }

    /** When requests pass that are asked for one by one, in groups and in round trips; how many pass of the latter two. */
    private static List<Long> admit(MemorySide side, long seed) {
        Random random = new Random(seed);
        List<Long> admitted = new ArrayList<>();
        long cycle = 0;
        for (int i = 0; i < REQUESTS; i++) {
            cycle += random.nextInt(30);
            int beats = random.nextInt(3);
            switch (random.nextInt(4)) {
                case 0 -> {
                    admitted.add(side.admit(cycle, beats));
                    admitted.add(side.admit(cycle + 4, beats));
                    admitted.add(side.admit(cycle + 9, beats));
                }
                case 1 -> {
                    long first = side.admit(cycle, beats);
                    admitted.add(first);
                    admitted.add(
                            side.admitLaps(first, 1 + random.nextInt(20), Math.max(1, beats), 1 + random.nextInt(5)));
                }
                default -> admitted.add(side.admit(cycle, beats));
            }
        }
        return admitted;
    }
}
