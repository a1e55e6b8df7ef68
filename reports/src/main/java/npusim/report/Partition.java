package npusim.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * How a network is divided between the NPU and its host.
 *
 * @param segments stretches of operations on one side, in the order in which they run
 * @param processor what the host computes and why, the longest first
 * @param npuCycles cycles in which the NPU runs
 * @param host cycles of the NPU's clock in which it waits for the host
 */
public record Partition(List<Segment> segments, List<ProcessorWork> processor, long npuCycles, HostCycles host) {
    /**
     * One stretch.
     *
     * @param onCpu whether it is the host's
     * @param operations what runs, by index
     * @param first name of the first operation
     * @param last name of the last
     * @param cycles active cycles of the NPU, or all cycles of the host
     */
    public record Segment(boolean onCpu, List<Integer> operations, String first, String last, long cycles) {
        /** The side's name. */
        public String side() {
            return onCpu ? "CPU" : "NPU";
        }
    }

    /**
     * Operators of one kind that the host computes for one reason.
     *
     * @param kind operator
     * @param reason the host's processor, and why it is not the NPU
     * @param operators how many
     * @param cycles cycles of the NPU's clock in which it waits for them
     */
    public record ProcessorWork(String kind, String reason, int operators, long cycles) {}

    /** The partition of a run. */
    public static Partition of(RunResult run) {
        List<Segment> segments = new ArrayList<>();
        ImmutableList<OperationResult> operations = run.operations()
                .select(operation -> operation.index() >= 0)
                .toSortedListBy(OperationResult::index)
                .toImmutable();
        int from = 0;
        for (int i = 1; i <= operations.size(); i++) {
            if (i == operations.size() || onCpu(operations.get(i)) != onCpu(operations.get(from))) {
                segments.add(segment(operations.subList(from, i).castToList()));
                from = i;
            }
        }
        return new Partition(
                segments,
                processor(operations.select(Partition::onCpu).castToList()),
                run.activeCycles(),
                run.sum().host());
    }

    private static List<ProcessorWork> processor(List<OperationResult> operations) {
        record Key(String kind, String reason) {}
        Map<Key, List<OperationResult>> groups = operations.stream()
                .collect(Collectors.groupingBy(
                        result -> new Key(
                                result.operation().kind(), result.operation().details()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        List<ProcessorWork> work = new ArrayList<>();
        groups.forEach((key, members) -> work.add(new ProcessorWork(
                key.kind(),
                key.reason(),
                members.size(),
                members.stream()
                        .mapToLong(member -> member.counters().host().total())
                        .sum())));
        work.sort(Comparator.comparingLong(ProcessorWork::cycles).reversed());
        return work;
    }

    /** How often the work changes sides. */
    public int transitions() {
        return Math.max(0, segments.size() - 1);
    }

    /** Whether the host has any part. */
    public boolean divided() {
        return segments.stream().anyMatch(Segment::onCpu);
    }

    /** Cycles of both sides. */
    public long cycles() {
        return npuCycles + host.total();
    }

    /** What the cycles of both sides were spent on, by name. */
    public Map<String, Long> parts() {
        Map<String, Long> parts = new LinkedHashMap<>();
        parts.put("NPU active", npuCycles);
        parts.put("CPU computes", host.compute());
        parts.put("CPU moves operands and results", host.transfer());
        parts.put("CPU starts the NPU again", host.handover());
        return parts;
    }

    private static boolean onCpu(OperationResult operation) {
        return operation.operation().onCpu();
    }

    private static Segment segment(List<OperationResult> members) {
        boolean onCpu = onCpu(members.getFirst());
        long cycles = members.stream()
                .mapToLong(member -> onCpu ? member.counters().host().total() : member.activeCycles())
                .sum();
        return new Segment(
                onCpu,
                members.stream().map(OperationResult::index).toList(),
                members.getFirst().operation().name(),
                members.getLast().operation().name(),
                cycles);
    }
}
