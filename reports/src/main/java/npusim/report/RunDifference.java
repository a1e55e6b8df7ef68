package npusim.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import npusim.trace.CycleCategory;

/**
 * What changed from one run to another, operator by operator and for which reason.
 *
 * @param before active cycles of the first run
 * @param after active cycles of the second
 * @param changes operators that differ, largest contribution first; contributions add up to {@code after − before}
 */
public record RunDifference(long before, long after, List<Change> changes) {
    /**
     * One operator that differs.
     *
     * @param name name of its output
     * @param before active cycles in the first run, 0 if it is not there
     * @param after active cycles in the second run, 0 if it is not there
     * @param reason what explains most of it, in words
     */
    public record Change(String name, long before, long after, String reason) {
        /** Cycles that it adds to the second run. */
        public long cycles() {
            return after - before;
        }
    }

    /** Relative change of the active cycles. */
    public double relative() {
        return before == 0 ? (after == 0 ? 0 : Double.POSITIVE_INFINITY) : (double) after / before - 1;
    }

    /** Aligns the operators of two runs and lists what changed. */
    public static RunDifference between(RunResult first, RunResult second) {
        Map<String, OperationResult> left = OperatorAlignment.byKey(first);
        Map<String, OperationResult> right = new LinkedHashMap<>(OperatorAlignment.byKey(second));
        List<Change> changes = new ArrayList<>();
        left.forEach((key, before) -> {
            OperationResult after = right.remove(key);
            if (after == null) {
                changes.add(new Change(before.operation().name(), before.activeCycles(), 0, "only in the first run"));
            } else if (before.activeCycles() != after.activeCycles()) {
                changes.add(new Change(
                        before.operation().name(), before.activeCycles(), after.activeCycles(), reason(before, after)));
            }
        });
        right.forEach((key, after) ->
                changes.add(new Change(after.operation().name(), 0, after.activeCycles(), "only in the second run")));
        changes.removeIf(change -> change.cycles() == 0);
        changes.sort((a, b) -> Long.compare(Math.abs(b.cycles()), Math.abs(a.cycles())));
        return new RunDifference(first.activeCycles(), second.activeCycles(), List.copyOf(changes));
    }

    /** Causes in the order in which one brings about the other: schedule, work, traffic, then the waits that follow. */
    private static String reason(OperationResult before, OperationResult after) {
        List<String> reasons = new ArrayList<>();
        if (!before.operation().block().equals(after.operation().block())) {
            reasons.add("block " + before.operation().block() + " → "
                    + after.operation().block());
        }
        if (!before.operation().details().equals(after.operation().details())) {
            reasons.add("schedule " + before.operation().details() + " → "
                    + after.operation().details());
        }
        if (before.counters().macs() != after.counters().macs()) {
            reasons.add("work " + Unit.MACS.format(before.counters().macs()) + " → "
                    + Unit.MACS.format(after.counters().macs()));
        }
        long bytesBefore = before.counters().bytes();
        long bytesAfter = after.counters().bytes();
        if (bytesBefore != bytesAfter) {
            reasons.add("traffic " + Unit.BYTES.format(bytesBefore) + " → " + Unit.BYTES.format(bytesAfter));
        }
        CycleCategory category = Comparison.largestChange(before, after);
        long change = after.counters().cycles(category) - before.counters().cycles(category);
        if (change != 0) {
            reasons.add(category.label() + (change > 0 ? " +" : " ") + change + " cycles");
        }
        return String.join("; ", reasons);
    }
}
