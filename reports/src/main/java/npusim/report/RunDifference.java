package npusim.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import npusim.trace.CycleCategory;
import npusim.trace.run.RunManifest;

/**
 * What changed from one run to another, operator by operator and for which reason.
 *
 * @param before active cycles of the first run
 * @param after active cycles of the second
 * @param settings what the runs were given that differs: their programs' and designs' values
 * @param causes changes added up by what brings them about, largest first
 * @param changes operators that differ, largest contribution first; contributions add up to {@code after − before}
 */
public record RunDifference(long before, long after, List<Setting> settings, List<Cause> causes, List<Change> changes) {
    /** Relative change of the traffic below which it is not what makes the difference. */
    private static final double MEANT_TRAFFIC = 0.01;

    private static final String SCHEDULE = "schedule choice";
    private static final String WORK = "work";
    private static final String TRAFFIC = "traffic";
    private static final String ABSENT = "only in one run";

    /** A value that differs between the runs; empty where a run has none. */
    public record Setting(String name, String before, String after) {}

    /**
     * Changes of one kind.
     *
     * @param name {@code schedule choice}, {@code work}, {@code traffic}, {@code only in one run}, or the accounting category
     *     that grew most in a slower operator and shrank most in a faster one, where none of these differs
     * @param cycles that they add to the second run
     * @param operators how many
     */
    public record Cause(String name, long cycles, int operators) {}

    /**
     * One operator that differs.
     *
     * @param name name of its output
     * @param before active cycles in the first run, 0 if it is not there
     * @param after active cycles in the second run, 0 if it is not there
     * @param cause name of its {@link Cause}
     * @param reason what explains it, in words
     */
    public record Change(String name, long before, long after, String cause, String reason) {
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
                changes.add(new Change(
                        before.operation().name(), before.activeCycles(), 0, ABSENT, "only in the first run"));
            } else if (before.activeCycles() != after.activeCycles()) {
                changes.add(new Change(
                        before.operation().name(),
                        before.activeCycles(),
                        after.activeCycles(),
                        cause(before, after),
                        reason(before, after)));
            }
        });
        right.forEach((key, after) -> changes.add(
                new Change(after.operation().name(), 0, after.activeCycles(), ABSENT, "only in the second run")));
        changes.removeIf(change -> change.cycles() == 0);
        changes.sort((a, b) -> Long.compare(Math.abs(b.cycles()), Math.abs(a.cycles())));
        return new RunDifference(
                first.activeCycles(),
                second.activeCycles(),
                settings(values(first), values(second)),
                causes(changes),
                List.copyOf(changes));
    }

    private static List<Cause> causes(List<Change> changes) {
        Map<String, Cause> causes = new TreeMap<>();
        for (Change change : changes) {
            causes.merge(
                    change.cause(),
                    new Cause(change.cause(), change.cycles(), 1),
                    (a, b) -> new Cause(a.name(), a.cycles() + b.cycles(), a.operators() + b.operators()));
        }
        return causes.values().stream()
                .sorted(Comparator.comparingLong((Cause cause) -> -Math.abs(cause.cycles())))
                .toList();
    }

    private static Map<String, String> values(RunResult run) {
        RunManifest manifest = run.manifest();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("workload", manifest.workload().name());
        manifest.workload().arguments().forEach((name, value) -> values.put("workload." + name, value));
        values.put("workload.seed", Long.toString(manifest.workload().seed()));
        values.put("workload.sha256", manifest.workload().sha256());
        manifest.scheduling().forEach((name, value) -> values.put("schedule." + name, value));
        values.put("accelerator", manifest.design().accelerator());
        values.put("platform", manifest.design().platform());
        values.put("system", manifest.design().systemConfig());
        values.put("memory_mode", manifest.design().memoryMode());
        values.put("timing", manifest.design().timingProfile());
        values.putAll(manifest.design().values());
        return values;
    }

    private static List<Setting> settings(Map<String, String> first, Map<String, String> second) {
        Set<String> names = new LinkedHashSet<>(first.keySet());
        names.addAll(second.keySet());
        return names.stream()
                .map(name -> new Setting(name, first.getOrDefault(name, ""), second.getOrDefault(name, "")))
                .filter(setting -> !setting.before().equals(setting.after()))
                .toList();
    }

    /** The first of the causes in the order in which one brings about the other. */
    private static String cause(OperationResult before, OperationResult after) {
        if (!before.operation().block().equals(after.operation().block())
                || !before.operation().details().equals(after.operation().details())) {
            return SCHEDULE;
        }
        if (before.counters().macs() != after.counters().macs()) {
            return WORK;
        }
        return differsInTraffic(before, after)
                ? TRAFFIC
                : Comparison.largestChange(before, after).label();
    }

    private static boolean differsInTraffic(OperationResult before, OperationResult after) {
        long bytes = before.counters().bytes();
        return Math.abs(after.counters().bytes() - bytes) > MEANT_TRAFFIC * bytes;
    }

    /** Causes in the order in which one brings about the other: schedule, work, traffic, then the waits that follow. */
    private static String reason(OperationResult before, OperationResult after) {
        List<String> reasons = new ArrayList<>();
        if (!before.operation().block().equals(after.operation().block())) {
            reasons.add("block " + before.operation().block() + " → "
                    + after.operation().block());
        }
        if (!before.operation().details().equals(after.operation().details())) {
            List<String> left = List.of(before.operation().details().split(", "));
            List<String> right = List.of(after.operation().details().split(", "));
            reasons.add("schedule " + others(left, right) + " → " + others(right, left));
        }
        if (before.counters().macs() != after.counters().macs()) {
            reasons.add("work " + Unit.MACS.format(before.counters().macs()) + " → "
                    + Unit.MACS.format(after.counters().macs()));
        }
        if (differsInTraffic(before, after)) {
            reasons.add("traffic " + Unit.BYTES.format(before.counters().bytes()) + " → "
                    + Unit.BYTES.format(after.counters().bytes()));
        }
        CycleCategory category = Comparison.largestChange(before, after);
        long change = after.counters().cycles(category) - before.counters().cycles(category);
        if (change != 0) {
            reasons.add(category.label() + (change > 0 ? " +" : " ") + change + " cycles");
        }
        return String.join("; ", reasons);
    }

    /** Those words of one schedule that the other does not have. */
    private static String others(List<String> words, List<String> known) {
        String others = words.stream().filter(word -> !known.contains(word)).collect(Collectors.joining(", "));
        return others.isEmpty() ? "none" : others;
    }
}
