package npusim.schedule.lowering;

import java.util.ArrayList;
import java.util.List;
import npusim.schedule.SchedulePolicy;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.Network;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.NpuTensor;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Permutation;
import npusim.schedule.operation.Role;

/**
 * Lets the readers of a reshape read its input in their own shape. Where the input has other readers in another shape, a
 * copy keeps the two apart; which readers share the copy depends on the compiler (see {@link #copyFor}).
 */
final class RemoveReshapes implements Rewrite {
    private final SchedulePolicy policy;

    RemoveReshapes(SchedulePolicy policy) {
        this.policy = policy;
    }

    /** Takes a transpose under which no element moves for the reshape that it is. */
    static NpuOperation recogniseReshape(Network network, NpuOperation operation) {
        if (operation.kind() == OperationKind.TRANSPOSE
                && !operation.ofm().transpose().movesElements(operation.ifm(0).shape())) {
            operation.setKind(OperationKind.RESHAPE);
            operation.ofm().setTranspose(Permutation.NONE);
        }
        return operation;
    }

    @Override
    public NpuOperation apply(Network network, NpuOperation operation) {
        if (operation.kind() != OperationKind.RESHAPE || !operation.isConnected()) {
            return operation;
        }
        NpuOperation result = operation;
        NpuTensor source = operation.ifm(0).tensor();
        NpuTensor target = operation.ofm().tensor();
        boolean fixedSource = source.isNetworkInput() || source.isNetworkOutput() || source.isConstant();
        boolean keepsApart = policy != SchedulePolicy.NPUSIM
                && source.readers().size() > 1
                && !source.shape().equals(target.shape());
        if ((fixedSource && target.isNetworkOutput()) || keepsApart) {
            result = copyFor(network, operation);
            source = operation.ifm(0).tensor();
        }
        if (target.isNetworkOutput()) {
            for (NpuOperation writer : List.copyOf(source.writers())) {
                writer.redirectOutput(target);
            }
            redirect(source, target, operation);
        } else {
            redirect(target, source, null);
            source.setShape(target.shape());
        }
        operation.ifm(0).tensor().readers().remove(operation);
        target.writers().remove(operation);
        return result;
    }

    /**
     * Copies the input of {@code reshape}. In the generation of {@link SchedulePolicy#VELA_4_4} the readers that were
     * connected before the reshape, and the reshape itself, read the copy; later readers keep the original. Since
     * {@link SchedulePolicy#VELA_5_0} all readers move to the copy.
     */
    private NpuOperation copyFor(Network network, NpuOperation reshape) {
        NpuTensor source = reshape.ifm(0).tensor();
        NpuTensor copied = network.newTensor(source.name() + "_copy", source.type(), source.shape());
        NpuOperation copy = network.newOperation(OperationKind.COPY, reshape.sources());
        List<NpuOperation> readers = new ArrayList<>(source.readers());
        copy.addInput(Role.IFM, source).setRescaling(reshape.ifm(0).rescaling());
        copy.setOutput(copied).setRescaling(reshape.ifm(0).rescaling());
        for (NpuOperation reader : readers) {
            for (NpuOperation.Input input : reader.inputs()) {
                if (input.role() == Role.IFM && input.connection().tensor() == source) {
                    reader.redirectInput(input.connection(), copied);
                }
            }
            if (reader == reshape && policy == SchedulePolicy.VELA_4_4) {
                break;
            }
        }
        return copy;
    }

    private static void redirect(NpuTensor from, NpuTensor to, @org.jspecify.annotations.Nullable NpuOperation exempt) {
        for (NpuOperation reader : List.copyOf(from.readers())) {
            if (reader == exempt) {
                continue;
            }
            for (NpuOperation.Input input : reader.inputs()) {
                Connection connection = input.connection();
                if (connection.tensor() == from) {
                    reader.redirectInput(connection, to);
                }
            }
        }
    }
}
