package npusim.schedule.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.NpuTensor;
import org.jspecify.annotations.Nullable;

/** Live ranges of everything that is stored in one area, in a time that moves by two for each operation or cascade. */
final class LiveRanges {
    private final List<LiveRange> ranges = new ArrayList<>();
    /** By the number of the tensor; all that reach memory have had a plan since the operations were planned. */
    private final @Nullable LiveRange[] byTensor;

    private final Map<WeightBuffer, LiveRange> byBuffer = new IdentityHashMap<>();
    private final TensorPlans tensors;
    private final MemoryArea area;
    private final boolean withRollingBuffers;
    private int time;

    private LiveRanges(TensorPlans tensors, MemoryArea area, boolean withRollingBuffers) {
        this.tensors = tensors;
        this.byTensor = new LiveRange[tensors.end()];
        this.area = area;
        this.withRollingBuffers = withRollingBuffers;
    }

    /**
     * The ranges of {@code area} under {@code candidate}; also sets the time of every operation.
     *
     * @param withRollingBuffers whether tensors that would become rolling buffers count with their rolling size
     */
    static LiveRanges of(
            List<PlannedOperation> operations,
            TensorPlans tensors,
            Candidate candidate,
            MemoryArea area,
            boolean withRollingBuffers) {
        LiveRanges ranges = new LiveRanges(tensors, area, withRollingBuffers);
        ranges.extract(operations, candidate);
        return ranges;
    }

    private boolean isHere(PlannedTensor tensor) {
        return tensor.area() == area;
    }

    private void extract(List<PlannedOperation> operations, Candidate candidate) {
        Map<Integer, Integer> cascadeTimes = new HashMap<>();
        List<LiveRange> outputs = new ArrayList<>();
        for (PlannedOperation operation : operations) {
            OperationCost cost = candidate.cost(operation);
            Cascade cascade = cost.cascade() == 0 ? null : candidate.cascades().get(cost.cascade());
            int now = time;
            Cascade.RollingBuffer rolling = null;
            if (cascade == null) {
                reuseIfm(operation);
            } else {
                rolling = cascade.buffers().get(operation.index());
                now = cascadeTimes.computeIfAbsent(cost.cascade(), _ -> time);
            }
            useWeightBuffer(cost, now);
            cost.setTime(now);
            useTensors(operation, rolling, now, outputs);
            if (now == time) {
                time += 2;
            }
        }
        for (LiveRange output : outputs) {
            output.use(time, 1);
        }
        time++;
    }

    private void useWeightBuffer(OperationCost cost, int now) {
        WeightBuffer buffer = cost.buffer();
        if (buffer == null || area != MemoryArea.CACHE) {
            return;
        }
        LiveRange range = byBuffer.computeIfAbsent(buffer, key -> remember(new LiveRange(key)));
        if (buffer.isFilledAhead()) {
            range.use(now - 1, 2);
        } else {
            range.use(now);
        }
    }

    private void useTensors(
            PlannedOperation operation, Cascade.@Nullable RollingBuffer rolling, int now, List<LiveRange> outputs) {
        PlannedTensor primary =
                operation.ifms().isEmpty() ? null : operation.primaryIfm().tensor();
        for (PlannedTensor tensor : operation.live()) {
            boolean rolls = rolling != null && tensor == primary;
            if (!isHere(tensor) && !(withRollingBuffers && rolls)) {
                continue;
            }
            LiveRange range = of(tensor);
            if (tensor.tensor().isNetworkInput()) {
                range.use(0);
            }
            if (tensor.tensor().isNetworkOutput()) {
                outputs.add(range);
            }
            range.use(now);
            if (rolling != null && rolls) {
                range.setBytes(rolling.bytes());
            }
        }
    }

    private LiveRange remember(LiveRange range) {
        ranges.add(range);
        return range;
    }

    private LiveRange of(PlannedTensor tensor) {
        LiveRange known = rangeOf(tensor);
        if (known != null) {
            known.add(tensor);
            return known;
        }
        LiveRange range = remember(new LiveRange(tensor));
        byTensor[tensor.tensor().id()] = range;
        return range;
    }

    /** An elementwise result may take the place of an operand that nobody else needs. */
    private void reuseIfm(PlannedOperation operation) {
        NpuOperation leader = operation.operation();
        Connection ofm = leader.ofm();
        if (!leader.kind().isElementwise()
                || ofm.reversedAxes() != 0
                || !ofm.transpose().isIdentity()) {
            return;
        }
        NpuTensor last = operation.last().ofm().tensor();
        if (last.isInsideGroup()) {
            return;
        }
        PlannedTensor result = tensors.of(last);
        if (!isHere(result)) {
            return;
        }
        for (PlannedOperation.Operand operand : operation.ifms()) {
            PlannedTensor candidate = operand.tensor();
            NpuTensor tensor = candidate.tensor();
            boolean free = !tensor.isNetworkOutput()
                    && tensor.readers().size() == 1
                    && result.tensor().writers().size() == 1;
            boolean same = candidate.storedShape().equals(result.storedShape())
                    && candidate.format() == result.format()
                    && tensor.type() == result.tensor().type();
            if (free && same && isHere(candidate)) {
                join(candidate, result);
                return;
            }
        }
    }

    private void join(PlannedTensor operand, PlannedTensor result) {
        LiveRange range = of(operand);
        range.add(result);
        LiveRange before = rangeOf(result);
        byTensor[result.tensor().id()] = range;
        if (before != null && before != range) {
            before.tensors().forEach(range::add);
            before.tensors().clear();
            before.setBytes(0);
        }
    }

    /** All ranges in order of first use. */
    List<LiveRange> ranges() {
        return ranges;
    }

    /** The range of {@code tensor}, or null. */
    @Nullable
    LiveRange rangeOf(PlannedTensor tensor) {
        return byTensor[tensor.tensor().id()];
    }

    /** Bytes in use by time. */
    int[] usage() {
        int[] usage = new int[time + 1];
        for (LiveRange range : ranges) {
            int size =
                    (range.bytes() + PlannedTensor.ALIGNMENT - 1) / PlannedTensor.ALIGNMENT * PlannedTensor.ALIGNMENT;
            for (int t = range.start(); t <= range.end() && t < usage.length; t++) {
                usage[t] += size;
            }
        }
        return usage;
    }
}
