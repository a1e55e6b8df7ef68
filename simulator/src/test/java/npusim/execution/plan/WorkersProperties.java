package npusim.execution.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import npusim.kernel.loop.InnerLoops;

class WorkersProperties {
    private record Range(int first, int end) {}

    private static List<Range> ranges(int threads, int units, int fewest) {
        List<Range> ranges = Collections.synchronizedList(new ArrayList<>());
        try (Workers workers = new Workers(threads, InnerLoops.scalar())) {
            workers.runRanges(units, fewest, (first, end, worker) -> ranges.add(new Range(first, end)));
        }
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.sort((a, b) -> Integer.compare(a.first(), b.first()));
        return sorted;
    }

    @Property(tries = 200)
    void rangesFollowOneAnotherAndAreNeitherShortNorTooMany(
            @ForAll @IntRange(min = 1, max = 3) int threads,
            @ForAll @IntRange(max = Integer.MAX_VALUE - 8) int units,
            @ForAll @IntRange(min = 1, max = 1 << 24) int fewest) {
        List<Range> ranges = ranges(threads, units, fewest);
        assertThat(ranges).hasSizeLessThanOrEqualTo(256);
        int done = 0;
        for (Range range : ranges) {
            assertThat(range.first()).isEqualTo(done);
            done = range.end();
            assertThat(done - range.first()).isPositive();
            assertThat(done == units || done - range.first() >= fewest).isTrue();
        }
        assertThat(done).isEqualTo(units);
    }
}
