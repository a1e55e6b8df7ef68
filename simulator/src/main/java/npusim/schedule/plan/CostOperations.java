package npusim.schedule.plan;

import java.util.HashMap;
import java.util.Map;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.ScheduleException;
import npusim.schedule.TensorFormat;
import npusim.schedule.block.BlockQuery;
import npusim.schedule.block.BlockSearch;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Permutation;
import npusim.schedule.operation.Role;
import org.jspecify.annotations.Nullable;

/** Chooses block configuration and weight coding of an operation for a stripe, and estimates it. */
final class CostOperations {
    private final BlockSearch search;
    private final CostModel costs;
    private final WeightCoding coding;
    private final TensorPlans plans;
    private final Map<Key, OperationCost> known = new HashMap<>();

    CostOperations(BlockSearch search, CostModel costs, WeightCoding coding, TensorPlans plans) {
        this.search = search;
        this.costs = costs;
        this.coding = coding;
        this.plans = plans;
    }

    private record Key(int operation, Extents stripe) {}

    /** Whether stripes of {@code operation} may be shorter than its OFM. */
    static boolean canSubdivide(NpuOperation operation) {
        OperationKind kind = operation.kind();
        Connection ofm = operation.ofm();
        boolean kindAllows = kind.isConvolution() || kind.isVectorProduct() || kind.isElementwise() || kind.isPooling();
        return kindAllows && ofm.transpose().isIdentity() && (ofm.reversedAxes() & HEIGHT_AXIS) == 0;
    }

    static final int HEIGHT_AXIS = 4;

    /**
     * How {@code operation} runs when it computes {@code stripe} at a time.
     *
     * @throws ScheduleException when the buffers cannot hold one block
     */
    OperationCost cost(PlannedOperation operation, Extents stripe) throws ScheduleException {
        NpuOperation leader = operation.operation();
        Extents whole = leader.ofm().usedShape();
        Extents used = canSubdivide(leader) && !leader.leadsChain() ? stripe : whole;
        Key key = new Key(operation.index(), used);
        OperationCost found = known.get(key);
        if (found == null) {
            found = compute(operation, used, whole);
            known.put(key, found);
        }
        return found.copy();
    }

    private OperationCost compute(PlannedOperation operation, Extents stripe, Extents whole) throws ScheduleException {
        NpuOperation leader = operation.operation();
        Connection primary = leader.ifm(leader.primaryIfm());
        Extents ifm = primary.usedShape();
        Connection secondConnection = leader.ifmOrNull(1 - leader.primaryIfm());
        Extents second = secondConnection == null ? null : secondConnection.usedShape();
        if (!stripe.equals(whole)) {
            Extents area = stripeInput(leader, stripe, ifm);
            ifm = ifm.withHeight(area.height());
            if (second != null) {
                second = second.withHeight(Math.min(area.height(), second.height()));
            }
        }
        if (leader.kind().isDma()) {
            return new OperationCost(NO_BLOCK, stripe, ifm, 0, ElementAccess.NONE, null);
        }
        boolean weighted = leader.input(Role.WEIGHTS) != null;
        BlockConfiguration dense = search.find(query(operation, stripe, ifm, second, false));
        if (dense == null) {
            throw new ScheduleException(
                    leader.kind() + " " + leader.ofm().tensor().name() + ": OFM "
                            + leader.ofm().usedShape() + " with kernel "
                            + leader.kernel().height() + "x"
                            + leader.kernel().width() + ": the buffers cannot hold one block");
        }
        ChosenWeights weights = null;
        BlockConfiguration block = dense;
        if (weighted) {
            BlockConfiguration sparse =
                    coding.maySparse(leader) ? search.find(query(operation, stripe, ifm, second, true)) : null;
            weights = coding.choose(leader, plans, new WeightCoding.Blocks(dense, sparse));
            block = sparse != null && weights.get().sparse() ? sparse : dense;
        }
        return new OperationCost(
                block,
                stripe,
                ifm,
                costs.cycles(leader, plans, block, whole.depth(), false),
                costs.access(leader, plans, block),
                weights);
    }

    private static final BlockConfiguration NO_BLOCK = new BlockConfiguration(
            new npusim.schedule.Extent(0, 0, 0),
            new npusim.schedule.Extent(0, 0, 0),
            new npusim.schedule.Extent(0, 0, 0),
            npusim.schedule.Traversal.DEPTH_FIRST,
            0);

    private static Extents stripeInput(NpuOperation leader, Extents stripe, Extents ifm) {
        Kernel kernel = leader.kernel();
        int upscale = leader.ifmUpscale();
        int needed = ((stripe.height() - 1) * kernel.strideY() + kernel.dilatedHeight() + upscale - 1) / upscale;
        return ifm.withHeight(Math.min(needed, ifm.height()));
    }

    private BlockQuery query(
            PlannedOperation operation, Extents stripe, Extents ifm, @Nullable Extents second, boolean sparse) {
        NpuOperation leader = operation.operation();
        Connection ofm = leader.ofm();
        Permutation transpose = ofm.transpose();
        Extents before = transpose.undo(stripe.padded(3, 1));
        TensorFormat format = operation.ofm().tensor().format();
        return new BlockQuery(
                leader.kind(),
                before,
                ifm,
                second,
                leader.ifm(0).type().bits(),
                ofm.type().bits(),
                leader.kernel(),
                usesTable(leader),
                isScaled(leader),
                transpose,
                ofm.reversedAxes(),
                format,
                sparse,
                leader.resize(),
                leader.accumulatorSource() == NpuOperation.AccumulatorSource.IFM2,
                leader.ifmUpscale());
    }

    private static boolean usesTable(NpuOperation leader) {
        return leader.kind() == OperationKind.TABLE
                || leader.followers().stream().anyMatch(follower -> follower.kind() == OperationKind.TABLE);
    }

    private static boolean isScaled(NpuOperation leader) {
        for (NpuOperation.Input input : leader.inputs()) {
            if (!input.connection().rescaling().isUnitScale()) {
                return true;
            }
        }
        return !leader.ofm().rescaling().isUnitScale();
    }

    /** Estimated cycles of {@code depth} channels of {@code operation} run as {@code cost} says. */
    long cycles(PlannedOperation operation, OperationCost cost, int depth) {
        return costs.cycles(operation.operation(), plans, cost.block(), depth, false);
    }

    /** Estimated traffic of a follower. */
    ElementAccess access(NpuOperation follower, OperationCost leaderCost) {
        return costs.access(follower, plans, leaderCost.block());
    }
}
