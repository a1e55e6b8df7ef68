package npusim.hardware;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.jspecify.annotations.Nullable;

/**
 * The PMU of a generation.
 *
 * @param name name in the description
 * @param eventCounters number of event counters
 * @param eventCounterBits their width
 * @param cycleCounterBits width of the cycle counter
 * @param events all events, by number
 * @param channels latency-sampling channels by number
 * @param reported lines of the standard report, in its order
 */
public record PmuCatalogue(
        String name,
        int eventCounters,
        int eventCounterBits,
        int cycleCounterBits,
        ImmutableList<PmuEvent> events,
        ImmutableMap<Integer, String> channels,
        ImmutableList<ReportedCounter> reported) {

    /** The event called {@code eventName}, or null. */
    public @Nullable PmuEvent event(String eventName) {
        return events.detect(event -> event.name().equals(eventName));
    }
}
