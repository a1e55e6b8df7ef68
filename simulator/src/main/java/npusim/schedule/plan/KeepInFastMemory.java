package npusim.schedule.plan;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.NpuTensor;
import npusim.schedule.operation.Role;

/**
 * Chooses the feature maps that stay in the staging memory, so that as many accesses as possible go there.
 */
final class KeepInFastMemory {
    private static final int LARGEST_COMPONENT = 20;

    private final List<PlannedOperation> operations;
    private final TensorPlans tensors;
    private final Candidate candidate;
    private final CostOperations costs;
    private final long limit;
    private final int writeWeight;
    private final boolean wholeGroups;
    private final Map<NpuOperation, PlannedOperation> groups = new IdentityHashMap<>();
    private final Map<PlannedTensor, MemoryArea> home = new IdentityHashMap<>();
    private int[] certain = new int[0];
    private int[] possible = new int[0];
    private boolean[] bestEvicted = new boolean[0];
    private long bestScore;

    KeepInFastMemory(
            List<PlannedOperation> operations,
            TensorPlans tensors,
            Candidate candidate,
            CostOperations costs,
            long limit,
            int writeWeight,
            boolean wholeGroups) {
        this.writeWeight = writeWeight;
        this.wholeGroups = wholeGroups;
        this.operations = operations;
        this.tensors = tensors;
        this.candidate = candidate;
        this.costs = costs;
        this.limit = Math.min(1 << 30, limit);
        for (PlannedOperation operation : operations) {
            groups.put(operation.operation(), operation);
            operation.operation().followers().forEach(follower -> groups.put(follower, operation));
        }
    }

    void run() {
        operations.forEach(this::nominate);
        LiveRanges ranges = LiveRanges.of(operations, tensors, candidate, MemoryArea.CACHE, true);
        possible = ranges.usage();
        certain = possible.clone();
        List<LiveRange> nominees = new ArrayList<>();
        for (LiveRange range : ranges.ranges()) {
            if (range.tensors().stream().anyMatch(home::containsKey)) {
                nominees.add(range);
                change(certain, range, -1);
            }
        }
        if (peak(possible, 0, possible.length - 1) > limit) {
            choose(nominees);
        }
        keepOperandsTogether(ranges);
    }

    private void nominate(PlannedOperation operation) {
        NpuOperation leader = operation.operation();
        if (leader.kind().isDma() || candidate.cost(operation).cascade() != 0) {
            return;
        }
        nominate(leader.ofm().tensor());
        leader.followers().forEach(follower -> nominate(follower.ofm().tensor()));
    }

    private void nominate(NpuTensor tensor) {
        if (tensor.readers().isEmpty() || tensor.isNetworkOutput() || tensor.isInsideGroup()) {
            return;
        }
        PlannedTensor plan = tensors.of(tensor);
        if (!home.containsKey(plan)) {
            home.put(plan, plan.area());
            plan.setArea(MemoryArea.CACHE);
        }
    }

    private void choose(List<LiveRange> nominees) {
        List<LiveRange> fitting = new ArrayList<>();
        for (LiveRange range : nominees) {
            if (peak(certain, range.start(), range.end()) + range.bytes() > limit) {
                evict(range);
            } else {
                fitting.add(range);
            }
        }
        List<LiveRange> competing = new ArrayList<>();
        for (LiveRange range : fitting) {
            if (peak(possible, range.start(), range.end()) <= limit) {
                change(certain, range, 1);
            } else {
                competing.add(range);
            }
        }
        if (competing.isEmpty()) {
            return;
        }
        int start = 0;
        int end = competing.getFirst().end();
        for (int i = 1; i < competing.size(); i++) {
            LiveRange range = competing.get(i);
            if (range.start() <= end && i - start <= LARGEST_COMPONENT) {
                end = Math.max(end, range.end());
            } else {
                decide(competing.subList(start, i));
                start = i;
                end = range.end();
            }
        }
        decide(competing.subList(start, competing.size()));
    }

    private void decide(List<LiveRange> component) {
        bestScore = 0;
        bestEvicted = new boolean[component.size()];
        long[] scores = component.stream().mapToLong(this::accesses).toArray();
        search(component, scores, new boolean[component.size()], 0, 0);
        for (int i = 0; i < component.size(); i++) {
            if (bestEvicted[i]) {
                evict(component.get(i));
            } else {
                change(certain, component.get(i), 1);
            }
        }
    }

    private void search(List<LiveRange> component, long[] scores, boolean[] evicted, int index, long score) {
        if (index == component.size()) {
            if (score > bestScore || bestScore == 0) {
                bestScore = score;
                bestEvicted = evicted.clone();
            }
            return;
        }
        if (bestScore > 0 && score + remaining(scores, index) <= bestScore) {
            return;
        }
        LiveRange range = component.get(index);
        boolean fits = peak(certain, range.start(), range.end()) + range.bytes() <= limit;
        boolean always = fits;
        if (fits) {
            always = peak(possible, range.start(), range.end()) <= limit;
            evicted[index] = false;
            change(certain, range, 1);
            search(component, scores, evicted, index + 1, score + scores[index]);
            change(certain, range, -1);
        }
        if (!always) {
            evicted[index] = true;
            change(possible, range, -1);
            search(component, scores, evicted, index + 1, score);
            change(possible, range, 1);
        }
    }

    private static long remaining(long[] scores, int from) {
        long sum = 0;
        for (int i = from; i < scores.length; i++) {
            sum += scores[i];
        }
        return sum;
    }

    private long accesses(LiveRange range) {
        long accesses = 0;
        for (PlannedTensor tensor : range.tensors()) {
            for (NpuOperation reader : tensor.tensor().readers()) {
                if (isInsideCascade(reader)) {
                    return Integer.MAX_VALUE;
                }
                accesses += readAccess(reader, tensor.tensor());
            }
            for (NpuOperation writer : tensor.tensor().writers()) {
                accesses += writeWeight * access(writer).ofm();
            }
        }
        return accesses;
    }

    private boolean isInsideCascade(NpuOperation reader) {
        PlannedOperation group = groups.get(reader);
        if (group == null || group.operation() != reader) {
            return false;
        }
        int number = candidate.cost(group).cascade();
        Cascade cascade = number == 0 ? null : candidate.cascades().get(number);
        return cascade != null && group.index() > cascade.start();
    }

    private long readAccess(NpuOperation reader, NpuTensor tensor) {
        int index = 0;
        for (NpuOperation.Input input : reader.inputs()) {
            if (input.role() == Role.IFM) {
                if (input.connection().tensor() == tensor) {
                    return access(reader).ifm(index);
                }
                index++;
            }
        }
        return 0;
    }

    private ElementAccess access(NpuOperation member) {
        PlannedOperation group = groups.get(member);
        if (group == null) {
            return ElementAccess.NONE;
        }
        OperationCost cost = candidate.cost(group);
        return group.operation() == member ? cost.access() : costs.access(member, cost);
    }

    /**
     * All operands of an elementwise operation come from one memory; since {@link npusim.schedule.SchedulePolicy#VELA_5_0}
     * those of all elementwise operations of a group do.
     */
    private void keepOperandsTogether(LiveRanges ranges) {
        for (PlannedOperation operation : operations) {
            NpuOperation leader = operation.operation();
            if (isInsideCascade(leader)) {
                continue;
            }
            List<PlannedTensor> operands = new ArrayList<>();
            addOperands(leader, operands);
            if (wholeGroups) {
                leader.followers().forEach(follower -> addOperands(follower, operands));
            }
            boolean apart = operands.stream()
                    .anyMatch(operand -> operand.area() != MemoryArea.CACHE && operand.area() != MemoryArea.CONSTANTS);
            if (apart) {
                operands.forEach(operand -> evict(ranges, operand));
            }
        }
    }

    private void addOperands(NpuOperation member, List<PlannedTensor> operands) {
        if (!member.kind().isElementwise()) {
            return;
        }
        for (NpuOperation.Input input : member.inputs()) {
            NpuTensor tensor = input.connection().tensor();
            if (input.role() == Role.IFM && !tensor.isInsideGroup()) {
                operands.add(tensors.of(tensor));
            }
        }
    }

    private void evict(LiveRanges ranges, PlannedTensor operand) {
        LiveRange range = operand.area() == MemoryArea.CACHE ? ranges.rangeOf(operand) : null;
        if (range != null) {
            evict(range);
        }
    }

    private void evict(LiveRange range) {
        change(possible, range, -1);
        for (PlannedTensor tensor : range.tensors()) {
            MemoryArea area = home.get(tensor);
            if (area != null) {
                tensor.setArea(area);
            }
        }
    }

    private static void change(int[] usage, LiveRange range, int sign) {
        for (int t = range.start(); t <= range.end(); t++) {
            usage[t] += sign * range.bytes();
        }
    }

    private static int peak(int[] usage, int from, int to) {
        int peak = 0;
        for (int t = from; t <= to; t++) {
            peak = Math.max(peak, usage[t]);
        }
        return peak;
    }
}
