package npusim.schedule.emission;

import npusim.hardware.OperationClass;
import npusim.schedule.Activation;
import npusim.schedule.KernelFunction;
import npusim.schedule.KernelKind;
import npusim.schedule.OutputTranspose;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Permutation;

/** Units and modes of the command stream for operations. */
final class KernelNames {
    private static final int RANK = 3;

    /** Larger windows are summed and scaled where the pooling unit can. */
    private static final int LARGEST_AVERAGE = 8;

    private KernelNames() {}

    static KernelKind kind(OperationKind kind) {
        OperationClass unit = kind.requiredUnit();
        return switch (unit) {
            case CONVOLUTION, FULLY_CONNECTED -> KernelKind.CONVOLUTION;
            case DEPTHWISE -> KernelKind.DEPTHWISE;
            case MATMUL -> KernelKind.MATRIX_MULTIPLY;
            case ELEMENTWISE -> KernelKind.ELEMENTWISE;
            case RESIZE -> KernelKind.RESIZE;
            case POOLING, REDUCE_SUM, REDUCE_MIN_MAX, ARGMAX -> KernelKind.POOLING;
        };
    }

    static KernelFunction function(NpuOperation operation, boolean canSum) {
        return switch (operation.kind()) {
            case MAX_POOL, REDUCE_MAX, REDUCE_ANY -> KernelFunction.POOL_MAX;
            case REDUCE_MIN, REDUCE_ALL -> KernelFunction.POOL_MIN;
            case REDUCE_SUM -> KernelFunction.POOL_REDUCE_SUM;
            case ARGMAX -> operation.kernel().width() > 1 ? KernelFunction.POOL_ARGMAX_X : KernelFunction.POOL_ARGMAX_Y;
            case AVERAGE_POOL ->
                !canSum
                                || (operation.kernel().width() <= LARGEST_AVERAGE
                                        && operation.kernel().height() <= LARGEST_AVERAGE)
                        ? KernelFunction.POOL_AVERAGE
                        : KernelFunction.POOL_SUM;
            case COPY, RESCALE, TRANSPOSE, REVERSE, TABLE, CLAMP -> KernelFunction.POOL_SUM;
            case RESIZE ->
                operation.resize().bilinear() ? KernelFunction.RESIZE_BILINEAR : KernelFunction.RESIZE_NEAREST;
            case ADD -> KernelFunction.ADD;
            case SUB -> KernelFunction.SUB;
            case MUL -> KernelFunction.MUL;
            case MINIMUM -> KernelFunction.MIN;
            case MAXIMUM -> KernelFunction.MAX;
            case DIV -> KernelFunction.DIV;
            case ARITHMETIC_RIGHT_SHIFT -> KernelFunction.SHR;
            case LOGICAL_RIGHT_SHIFT -> KernelFunction.LSR;
            case LEFT_SHIFT -> KernelFunction.SHL;
            case AND -> KernelFunction.AND;
            case OR -> KernelFunction.OR;
            case XOR -> KernelFunction.XOR;
            case AND_NOT -> KernelFunction.AND_NOT;
            case EQUAL -> KernelFunction.COMPARE_EQUAL;
            case NOT_EQUAL -> KernelFunction.COMPARE_NOT_EQUAL;
            case GREATER -> KernelFunction.COMPARE_GREATER;
            case GREATER_EQUAL -> KernelFunction.COMPARE_GREATER_EQUAL;
            case ABS -> KernelFunction.ABS;
            case COUNT_LEADING_ZEROS -> KernelFunction.CLZ;
            case NOT -> KernelFunction.NOT;
            case LEAKY_RELU -> KernelFunction.LRELU;
            default -> KernelFunction.NONE;
        };
    }

    static OutputTranspose transpose(Permutation permutation) {
        if (permutation.isIdentity()) {
            return OutputTranspose.HWC;
        }
        int[] axes = permutation.axes(RANK);
        StringBuilder name = new StringBuilder(RANK);
        for (int axis : axes) {
            name.append("HWC".charAt(axis));
        }
        return OutputTranspose.valueOf(name.toString());
    }

    static Activation activation(NpuOperation kernel, boolean usesTable) {
        if (usesTable) {
            return Activation.TABLE;
        }
        boolean clamps = kernel.ofm().clampMinimum() > kernel.ofm().type().minimum()
                || kernel.ofm().clampMaximum() < kernel.ofm().type().maximum();
        return clamps ? Activation.CLAMP : Activation.NONE;
    }
}
