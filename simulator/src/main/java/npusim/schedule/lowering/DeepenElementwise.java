package npusim.schedule.lowering;

import npusim.schedule.operation.Connection;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Role;

/** Sees operands of elementwise operations with few channels as deeper ones, as Vela does from 5.0 on. */
final class DeepenElementwise {
    private static final int FEW_ELEMENTS = 16;
    private static final int FEW_CHANNELS = 8;
    private static final int WANTED_DEPTH = 16;

    private DeepenElementwise() {}

    /**
     * Deepens the shapes of {@code operation} where it pays.
     *
     * @param rules of the accelerator: a rectifier so deepened no longer fits the output path of the operation before it, and
     *     only on accelerators that chain does the compiler let it run alone
     */
    static void apply(NpuOperation operation, FusionRules rules) {
        OperationKind kind = operation.kind();
        boolean pointwise = kind == OperationKind.CLAMP
                ? rules.abilities().can("chaining")
                : kind.isPointwise() || kind == OperationKind.COPY;
        if (!pointwise || !operation.isConnected() || !allows(operation)) {
            return;
        }
        Extents shape = operation.ofm().shape();
        if (shape.elements() <= FEW_ELEMENTS || shape.depth() >= FEW_CHANNELS) {
            return;
        }
        for (NpuOperation.Input input : operation.inputs()) {
            Connection connection = input.connection();
            if (input.role() == Role.IFM && connection.shape().elements() != 1) {
                deepen(connection);
            }
        }
        deepen(operation.ofm());
    }

    /** A slice that covers all, as that of padding by nothing does, would keep the old shape. */
    private static void deepen(Connection connection) {
        connection.setShape(deepened(connection.shape())).setSlice(null, null);
    }

    private static boolean allows(NpuOperation operation) {
        Connection ofm = operation.ofm();
        boolean broadcasts = operation.ifmCount() > 1
                && operation.ifm(0).shape().elements() != 1
                && operation.ifm(1).shape().elements() != 1
                && !operation.ifm(0).shape().equals(operation.ifm(1).shape());
        boolean partial = ofm.isSliced();
        for (int i = 0; i < operation.ifmCount(); i++) {
            Connection ifm = operation.ifm(i);
            partial |= ifm.isSliced();
        }
        return !broadcasts && !partial && ofm.rescaling().isGlobal();
    }

    /** The smallest prime factors make up the depth; the others go to height and width in turn. */
    static Extents deepened(Extents shape) {
        long left = shape.elements();
        int depth = 1;
        int height = 1;
        int width = 1;
        for (long factor = 2; left > 1; factor++) {
            if (factor * factor > left) {
                factor = left;
            }
            while (left % factor == 0 && left > 1) {
                left /= factor;
                if (depth < WANTED_DEPTH) {
                    depth *= (int) factor;
                } else if (width < height) {
                    width *= (int) factor;
                } else {
                    height *= (int) factor;
                }
            }
        }
        return Extents.of(1, Math.max(height, width), Math.min(height, width), depth);
    }
}
