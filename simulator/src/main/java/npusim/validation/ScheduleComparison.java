package npusim.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Splits the error of a group of rows: the engine's with the reference schedules, and the distance of our schedules from those
 * with the engine unchanged. Rows that only one of the two replays are left out.
 *
 * @param group generation
 * @param engine reference schedules against the published cycles
 * @param scheduler our schedules against the reference schedules, both in our engine
 * @param both our schedules against the published cycles
 */
public record ScheduleComparison(String group, ErrorSummary engine, ErrorSummary scheduler, ErrorSummary both) {

    /** Compares replays of the same rows with {@code reference} and with our schedules, network rows by generation. */
    public static List<ScheduleComparison> of(ValidationResult reference, ValidationResult ours) {
        Map<String, RowOutcome.Replayed> own = new HashMap<>();
        for (RowOutcome.Replayed row : ours.replayed()) {
            own.put(row.row().id(), row);
        }
        Map<String, List<RowOutcome.Replayed[]>> groups = new TreeMap<>();
        for (RowOutcome.Replayed row : reference.replayed()) {
            RowOutcome.Replayed other = own.get(row.row().id());
            if (other != null && row.exact()) {
                String kind = row.row().singleLayer() ? "single layers on " : "networks on ";
                groups.computeIfAbsent(kind + row.row().generation(), key -> new ArrayList<>())
                        .add(new RowOutcome.Replayed[] {row, other});
            }
        }
        List<ScheduleComparison> comparisons = new ArrayList<>();
        groups.forEach((group, pairs) -> comparisons.add(of(group, pairs)));
        return comparisons;
    }

    private static ScheduleComparison of(String group, List<RowOutcome.Replayed[]> pairs) {
        List<Double> engine = new ArrayList<>();
        List<Double> scheduler = new ArrayList<>();
        List<Double> both = new ArrayList<>();
        for (RowOutcome.Replayed[] pair : pairs) {
            engine.add(pair[0].errorPercent());
            scheduler.add(100.0 * (pair[1].activeCycles() - pair[0].activeCycles()) / pair[0].activeCycles());
            both.add(pair[1].errorPercent());
        }
        return new ScheduleComparison(
                group, ErrorSummary.of(group, engine), ErrorSummary.of(group, scheduler), ErrorSummary.of(group, both));
    }
}
