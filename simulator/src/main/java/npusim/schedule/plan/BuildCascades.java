package npusim.schedule.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import npusim.schedule.TensorFormat;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Rounding;
import org.jspecify.annotations.Nullable;

/** Joins operations that can pass stripes to each other when their feature maps do not fit. */
final class BuildCascades {
    private final List<PlannedOperation> operations;
    private final Map<NpuOperation, PlannedOperation> byLeader;
    private final Map<Integer, Integer> otherBytes;
    private final boolean spills;
    private final Candidate reference;
    private final Candidate fallback;
    private final @Nullable OperationCost[] decided;
    private final int first;
    private final Map<Integer, Cascade> cascades = new TreeMap<>();
    private long peak;

    /**
     * A pass.
     *
     * @param operations consecutive operations
     * @param byLeader plan of each leader
     * @param otherBytes staging bytes in use by others while an operation runs, by index
     * @param spills whether feature maps live outside staging memory
     * @param reference costs with stripes
     * @param fallback costs without
     */
    BuildCascades(
            List<PlannedOperation> operations,
            Map<NpuOperation, PlannedOperation> byLeader,
            Map<Integer, Integer> otherBytes,
            boolean spills,
            Candidate reference,
            Candidate fallback) {
        this.operations = operations;
        this.byLeader = byLeader;
        this.otherBytes = otherBytes;
        this.spills = spills;
        this.reference = reference;
        this.fallback = fallback;
        this.first = operations.getFirst().index();
        this.decided = new OperationCost[operations.size()];
    }

    /** Changes the reference: cascades where they pay, no stripes elsewhere. */
    void run(long limit) {
        peak = Math.min(1 << 30, limit);
        for (PlannedOperation operation : operations) {
            if (decided[operation.index() - first] == null) {
                startAt(operation);
            }
        }
        for (PlannedOperation operation : operations) {
            OperationCost cost = decided[operation.index() - first];
            if (cost != null) {
                reference.set(operation, cost);
            }
        }
        reference.setCascades(cascades);
    }

    private void startAt(PlannedOperation start) {
        OperationCost cost = reference.cost(start);
        List<PlannedOperation> best = List.of(start);
        long bestBytes = bufferBytes(start);
        if (isCascadable(start, cost)) {
            List<PlannedOperation> members = new ArrayList<>(List.of(start));
            long ifmBytes = (spills ? 0L : start.primaryIfm().tensor().bytes()) + others(start);
            long buffers = weightBytes(cost);
            PlannedOperation producer = start;
            PlannedOperation next = successor(producer);
            while (next != null) {
                long fullOfm = next.ofm().tensor().bytes();
                long uncascaded = next.primaryIfm().tensor().bytes() + fullOfm + others(next);
                members.add(next);
                buffers += buffer(producer, next).bytes() + weightBytes(reference.cost(next));
                if (spills) {
                    if (uncascaded < peak || buffers > peak) {
                        break;
                    }
                    best = List.copyOf(members);
                    bestBytes = buffers;
                } else {
                    long bytes = ifmBytes + buffers + fullOfm;
                    if (bytes < bestBytes) {
                        bestBytes = bytes;
                        best = List.copyOf(members);
                    }
                    if ((uncascaded < peak && bestBytes < peak) || ifmBytes + buffers > bestBytes) {
                        break;
                    }
                }
                producer = next;
                next = successor(producer);
            }
        }
        decide(start, best, bestBytes);
    }

    private void decide(PlannedOperation start, List<PlannedOperation> members, long bytes) {
        if (members.size() == 1) {
            decided[start.index() - first] = fallback.cost(start).copy();
            if (!spills) {
                peak = Math.max(bufferBytes(start), peak);
            }
            return;
        }
        int end = members.getLast().index();
        Map<Integer, Cascade.RollingBuffer> buffers = new HashMap<>();
        PlannedOperation producer = null;
        for (PlannedOperation member : members) {
            OperationCost cost = reference.cost(member).copy();
            cost.setCascade(end);
            decided[member.index() - first] = cost;
            if (producer != null) {
                buffers.put(member.index(), buffer(producer, member));
            }
            producer = member;
        }
        cascades.put(end, new Cascade(start.index(), end, (int) bytes, (int) bytes, buffers));
        if (!spills) {
            peak = Math.max(bytes, peak);
        }
    }

    /** The operation that alone consumes the result of {@code producer} in stripes, or null. */
    private @Nullable PlannedOperation successor(PlannedOperation producer) {
        PlannedTensor passed = producer.ofm().tensor();
        if (passed.tensor().readers().size() != 1) {
            return null;
        }
        PlannedOperation next = byLeader.get(passed.tensor().readers().getFirst());
        if (next == null || next.index() != producer.index() + 1 || next.index() - first >= decided.length) {
            return null;
        }
        OperationCost cost = reference.costOrNull(next);
        boolean passes = cost != null
                && decided[next.index() - first] == null
                && isCascadable(next, cost)
                && producer.ofm()
                        .connection()
                        .shape()
                        .equals(next.primaryIfm().connection().shape())
                && !next.needsFullIfm(next.operation().primaryIfm())
                && !producer.needsFullOfm()
                && !passed.isLinear()
                && next.primaryIfm().tensor() == passed;
        return passes ? next : null;
    }

    private static boolean isCascadable(PlannedOperation operation, OperationCost cost) {
        NpuOperation leader = operation.operation();
        OperationKind kind = leader.kind();
        if (kind.isDma() || operation.primaryIfm().connection().tensor().isConstant() || kind.isReordering()) {
            return false;
        }
        boolean striped = cost.stripe().height() < leader.ofm().shape().height();
        boolean kindAllows = kind.isConvolution() && leader.ifmUpscale() == 1
                || kind.isElementwise()
                || (kind.isPooling() && kind != OperationKind.REDUCE_SUM);
        return striped && kindAllows;
    }

    private Cascade.RollingBuffer buffer(PlannedOperation producer, PlannedOperation consumer) {
        Connection ofm = producer.ofm().connection();
        Extents needed = reference.cost(consumer).stripeInput();
        Extents made = reference.cost(producer).stripe();
        Extents shape = needed.withHeight(Rounding.up(made.height() + needed.height(), needed.height()))
                .withDepth(Rounding.up(made.depth(), TensorFormat.BRICK_CHANNELS));
        return new Cascade.RollingBuffer(
                shape, Math.toIntExact(shape.elements() * ofm.type().bytes()));
    }

    private long bufferBytes(PlannedOperation operation) {
        long bytes = others(operation);
        List<PlannedOperation.Operand> ifms = operation.ifms();
        for (int i = 0; i < ifms.size() && i < 2; i++) {
            bytes += operation.needsFullIfm(i)
                    ? ifms.get(i).tensor().bytes()
                    : ifms.get(i).bytes();
        }
        return bytes
                + (operation.needsFullOfm()
                        ? operation.ofm().tensor().bytes()
                        : operation.ofm().bytes());
    }

    private static long weightBytes(OperationCost cost) {
        WeightBuffer buffer = cost.buffer();
        return buffer == null ? 0 : buffer.bytes();
    }

    private int others(PlannedOperation operation) {
        return otherBytes.getOrDefault(operation.index(), 0);
    }
}
