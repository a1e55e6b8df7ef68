package npusim.replay;

import java.util.ArrayList;
import java.util.List;
import npusim.trace.PmuScope;
import npusim.trace.PmuSink;
import npusim.trace.TraceEvents;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.api.map.primitive.MutableLongLongMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;
import org.eclipse.collections.impl.factory.primitive.LongLongMaps;

/**
 * Derives samples by interval from those by operation: the count of an operation is spread evenly over its span, in whole
 * numbers that add up to it exactly. Passes everything on to the sink behind it.
 */
final class IntervalSampler implements PmuSink {
    private static final int MOST_INTERVALS = 1000;

    private final PmuSink target;
    private final List<Count> counts = new ArrayList<>();
    private final long[] spanByLatestUnit = new long[2];
    private int latestUnit = TraceEvents.UNATTRIBUTED;
    private long lastCycle;

    private record Count(long start, long end, int event, long value) {}

    IntervalSampler(PmuSink target) {
        this.target = target;
    }

    @Override
    public void record(long cycle, int unit, PmuScope scope, int event, long value) {
        target.record(cycle, unit, scope, event, value);
        lastCycle = Math.max(lastCycle, cycle);
        if (scope != PmuScope.OPERATION || unit == TraceEvents.UNATTRIBUTED) {
            return;
        }
        if (event == TraceEvents.SPAN) {
            latestUnit = unit;
            spanByLatestUnit[0] = cycle;
            spanByLatestUnit[1] = cycle + value;
        } else if (event < TraceEvents.FIRST_MODEL_EVENT && unit == latestUnit) {
            counts.add(new Count(spanByLatestUnit[0], spanByLatestUnit[1], event, value));
        }
    }

    /**
     * Records the intervals.
     *
     * @param asked length of an interval in cycles; 0 for a power of two that gives at most a thousand of them
     * @return the length used
     */
    long finish(long asked) {
        long length = asked > 0 ? asked : Math.max(1, Long.highestOneBit(Math.max(1, lastCycle / MOST_INTERVALS)) << 1);
        MutableIntObjectMap<MutableLongLongMap> sums = IntObjectMaps.mutable.empty();
        for (Count count : counts) {
            spread(count, length, sums.getIfAbsentPut(count.event(), LongLongMaps.mutable::empty));
        }
        for (int event : sums.keySet().toSortedArray()) {
            MutableLongLongMap byInterval = sums.get(event);
            for (long interval : byInterval.keySet().toSortedArray()) {
                target.record(
                        (interval + 1) * length, (int) interval, PmuScope.INTERVAL, event, byInterval.get(interval));
            }
        }
        return length;
    }

    private static void spread(Count count, long length, MutableLongLongMap byInterval) {
        long span = Math.max(1, count.end() - count.start());
        long done = 0;
        for (long interval = count.start() / length; done < count.value(); interval++) {
            long covered = Math.min(span, (interval + 1) * length - count.start());
            long until = covered == span ? count.value() : Math.round((double) count.value() * covered / span);
            if (until > done) {
                byInterval.addToValue(interval, until - done);
            }
            done = until;
        }
    }
}
