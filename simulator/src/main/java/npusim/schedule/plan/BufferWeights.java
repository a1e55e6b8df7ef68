package npusim.schedule.plan;

import java.util.List;
import npusim.hardware.ReadChannel;
import npusim.schedule.Tactics;
import npusim.schedule.WeightFormat;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Permutation;
import npusim.schedule.operation.Role;
import npusim.schedule.operation.Rounding;
import npusim.schedule.weights.EncodedWeights;
import org.jspecify.annotations.Nullable;

/** Copies weights to staging memory ahead of use where that pays, in depth slices when they are large. */
final class BufferWeights {
    private static final int SPLIT_DEPTH = 16;
    private static final int FEW_REFETCHES = 2;

    private final List<PlannedOperation> operations;
    private final CostOperations costs;
    private final CostModel model;
    private final MemoryMap memories;
    private final Tactics tactics;

    BufferWeights(
            List<PlannedOperation> operations,
            CostOperations costs,
            CostModel model,
            MemoryMap memories,
            Tactics tactics) {
        this.tactics = tactics;
        this.operations = operations;
        this.costs = costs;
        this.model = model;
        this.memories = memories;
    }

    /**
     * A copy of {@code reference} with weights buffered.
     *
     * @param limit bytes of staging memory
     */
    Candidate apply(Candidate reference, long limit) {
        Candidate buffered = new Candidate(operations.size());
        buffered.setCascades(reference.cascades());
        PlannedOperation previous = null;
        for (PlannedOperation operation : operations) {
            OperationCost before = reference.costOrNull(operation);
            if (before == null) {
                continue;
            }
            OperationCost cost = before.copy();
            buffered.set(operation, cost);
            if (!operation.operation().kind().isDma()) {
                WeightBuffer present = before.buffer();
                long unwanted = present == null ? 0 : present.bytes();
                long room = Math.min(limit, 1 << 30) - (reference.usageAt(before.time()) - unwanted);
                cost.setSlackBytes(room);
                cost.setSlackCycles(before.cycles());
                if (cost.weights() != null) {
                    OperationCost previousCost = previous == null ? null : buffered.costOrNull(previous);
                    new Proposal(operation, previous, previousCost, cost, reference, room).run(cost.weights());
                }
            }
            previous = operation;
        }
        return buffered;
    }

    /** Whether two operations in succession use the same weights in one slice. */
    static boolean sameWeights(@Nullable OperationCost first, @Nullable OperationCost second) {
        if (first == null || second == null || first.weights() == null || second.weights() == null) {
            return false;
        }
        return first.weights().tensor().equals(second.weights().tensor());
    }

    /** Lets consecutive operations with the same weights share a buffer that is filled once. */
    static void coalesce(List<PlannedOperation> operations, Candidate candidate) {
        OperationCost previous = null;
        for (PlannedOperation operation : operations) {
            OperationCost cost = candidate.cost(operation);
            WeightBuffer mine = cost.buffer();
            WeightBuffer before = previous == null ? null : previous.buffer();
            if (mine != null
                    && before != null
                    && previous != null
                    && sameWeights(previous, cost)
                    && previous.weights() != null
                    && cost.weights() != null
                    && previous.weights().parameters().equals(cost.weights().parameters())
                    && mine.bytes() == before.bytes()
                    && cost.depthSlices().length == 2
                    && java.util.Arrays.equals(cost.depthSlices(), previous.depthSlices())) {
                cost.setBuffer(before);
            }
            previous = cost;
        }
    }

    /** One operation's buffering. */
    private final class Proposal {
        private final PlannedOperation operation;
        private final @Nullable PlannedOperation previous;
        private final @Nullable OperationCost previousCost;
        private final OperationCost cost;
        private final Candidate reference;
        private final long room;

        Proposal(
                PlannedOperation operation,
                @Nullable PlannedOperation previous,
                @Nullable OperationCost previousCost,
                OperationCost cost,
                Candidate reference,
                long room) {
            this.operation = operation;
            this.previous = previous;
            this.previousCost = previousCost;
            this.cost = cost;
            this.reference = reference;
            this.room = room;
        }

        void run(WeightChoice weights) {
            EncodedWeights whole = weights.whole();
            long bytes = whole.totalBytes();
            boolean shared = bytes <= room && sharesWeightsWithNeighbour();
            long transfer = model.copyCycles(MemoryArea.CONSTANTS, MemoryArea.CACHE, bytes);
            int[] wholeDepth = {0, cost.stripe().depth()};
            if (!isWorthwhile(weights, shared, transfer, bytes) || !isPossible()) {
                cost.setSlices(wholeDepth, whole);
                cost.setBuffer(null);
                return;
            }
            EncodedWeights encoded = whole;
            NpuOperation leader = operation.operation();
            if (cost.cascade() != 0 || leader.leadsChain() || shared) {
                reference.addUsage(cost.time(), (int) bytes);
                cost.setSlices(wholeDepth, whole);
            } else {
                encoded = slice(weights, transfer, bytes);
            }
            place(encoded, whole, wholeDepth);
        }

        private boolean isWorthwhile(WeightChoice weights, boolean shared, long transfer, long bytes) {
            boolean apart = !memories.sameMemory(MemoryArea.CONSTANTS, MemoryArea.CACHE);
            if (tactics.readInPlace().contains(operation.index())) {
                return false;
            }
            if (!memories.spills() || shared || tactics.stagedEarly().contains(operation.index())) {
                return apart;
            }
            ReadChannel channel =
                    weights.format() == WeightFormat.FAST ? ReadChannel.WEIGHTS_FAST : ReadChannel.WEIGHTS;
            float ratio = Math.round((double) transfer / model.readCycles(MemoryArea.CONSTANTS, bytes, channel));
            int refetches = cost.access().weightRefetches();
            return refetches > FEW_REFETCHES || (refetches == FEW_REFETCHES && ratio < 2);
        }

        private boolean isPossible() {
            NpuOperation leader = operation.operation();
            Connection ofm = leader.ofm();
            if (leader.kind() == OperationKind.FULLY_CONNECTED
                    && cost.access().weightRefetches() == 1
                    && !tactics.stagedEarly().contains(operation.index())) {
                return false;
            }
            return CostOperations.canSubdivide(leader) && ofm.reversedAxes() != 1 && keepsDepth(ofm.transpose());
        }

        private static boolean keepsDepth(Permutation transpose) {
            return transpose.isIdentity() || transpose.source(0) == 0;
        }

        private boolean sharesWeightsWithNeighbour() {
            Connection weights = operation.operation().input(Role.WEIGHTS);
            if (weights == null || weights.tensor().readers().size() <= 1) {
                return false;
            }
            OperationCost neighbour = previousCost;
            if (previous == null && operation.index() == 0 && operations.size() > 1) {
                neighbour = reference.costOrNull(operations.get(1));
            }
            return sameWeights(neighbour, cost)
                    && neighbour != null
                    && java.util.Arrays.equals(neighbour.depthSlices(), cost.depthSlices());
        }

        private EncodedWeights slice(WeightChoice weights, long transfer, long bytes) {
            long slackCycles = previousCost == null ? 0 : previousCost.slackCycles();
            long half = room / 2;
            long ahead = Math.min(bytes, half);
            if (transfer > slackCycles) {
                double ratio = (double) slackCycles / (double) transfer;
                ahead = Math.min((int) (ratio * bytes), half);
            }
            int depth = cost.stripe().depth();
            if (ahead >= bytes) {
                cost.setSlices(new int[] {0, depth}, weights.whole());
                return weights.whole();
            }
            int blockDepth = cost.block().ofmBlock().depth();
            int firstDepth =
                    Math.max(SPLIT_DEPTH, Rounding.down((int) (depth * ((double) ahead / bytes)), SPLIT_DEPTH));
            long firstCycles = costs.cycles(operation, cost, firstDepth);
            int nextDepth = Rounding.up((int) (depth * firstCycles / transfer), blockDepth);
            if ((long) (nextDepth / depth) * bytes > half) {
                nextDepth = (int) (half * depth / bytes);
            }
            EncodedWeights encoded;
            while (true) {
                nextDepth = nextDepth > blockDepth
                        ? Rounding.down(nextDepth, blockDepth)
                        : Rounding.down(nextDepth, SPLIT_DEPTH);
                nextDepth = Math.max(nextDepth, SPLIT_DEPTH);
                int[] slices = slices(firstDepth, nextDepth, depth);
                encoded = weights.inSlices(slices);
                cost.setSlices(slices, encoded);
                if (encoded.largestSliceBytes() <= half || (firstDepth == SPLIT_DEPTH && nextDepth == SPLIT_DEPTH)) {
                    break;
                }
                if (nextDepth > firstDepth) {
                    nextDepth = Rounding.up(nextDepth / 2, SPLIT_DEPTH);
                } else {
                    firstDepth = Rounding.up(firstDepth / 2, SPLIT_DEPTH);
                }
            }
            int[] slices = cost.depthSlices();
            int last = slices[slices.length - 1] - slices[slices.length - 2];
            cost.setSlackCycles(costs.cycles(operation, cost, last));
            return encoded;
        }

        private static int[] slices(int first, int next, int depth) {
            if (first >= depth) {
                return new int[] {0, depth};
            }
            int count = Rounding.ceilDiv(depth - first, next);
            int[] slices = new int[count + 2];
            for (int i = 0; i < count; i++) {
                slices[i + 1] = first + i * next;
            }
            slices[count + 1] = depth;
            return slices;
        }

        private void place(EncodedWeights encoded, EncodedWeights whole, int... wholeDepth) {
            long all = encoded.totalBytes();
            long single = Math.min(all, encoded.largestSliceBytes());
            if (single > room) {
                cost.setSlices(wholeDepth, whole);
                cost.setBuffer(null);
                return;
            }
            boolean twoHalves = encoded.doubleBufferBytes() <= room && single < all;
            long bytes = twoHalves ? encoded.doubleBufferBytes() : single;
            long slackBytes = previousCost == null ? 0 : previousCost.slackBytes();
            boolean ahead = cost.cascade() == 0 && bytes < slackBytes;
            cost.setBuffer(new WeightBuffer((int) bytes, twoHalves, ahead));
            cost.setSlackBytes(cost.slackBytes() - bytes);
        }
    }
}
