package npusim.schedule.plan;

import java.util.ArrayList;
import java.util.List;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.Role;

/** The leader of a group with the plans of its operands. */
public final class PlannedOperation {
    /** A connection with the plan of its tensor. */
    public record Operand(Connection connection, PlannedTensor tensor) {
        /** Bytes of the tensor as this connection sees it. */
        int bytes() {
            return PlannedTensor.bytes(
                    connection.shape(), tensor.format(), tensor.tensor().type());
        }
    }

    private final NpuOperation operation;
    private final int index;
    private final List<Operand> ifms = new ArrayList<>(2);
    private final Operand ofm;
    private final List<PlannedTensor> live = new ArrayList<>(4);
    private final boolean[] fullIfm = new boolean[2];
    private boolean fullOfm;

    PlannedOperation(NpuOperation operation, int index, TensorPlans tensors) {
        this.operation = operation;
        this.index = index;
        for (NpuOperation.Input input : operation.inputs()) {
            if (input.role() == Role.IFM) {
                ifms.add(new Operand(
                        input.connection(), tensors.of(input.connection().tensor())));
            }
        }
        ofm = new Operand(operation.ofm(), tensors.of(operation.ofm().tensor()));
        collectLive(operation, tensors);
        operation.followers().forEach(follower -> collectLive(follower, tensors));
    }

    private void collectLive(NpuOperation member, TensorPlans tensors) {
        for (NpuOperation.Input input : member.inputs()) {
            boolean feature = input.role() == Role.IFM || input.role() == Role.TABLE || input.role() == Role.INDICES;
            if (feature && !input.connection().tensor().isInsideGroup()) {
                live.add(tensors.of(input.connection().tensor()));
            }
        }
        if (!member.ofm().tensor().isInsideGroup()) {
            live.add(tensors.of(member.ofm().tensor()));
        }
    }

    /** The leader. */
    public NpuOperation operation() {
        return operation;
    }

    /** Position in execution order. */
    public int index() {
        return index;
    }

    /** Feature map operands of the leader. */
    public List<Operand> ifms() {
        return ifms;
    }

    /** The operand along which stripes are passed. */
    public Operand primaryIfm() {
        return ifms.get(operation.primaryIfm());
    }

    /** Result of the leader. */
    public Operand ofm() {
        return ofm;
    }

    /** Result of the group. */
    public NpuOperation last() {
        return operation.last();
    }

    /** Tensors in memory that are needed while the group runs, in order of inputs and outputs. */
    List<PlannedTensor> live() {
        return live;
    }

    /** Whether IFM {@code ifm} must be present as a whole. */
    boolean needsFullIfm(int ifm) {
        return fullIfm[ifm];
    }

    void requireFullIfm(int ifm) {
        if (ifm < fullIfm.length) {
            fullIfm[ifm] = true;
        }
    }

    /** Whether the OFM must be present as a whole. */
    boolean needsFullOfm() {
        return fullOfm;
    }

    void requireFullOfm() {
        fullOfm = true;
    }

    @Override
    public String toString() {
        return index + " " + operation;
    }
}
