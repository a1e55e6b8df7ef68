package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BeatCalendarTest {
    @Test
    void movesOneBeatPerPortAndCycle() {
        assertThat(new BeatCalendar(1, 32, 0).reserve(0, 100)).isEqualTo(100);
        assertThat(new BeatCalendar(2, 32, 0).reserve(0, 100)).isEqualTo(50);
    }

    @Test
    void laterRequestsFillRoomThatEarlierOnesLeft() {
        BeatCalendar calendar = new BeatCalendar(1, 32, 0);
        calendar.reserve(1000, 64);
        assertThat(calendar.reserve(0, 10)).isLessThanOrEqualTo(32);
    }

    @Property(tries = 200)
    void neverMovesFasterThanThePorts(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 200) Integer> transfers,
            @ForAll @IntRange(min = 1, max = 4) int ports,
            @ForAll @IntRange(min = 16, max = 40) int bucketCycles,
            @ForAll @IntRange(min = 0, max = 5000) int origin) {
        BeatCalendar calendar = new BeatCalendar(ports, bucketCycles, origin);
        long total = 0;
        long latest = 0;
        for (int beats : transfers) {
            total += beats;
            latest = Math.max(latest, calendar.reserve(origin, beats) - origin);
        }
        assertThat(latest).isGreaterThanOrEqualTo(Math.ceilDiv(total, ports));
        assertThat(latest).isLessThanOrEqualTo(Math.ceilDiv(total, ports) + bucketCycles);
    }

    /** Where a bucket begins changes where beats are, not how many: those that are not over take as much room as before. */
    @Property(tries = 300)
    void letsABucketBeginAnywhereWithoutLosingBeats(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 200) Integer> transfers,
            @ForAll @IntRange(min = 1, max = 5) int ports,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 0, max = 100) Integer> alignments,
            @ForAll @IntRange(min = 0, max = 5000) int apart) {
        BeatCalendar calendar = new BeatCalendar(ports, 32, 0);
        long cycle = 1_000_000;
        long total = 0;
        for (int beats : transfers) {
            calendar.reserve(cycle + apart * (total % 7), beats);
            total += beats;
        }
        cycle -= 500;
        for (int step : alignments) {
            cycle += step;
            calendar.align(cycle);
        }
        long buckets = 2000 + total / (32L * ports);
        long room = 32 * ports * buckets - total;
        assertThat(calendar.reserve(cycle, room)).isLessThanOrEqualTo(cycle + 32 * buckets);
        assertThat(calendar.reserve(cycle, 1)).isGreaterThan(cycle + 32 * buckets);
    }

    @Test
    @Timeout(20)
    void beginsABucketLongBeforeItsLatestRequestWithoutWalkingThere() {
        BeatCalendar calendar = new BeatCalendar(1, 32, 0);
        long far = 1L << 42;
        calendar.reserve(far, 32);
        calendar.align(5);
        assertThat(calendar.reserve(far + 5, 10)).isGreaterThan(far + 32);
    }

    @Test
    void growsWithTheSpanOfItsRequests() {
        BeatCalendar calendar = new BeatCalendar(1, 32, 0);
        calendar.reserve(0, 32);
        for (long cycle = 32; cycle < 4_000_000; cycle += 32_000) {
            calendar.reserve(cycle, 10);
        }
        assertThat(calendar.reserve(0, 1)).isEqualTo(43);
        assertThat(calendar.reserve(32, 1)).isEqualTo(44);
    }

    /** What is spread over ten buckets leaves room for the rest of their 320 beats there, and for no more. */
    @Test
    void spreadPromisesAsManyBeatsAsAsked() {
        for (int beats : new int[] {1, 7, 100, 319}) {
            BeatCalendar calendar = new BeatCalendar(1, 32, 0);
            calendar.spread(0, 320, beats);
            assertThat(calendar.reserve(0, 320 - beats)).as("%d beats", beats).isLessThanOrEqualTo(320);
            assertThat(calendar.reserve(0, 1)).as("%d beats", beats).isGreaterThan(320);
        }
    }
}
