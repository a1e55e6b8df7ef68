package npusim.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import npusim.trace.TraceWriteException;
import org.junit.jupiter.api.Test;

class IntervalSamplingProperties {
    @Property(tries = 100)
    void nothingIsLostHoweverLongTheRun(@ForAll long seed, @ForAll @LongRange(min = 0, max = 5000) long asked) {
        SplittableRandom random = new SplittableRandom(seed);
        IntervalSampling sampling = IntervalSampling.of(asked == 0 ? 0 : asked + 200);
        long total = 0;
        long end = 0;
        for (int i = 0; i < 300; i++) {
            long from = random.nextLong(1L << random.nextInt(1, 26));
            long to = from + random.nextLong(-5, 1L << random.nextInt(1, 20));
            long amount = random.nextLong(1000);
            sampling.add(EngineEvent.MAC_ACTIVE, amount, from, to);
            total += amount;
            end = amount == 0 ? end : Math.max(end, Math.max(to, from + 1));
        }
        long sum = 0;
        for (int i = 0; i < sampling.used(); i++) {
            assertThat(sampling.count(EngineEvent.MAC_ACTIVE, i)).isNotNegative();
            sum += sampling.count(EngineEvent.MAC_ACTIVE, i);
        }
        assertThat(sum).isEqualTo(total);
        assertThat(sampling.used()).isEqualTo((int) Math.ceilDiv(end, sampling.length()));
        if (asked == 0) {
            assertThat(sampling.used()).isLessThanOrEqualTo(1024);
            assertThat(Long.bitCount(sampling.length())).isOne();
        } else {
            assertThat(sampling.length()).isEqualTo(asked + 200);
        }
    }

    @Test
    void countStaysInItsInterval() {
        IntervalSampling sampling = IntervalSampling.of(100);
        sampling.add(EngineEvent.SRAM_READ_BEATS, 10, 250, 300);
        sampling.add(EngineEvent.SRAM_READ_BEATS, 30, 350, 500);
        assertThat(sampling.count(EngineEvent.SRAM_READ_BEATS, 1)).isZero();
        assertThat(sampling.count(EngineEvent.SRAM_READ_BEATS, 2)).isEqualTo(10);
        assertThat(sampling.count(EngineEvent.SRAM_READ_BEATS, 3)).isEqualTo(10);
        assertThat(sampling.count(EngineEvent.SRAM_READ_BEATS, 4)).isEqualTo(20);
    }

    @Test
    void countsOfACommandAreSpreadOverTheTimeSinceTheLatestPlacedOnes() {
        IntervalSampling sampling = IntervalSampling.of(100);
        long[] counts = new long[EngineEvent.values().length];
        sampling.begin(150);
        counts[EngineEvent.SRAM_READ_BEATS.ordinal()] = 7;
        sampling.until(190, counts);
        counts[EngineEvent.SRAM_READ_BEATS.ordinal()] = 10;
        sampling.until(250, counts);
        counts[EngineEvent.SRAM_READ_BEATS.ordinal()] = 14;
        sampling.end(450, counts);
        assertThat(sampling.used()).isEqualTo(5);
        assertThat(sampling.count(EngineEvent.SRAM_READ_BEATS, 1)).isEqualTo(5);
        assertThat(sampling.count(EngineEvent.SRAM_READ_BEATS, 2)).isEqualTo(5 + 1);
        assertThat(sampling.count(EngineEvent.SRAM_READ_BEATS, 3)).isEqualTo(2);
        assertThat(sampling.count(EngineEvent.SRAM_READ_BEATS, 4)).isEqualTo(1);
    }

    @Test
    void tooManyIntervalsAreRefused() {
        IntervalSampling sampling = IntervalSampling.of(1);
        assertThatThrownBy(() -> sampling.add(EngineEvent.MAC_ACTIVE, 1, 1L << 21, (1L << 21) + 1))
                .isInstanceOf(TraceWriteException.class)
                .hasMessage("intervals of 1 cycles would be more than 1048576 in this run: ask for longer ones");
    }
}
