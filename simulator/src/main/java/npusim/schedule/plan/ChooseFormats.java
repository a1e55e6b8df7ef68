package npusim.schedule.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import npusim.schedule.TensorFormat;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.NpuTensor;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Role;

/** Bricks wherever all readers and writers agree on them, channels innermost elsewhere. */
final class ChooseFormats {
    private final TensorPlans tensors;

    private ChooseFormats(TensorPlans tensors) {
        this.tensors = tensors;
    }

    static void apply(List<PlannedOperation> operations, TensorPlans tensors) {
        ChooseFormats pass = new ChooseFormats(tensors);
        for (PlannedTensor tensor : tensors.all()) {
            if (pass.needsLinear(tensor.tensor())) {
                tensor.forceLinear();
            }
        }
        for (PlannedOperation operation : operations) {
            pass.visitConnections(operation);
        }
        for (PlannedTensor tensor : tensors.all()) {
            tensor.setFormat(tensor.isLinear() ? TensorFormat.NHWC : TensorFormat.NHCWB16);
        }
    }

    private boolean needsLinear(NpuTensor tensor) {
        if (tensor.isConstant() || tensor.isNetworkInput() || tensor.isNetworkOutput()) {
            return true;
        }
        Extents stored = tensor.shape();
        long bricks = stored.elements() / stored.depth() * ((stored.depth() + 15) / 16 * 16);
        if (bricks > Integer.MAX_VALUE) {
            return true;
        }
        Set<Extents> readAs = new HashSet<>();
        boolean summed = false;
        for (NpuOperation reader : tensor.readers()) {
            if (reader.kind().isDma() || reader.kind() == OperationKind.HOST) {
                return true;
            }
            summed |= reader.kind() == OperationKind.REDUCE_SUM;
            for (NpuOperation.Input input : reader.inputs()) {
                Connection connection = input.connection();
                if (connection.tensor() == tensor && input.role() == Role.IFM) {
                    readAs.add(widthAndDepth(connection.usedShape()));
                    if (isUnalignedInDepth(connection)) {
                        return true;
                    }
                }
            }
        }
        // Bricks are allocated for the stored shape, which all readers may see as another.
        if (!readAs.isEmpty() && !readAs.contains(widthAndDepth(stored))) {
            return true;
        }
        for (NpuOperation writer : tensor.writers()) {
            if (writer.kind().isDma() || writer.kind() == OperationKind.HOST) {
                return true;
            }
            if (disagrees(writer.ofm(), readAs, summed) || isUnalignedInDepth(writer.ofm())) {
                return true;
            }
        }
        for (NpuOperation reader : tensor.readers()) {
            for (NpuOperation.Input input : reader.inputs()) {
                if (input.connection().tensor() == tensor && disagrees(input.connection(), readAs, summed)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Bricks need one width and depth for all who touch the tensor; sums of 32-bit values need channels innermost. */
    private static boolean disagrees(Connection connection, Set<Extents> readAs, boolean summed) {
        boolean reshapes =
                !(readAs.isEmpty() || (readAs.size() == 1 && readAs.contains(widthAndDepth(connection.shape()))));
        return reshapes || (summed && connection.type().bits() == 32);
    }

    private static boolean isUnalignedInDepth(Connection connection) {
        Extents offset = connection.sliceOffset();
        return offset != null && offset.depth() % TensorFormat.BRICK_CHANNELS != 0;
    }

    private static Extents widthAndDepth(Extents shape) {
        return Extents.of(shape.width(), shape.depth());
    }

    private void visitConnections(PlannedOperation operation) {
        NpuOperation leader = operation.operation();
        for (int i = 0; i < operation.ifms().size(); i++) {
            Connection ifm = operation.ifms().get(i).connection();
            if (needsWhole(ifm.tensor())) {
                operation.requireFullIfm(i);
            }
        }
        Connection ofm = leader.ofm();
        if (needsWhole(ofm.tensor()) || ofm.sliceOffset() != null) {
            operation.requireFullOfm();
        }
        visitReversal(leader);
        leader.followers().forEach(this::visitReversal);
    }

    private static boolean needsWhole(NpuTensor tensor) {
        return tensor.writers().size() > 1
                || tensor.readers().size() > 1
                || tensor.isNetworkInput()
                || tensor.isNetworkOutput();
    }

    private void visitReversal(NpuOperation member) {
        Connection ofm = member.ofm();
        if ((ofm.reversedAxes() & 1) != 0) {
            tensors.of(ofm.tensor()).forceLinear();
        }
    }
}
