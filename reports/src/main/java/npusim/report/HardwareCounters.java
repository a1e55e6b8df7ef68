package npusim.report;

import static npusim.report.TextTable.Align.LEFT;
import static npusim.report.TextTable.Align.RIGHT;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import npusim.hardware.PmuCatalogue;
import npusim.hardware.PmuEvent;
import npusim.simulation.ModelledEvents;
import org.jspecify.annotations.Nullable;

/**
 * Counters of a run as a driver could read them: as many events as the PMU has counters, as wide as these are, beside the
 * cycle counter, which counts NPU ACTIVE.
 *
 * @param counters one per event asked for
 * @param cycles the cycle counter, in cycles
 * @param available event counters that the PMU has
 */
public record HardwareCounters(List<Counter> counters, long cycles, int available) {
    public HardwareCounters {
        counters = List.copyOf(counters);
    }

    /**
     * One event counter.
     *
     * @param event name in the catalogue
     * @param number event number to select
     * @param value what the counter holds at the end, without the bits that it has not
     * @param overflowed whether it lost bits
     */
    public record Counter(String event, int number, long value, boolean overflowed) {}

    /** Why {@code pmu} cannot count {@code events} in one run, or null when it can. */
    public static @Nullable String refusal(PmuCatalogue pmu, List<String> events) {
        for (String event : events) {
            if (pmu.event(event) == null) {
                return "PMU " + pmu.name() + " has no event " + event;
            }
            if (!ModelledEvents.contains(pmu, event)) {
                return "event " + event + " is not modelled; docs/pmu-counters.md lists those that are";
            }
        }
        int runs = Math.ceilDiv(events.size(), pmu.eventCounters());
        return runs <= 1
                ? null
                : "PMU " + pmu.name() + " has " + pmu.eventCounters() + " event counters, " + events.size()
                        + " events are asked for: hardware would need " + runs
                        + " runs; ask for fewer, or leave --like-hardware out, which counts all at once";
    }

    /** Reads {@code events} of {@code run}, for which {@link #refusal} had no objection. */
    public static HardwareCounters of(RunResult run, PmuCatalogue pmu, List<String> events) {
        List<Counter> counters = new ArrayList<>();
        for (String name : events) {
            PmuEvent event = Objects.requireNonNull(pmu.event(name), name);
            long total = run.total(event.number());
            long value = kept(total, pmu.eventCounterBits());
            counters.add(new Counter(name, event.number(), value, value != total));
        }
        return new HardwareCounters(counters, kept(run.activeCycles(), pmu.cycleCounterBits()), pmu.eventCounters());
    }

    private static long kept(long total, int bits) {
        return bits >= Long.SIZE ? total : total & ((1L << bits) - 1);
    }

    /** A table, one line per counter. */
    public String render(Style style) {
        TextTable table = new TextTable(style, LEFT, RIGHT, RIGHT, LEFT)
                .header("Counters of the hardware (" + available + " for events)", "event", "value", "");
        table.row("PMCCNTR", "", Long.toString(cycles), "");
        for (Counter counter : counters) {
            table.row(
                    counter.event(),
                    Integer.toString(counter.number()),
                    Long.toString(counter.value()),
                    counter.overflowed() ? "overflowed" : "");
        }
        return table.render();
    }
}
