package npusim.schedule.lowering;

import java.util.ArrayList;
import java.util.List;
import npusim.hardware.Abilities;
import npusim.hardware.BlockLimits;
import npusim.hardware.OperationClass;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.ElementType;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.NpuTensor;
import npusim.schedule.operation.OperationKind;

/**
 * Packs neighbours in execution order into groups that run as one: activations and transposes on the output path, and
 * elementwise operations chained through the chaining buffer.
 */
final class GroupOperations {
    private final FusionRules rules;
    private final BlockLimits limits;
    private final SchedulePolicy policy;
    private final boolean fusesSeveral;
    private final boolean chains;

    GroupOperations(Abilities abilities, FusionRules rules, ScheduleOptions options) {
        this.rules = rules;
        this.limits = abilities.limits();
        this.policy = options.policy();
        this.fusesSeveral = abilities.can("chaining");
        this.chains = options.chaining() && fusesSeveral;
    }

    /** What a group holds so far. */
    private final class Group {
        private final NpuOperation leader;
        private final boolean startsChain;
        private int operations = 1;
        private int chainLength = 1;
        private int externalIfms;
        private boolean transposed;
        private boolean reversed;

        Group(NpuOperation leader) {
            this.leader = leader;
            OperationClass unit = leader.kind().unit();
            boolean wideMove = leader.kind().isPoolingMove()
                    && !leader.kind().isActivation()
                    && leader.ifm(0).type().bits() >= 32;
            startsChain = chains && unit != null && unit != OperationClass.RESIZE && !wideMove;
            externalIfms = externalIfms(leader);
            transposed = !leader.ofm().transpose().isIdentity();
            reversed = leader.ofm().reversedAxes() != 0;
        }

        boolean add(NpuOperation previous, NpuOperation next) {
            boolean onOutputPath = next.kind().isActivation() || next.kind().isReordering();
            boolean fits = operations < limits.fusedOperations()
                    && (onOutputPath ? fuses(previous, next) : chainsBehind(previous, next));
            if (fits) {
                operations++;
            }
            return fits;
        }

        private boolean fuses(NpuOperation previous, NpuOperation next) {
            OperationKind kind = next.kind();
            if (leader.kind().isDma() || leader.kind().unit() == null) {
                return false;
            }
            if (!fusesSeveral && (!kind.isActivation() || operations > 1)) {
                return false;
            }
            if (chainLength > 1 && !kind.isActivation()) {
                return false;
            }
            if (kind.isActivation() && previous.kind().isActivation()) {
                return false;
            }
            if (kind.isReordering() && (transposed || reversed || leader.ofm().isSliced())) {
                return false;
            }
            if (!rules.fusesTranspose(leader.kind(), next.ofm().transpose())
                    || (next.ofm().reversedAxes() != 0 && !rules.fusesReverse(leader.kind()))) {
                return false;
            }
            if (policy != SchedulePolicy.VELA_4_4 && kind == OperationKind.CLAMP && truncates(previous)) {
                return false;
            }
            if (!sameShape(previous.ofm(), next.ifm(0))) {
                return false;
            }
            transposed |= !next.ofm().transpose().isIdentity();
            reversed |= next.ofm().reversedAxes() != 0;
            return true;
        }

        private boolean truncates(NpuOperation previous) {
            ElementType from = previous.ifm(0).type();
            ElementType to = previous.ofm().type();
            return from.maximum() > to.maximum() || from.minimum() < to.minimum();
        }

        private boolean chainsBehind(NpuOperation previous, NpuOperation next) {
            int external = externalIfms(next);
            if (!startsChain || external == 0 || !next.kind().isElementwise() || transposed || reversed) {
                return false;
            }
            boolean fits = chainLength < limits.chainLength()
                    && externalIfms + external - 1 <= limits.chainIfms()
                    && sameShape(previous.ofm(), next.ofm());
            if (fits) {
                externalIfms += external - 1;
                chainLength++;
            }
            return fits;
        }

        private boolean sameShape(Connection first, Connection second) {
            return first.usedShape().equalsReduced(second.usedShape());
        }
    }

    /** IFMs that are not single constants. */
    private static int externalIfms(NpuOperation operation) {
        int count = 0;
        for (int i = 0; i < Math.min(2, operation.ifmCount()); i++) {
            Connection ifm = operation.ifm(i);
            boolean scalar = operation.kind().isElementwise()
                    && ifm.tensor().isConstant()
                    && ifm.usedShape().elements() == 1
                    && ifm.type().bits() <= 32;
            count += scalar ? 0 : 1;
        }
        return count;
    }

    /** Groups {@code operations}; the result holds the leaders in order. */
    List<NpuOperation> apply(List<NpuOperation> operations) {
        List<NpuOperation> leaders = new ArrayList<>();
        int at = 0;
        while (at < operations.size()) {
            NpuOperation leader = operations.get(at++);
            leaders.add(leader);
            Group group = new Group(leader);
            NpuOperation previous = leader;
            NpuOperation lastKernel = leader;
            while (at < operations.size() && joins(group, leader, previous, operations.get(at))) {
                NpuOperation next = operations.get(at++);
                NpuTensor between = previous.ofm().tensor();
                between.keepInsideGroup();
                boolean fused = next.kind().isActivation() || next.kind().isReordering();
                leader.addFollower(next, fused);
                if (fused) {
                    writeInstead(lastKernel, next);
                } else {
                    lastKernel = next;
                }
                previous = next;
            }
        }
        return leaders;
    }

    private boolean joins(Group group, NpuOperation leader, NpuOperation previous, NpuOperation next) {
        Connection ofm = previous.ofm();
        NpuTensor between = ofm.tensor();
        boolean reads = next.ifm(0).tensor() == between
                || (next.ifmOrNull(1) != null && next.ifm(1).tensor() == between);
        if (!reads || between.writers().size() != 1 || between.readers().size() != 1 || ofm.isSliced()) {
            return false;
        }
        if (between.isNetworkOutput() || leader.ofm().tensor().isNetworkOutput()) {
            return false;
        }
        boolean onOutputPath = next.kind().isActivation() || next.kind().isReordering();
        if (onOutputPath && next.ifm(0).tensor() != between) {
            return false;
        }
        if (!next.kind().isElementwise()
                && !next.ifm(0).rescaling().sameScales(next.ofm().rescaling())) {
            return false;
        }
        return group.add(previous, next);
    }

    /** The kernel before a fused operation writes the fused operation's result. */
    private static void writeInstead(NpuOperation kernel, NpuOperation fused) {
        Connection written = kernel.ofm();
        Connection result = fused.ofm();
        kernel.redirectOutput(result.tensor());
        result.tensor().writers().remove(fused);
        written.setType(result.type());
        if (fused.kind().isActivation()) {
            written.setClamp(result.clampMinimum(), result.clampMaximum());
        } else {
            written.setShape(result.shape())
                    .setSlice(result.sliceOffset(), result.isSliced() ? result.usedShape() : null)
                    .setTranspose(result.transpose())
                    .setReversedAxes(result.reversedAxes());
        }
    }
}
