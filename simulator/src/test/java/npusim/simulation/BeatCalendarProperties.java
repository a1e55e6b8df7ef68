package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A calendar against one that keeps its buckets in a map and walks from each to the next. */
class BeatCalendarProperties {
    private static final class Plain {
        private final Map<Long, Long> promised = new HashMap<>();
        private final int ports;
        private final int length;
        private final long origin;
        private long base;

        Plain(int ports, int length, long origin) {
            this.ports = ports;
            this.length = length;
            this.origin = origin;
        }

        long promised(long bucket) {
            return promised.getOrDefault(bucket, 0L);
        }

        long reserve(long start, long beats) {
            if (start < base) {
                return start + Math.ceilDiv(beats, (long) ports);
            }
            long bucket = Math.floorDiv(start - origin, (long) length);
            long before = Math.floorMod(start - origin, (long) length) * ports;
            long left = beats;
            while (true) {
                long from = Math.max(promised(bucket), before);
                long taken = Math.min(left, (long) length * ports - from);
                promised.merge(bucket, taken, Long::sum);
                left -= taken;
                if (left == 0) {
                    return bucket * length + origin + Math.ceilDiv(from + taken, (long) ports);
                }
                bucket++;
                before = 0;
            }
        }

        void spread(long start, long cycles, long beats) {
            if (start < base) {
                return;
            }
            long first = Math.floorDiv(start - origin, (long) length);
            long count = Math.max(1, Math.floorDiv(start + cycles - origin, (long) length) - first);
            long carried = 0;
            for (long i = 0; i < count || carried > 0; i++) {
                long share = i < count ? beats * (i + 1) / count - beats * i / count : 0;
                long wanted = promised(first + i) + share + carried;
                long kept = Math.min((long) length * ports, wanted);
                promised.put(first + i, kept);
                carried = wanted - kept;
            }
        }
    }

    /** Requests at much the same time queue up behind one another, and what is over is forgotten, so that places are used again. */
    @Property(tries = 300)
    void findsTheRoomThatAWalkFinds(
            @ForAll @IntRange(min = 1, max = 5) int ports,
            @ForAll @IntRange(min = 16, max = 40) int length,
            @ForAll @IntRange(min = 0, max = 5000) int origin,
            @ForAll @Size(min = 1, max = 300) List<@IntRange(min = 0, max = 1_000_000) Integer> requests) {
        BeatCalendar calendar = new BeatCalendar(ports, length, origin);
        Plain plain = new Plain(ports, length, origin);
        long now = origin;
        for (int request : requests) {
            long start = now + request % 97;
            int beats = request / 97 % 61;
            switch (request % 11) {
                case 0 -> now += request / 7 % 9000;
                case 1 -> {
                    calendar.forget(now - 100);
                    plain.base = Math.max(plain.base, now - 100);
                }
                case 2 -> {
                    calendar.spread(start, request % 3001, beats * 20);
                    plain.spread(start, request % 3001, beats * 20);
                }
                case 3, 4, 5 -> {
                    long[] cycles = {start, start, start + request % 5, start + request % 19, start + 50};
                    Arrays.sort(cycles);
                    if (calendar.beginRun(cycles[0] + 30, beats)) {
                        for (long cycle : cycles) {
                            assertThat(calendar.reserveNext(cycle + 30, beats))
                                    .isEqualTo(plain.reserve(cycle + 30, beats));
                        }
                        calendar.endRun();
                    }
                }
                default -> assertThat(calendar.reserve(start, beats)).isEqualTo(plain.reserve(start, beats));
            }
        }
    }

    /** Where each request begins no earlier than the one before ends, a calendar that notes what is promised has nothing to say. */
    @Property(tries = 300)
    void whatOneChannelAsksForIsNeverInItsOwnWay(
            @ForAll @IntRange(min = 1, max = 5) int ports,
            @ForAll @IntRange(min = 16, max = 40) int length,
            @ForAll @Size(min = 1, max = 100) List<@IntRange(min = 0, max = 1_000_000) Integer> requests) {
        BeatCalendar calendar = new BeatCalendar(ports, length, 0);
        BeatCalendar ofOne = new BeatCalendar(ports, length, 0);
        ofOne.leaveToOne();
        long cycle = 0;
        for (int request : requests) {
            int beats = request / 97 % 61;
            cycle += request % 3 * (request % 43);
            switch (request % 7) {
                case 0 -> {
                    long cycles = request % 3001;
                    calendar.spread(cycle, cycles, cycles * ports - Math.min(request / 7 % 31, cycles));
                    cycle += cycles;
                }
                case 1 -> calendar.forget(cycle - request % 300);
                case 2, 3 -> {
                    assertThat(calendar.beginRun(cycle, beats)).isTrue();
                    for (int i = 0; i < 5; i++) {
                        long start = cycle + request % (5 * i + 3);
                        cycle = calendar.reserveNext(start, beats);
                        assertThat(ofOne.reserveNext(start, beats)).isEqualTo(cycle);
                    }
                    calendar.endRun();
                }
                default -> {
                    long start = cycle;
                    cycle = calendar.reserve(start, beats);
                    assertThat(ofOne.reserve(start, beats)).isEqualTo(cycle);
                }
            }
        }
    }

    /** A tape read at another time leaves the same beats in other places; those promised before it stay. */
    @Property(tries = 300)
    void aTapeMovesBeatsByWholeBuckets(
            @ForAll @IntRange(min = 1, max = 3) int ports,
            @ForAll @IntRange(min = 0, max = 3000) int later,
            @ForAll @IntRange(min = 0, max = 40) int apart,
            @ForAll @IntRange(min = 0, max = 3) int before,
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 20_000) Integer> requests) {
        BeatCalendar calendar = new BeatCalendar(ports, 20, 0);
        for (int request : requests) {
            calendar.reserve(1000 + request, 1 + request % 30);
        }
        StateTape tape = new StateTape();
        long earliest = 1000 + 20L * apart;
        tape.write(earliest, earliest);
        calendar.exchange(tape, earliest);
        BeatCalendar other = new BeatCalendar(ports, 20, 0);
        long moved = earliest + 20L * later;
        long full = moved - 20L * (before + 1);
        other.reserve(full, 20L * ports * (before + 1));
        tape.read(tape.keepIn(new TapeStore()), moved);
        other.exchange(tape, moved);
        assertThat(other.reserve(full, 1)).isGreaterThan(moved);
        calendar.reserve(earliest, 1);
        for (int i = 0; i < 50; i++) {
            long start = i * 437 % 20_000;
            assertThat(other.reserve(moved + start, 7) - moved)
                    .isEqualTo(calendar.reserve(earliest + start, 7) - earliest);
        }
    }
}
