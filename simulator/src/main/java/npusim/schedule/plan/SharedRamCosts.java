package npusim.schedule.plan;

import npusim.hardware.Accelerator;
import npusim.hardware.Memory;
import npusim.hardware.OperationClass;
import npusim.hardware.ReadChannel;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.TensorFormat;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Role;
import npusim.schedule.plan.SharedRamEstimate.FeatureMapUse;
import npusim.schedule.plan.SharedRamEstimate.Work;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;

/** Vela's estimates for accelerators whose buffers share one RAM and whose channels share the ports' limits. */
final class SharedRamCosts implements CostModel {
    private static final String RELU = "relu";

    /** A kernel without activation is charged as one with a table. */
    private static final String TABLE = "table";

    private final SharedRamEstimate estimate;
    private final MemoryMap memories;

    SharedRamCosts(Accelerator accelerator, MemoryMap memories) {
        this.estimate = new SharedRamEstimate(accelerator);
        this.memories = memories;
    }

    @Override
    public long cycles(
            NpuOperation member, TensorPlans tensors, BlockConfiguration block, int ofmDepth, boolean sparse) {
        OperationClass unit = member.kind().unit();
        if (unit == null || unit == OperationClass.RESIZE) {
            return 0;
        }
        return estimate.estimate(work(member, tensors, block, ofmDepth)).cycles();
    }

    @Override
    public ElementAccess access(NpuOperation member, TensorPlans tensors, BlockConfiguration block) {
        Extents ofm = member.ofm().usedShape().padded(4, 1);
        if (member.kind().unit() == null) {
            return new ElementAccess(member.ifm(0).usedShape().elements(), 0, ofm.elements(), 0);
        }
        return estimate.access(work(member, tensors, block, ofm.depth()));
    }

    private Work work(NpuOperation member, TensorPlans tensors, BlockConfiguration block, int ofmDepth) {
        MutableList<FeatureMapUse> ifms = Lists.mutable.empty();
        for (int i = 0; i < Math.min(2, member.ifmCount()); i++) {
            Connection ifm = member.ifm(i);
            ifms.add(use(ifm, ifm.usedShape().padded(4, 1), tensors));
        }
        Extents ofmShape = member.ofm().usedShape().padded(4, 1).withDepth(ofmDepth);
        int biasLatency = member.input(Role.BIASES) == null ? 0 : latency(MemoryArea.CONSTANTS);
        FeatureMapUse ofm = use(member.ofm(), ofmShape, tensors);
        return new Work(
                member.kind(), member.kernel(), ifms.toImmutable(), ofm, block, biasLatency, activation(member));
    }

    /**
     * The activation behind {@code member} as the compiler of a network with separate activations sees it: in TOSA a
     * rectifier hides in the clamp of a rescale whose zero point is the least value.
     */
    private static String activation(NpuOperation member) {
        Connection ofm = member.ofm();
        boolean table = member.followers().stream().anyMatch(follower -> follower.kind() == OperationKind.TABLE);
        boolean rectifies = ofm.rescaling().zeroPoint() == ofm.type().minimum()
                || ofm.clampMinimum() != Long.MIN_VALUE
                || ofm.clampMaximum() != Long.MAX_VALUE
                || member.followers().stream().anyMatch(follower -> follower.kind() == OperationKind.CLAMP);
        return rectifies && !table ? RELU : TABLE;
    }

    private FeatureMapUse use(Connection connection, Extents shape, TensorPlans tensors) {
        PlannedTensor plan = tensors.of(connection.tensor());
        TensorFormat format = plan.format();
        Memory memory = memories.memory(plan.area());
        return new FeatureMapUse(shape, connection.type().bits(), format, memory, memories.bytesPerCycle(plan.area()));
    }

    @Override
    public long copyCycles(MemoryArea from, MemoryArea to, long bytes) {
        long read = (long) ((float) bytes / memories.bytesPerCycle(from)) + latency(from);
        long write = (long) ((float) bytes / memories.bytesPerCycle(to))
                + memories.memory(to).writeLatencyCycles();
        return Math.max(read, write);
    }

    @Override
    public long readCycles(MemoryArea area, long bytes, ReadChannel channel) {
        return (long) (bytes / (double) memories.bytesPerCycle(area) + latency(area));
    }

    @Override
    public float readBytesPerCycle(MemoryArea area, ReadChannel channel) {
        return memories.bytesPerCycle(area);
    }

    @Override
    public int latency(MemoryArea area) {
        return memories.memory(area).readLatencyCycles();
    }
}
