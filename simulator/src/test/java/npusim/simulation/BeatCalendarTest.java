package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BeatCalendarTest {
    @Test
    void movesOneBeatPerPortAndCycle() {
        assertThat(new BeatCalendar(1).reserve(0, 100)).isEqualTo(100);
        assertThat(new BeatCalendar(2).reserve(0, 100)).isEqualTo(50);
    }

    @Test
    void laterRequestsFillRoomThatEarlierOnesLeft() {
        BeatCalendar calendar = new BeatCalendar(1);
        calendar.reserve(1000, 64);
        assertThat(calendar.reserve(0, 10)).isLessThanOrEqualTo(32);
    }

    @Property(tries = 200)
    void neverMovesFasterThanThePorts(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 200) Integer> transfers,
            @ForAll @IntRange(min = 1, max = 4) int ports) {
        BeatCalendar calendar = new BeatCalendar(ports);
        long total = 0;
        long latest = 0;
        for (int beats : transfers) {
            total += beats;
            latest = Math.max(latest, calendar.reserve(0, beats));
        }
        assertThat(latest).isGreaterThanOrEqualTo(Math.ceilDiv(total, ports));
        assertThat(latest).isLessThanOrEqualTo(Math.ceilDiv(total, ports) + 32);
    }

    /** What is spread over ten buckets leaves room for the rest of their 320 beats there, and for no more. */
    @Test
    void spreadPromisesAsManyBeatsAsAsked() {
        for (int beats : new int[] {1, 7, 100, 319}) {
            BeatCalendar calendar = new BeatCalendar(1);
            calendar.spread(0, 320, beats);
            assertThat(calendar.reserve(0, 320 - beats)).as("%d beats", beats).isLessThanOrEqualTo(320);
            assertThat(calendar.reserve(0, 1)).as("%d beats", beats).isGreaterThan(320);
        }
    }
}
