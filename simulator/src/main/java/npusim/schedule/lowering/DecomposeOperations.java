package npusim.schedule.lowering;

import java.util.ArrayList;
import java.util.List;
import npusim.hardware.Abilities;
import npusim.hardware.BlockLimits;
import npusim.hardware.OperationClass;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.Network;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.NpuTensor;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Permutation;
import npusim.schedule.operation.Role;
import org.jspecify.annotations.Nullable;

/**
 * Cuts operations that the hardware cannot do in one pass: batches, long axes, transposes of more than three axes. What does not
 * fit the hardware even then is refused.
 */
final class DecomposeOperations {
    private final Network network;
    private final BlockLimits limits;
    private final FusionRules rules;
    private final Refusals refusals;

    DecomposeOperations(Network network, Abilities abilities, FusionRules rules, Refusals refusals) {
        this.network = network;
        this.limits = abilities.limits();
        this.rules = rules;
        this.refusals = refusals;
    }

    /** The operations that take the place of {@code operation}, in order; not all of them if any is refused. */
    List<NpuOperation> apply(NpuOperation operation) {
        List<NpuOperation> result = new ArrayList<>(1);
        decompose(operation, result);
        return result;
    }

    private void decompose(NpuOperation operation, List<NpuOperation> result) {
        OperationKind kind = operation.kind();
        int rank = operation.ofm().usedShape().rank();
        if (kind == OperationKind.TRANSPOSE) {
            decomposeTranspose(operation, result);
        } else if (isReduction(kind)) {
            decomposeReduction(operation, result);
        } else if (kind == OperationKind.MATMUL && operation.ofm().usedShape().height() > 1) {
            slices(operation, rank - 3, 1, result);
        } else if (hasBatch(operation)) {
            slices(operation, outermostBatch(operation), 1, result);
        } else {
            int axis = tooLongAxis(operation);
            if (axis >= 0 && (kind.isPointwise() || kind.isMove())) {
                slices(operation, axis, limits.axis(), result);
            } else {
                addWithinLimits(operation, axis, result);
            }
        }
    }

    private void addWithinLimits(NpuOperation operation, int tooLongAxis, List<NpuOperation> result) {
        String exceeded = exceeded(operation, tooLongAxis);
        if (exceeded == null) {
            result.add(operation);
        } else {
            refusals.add(operation, exceeded);
        }
    }

    private @Nullable String exceeded(NpuOperation operation, int tooLongAxis) {
        Kernel kernel = operation.kernel();
        if (tooLongAxis >= 0) {
            return "an axis of " + operation.ofm().usedShape() + " is longer than " + limits.axis();
        }
        if (!operation.kind().isDma() && (kernel.strideY() > limits.stride() || kernel.strideX() > limits.stride())) {
            return "stride " + kernel.strideY() + "x" + kernel.strideX() + " with padding is longer than "
                    + limits.stride();
        }
        if (kernel.dilationY() > limits.dilation() || kernel.dilationX() > limits.dilation()) {
            return "dilation " + kernel.dilationY() + "x" + kernel.dilationX() + " is longer than " + limits.dilation();
        }
        if (operation.kind() == OperationKind.DEPTHWISE && operation.depthMultiplier() > 1) {
            return "a depthwise convolution of " + operation.ifm(0).shape().depth()
                    + " channels has the depth multiplier " + operation.depthMultiplier();
        }
        return null;
    }

    private static boolean isReduction(OperationKind kind) {
        OperationClass unit = kind.unit();
        return unit == OperationClass.REDUCE_SUM
                || unit == OperationClass.REDUCE_MIN_MAX
                || unit == OperationClass.ARGMAX;
    }

    private static boolean hasBatch(NpuOperation operation) {
        return !operation.kind().isDma() && outermostBatch(operation) >= 0;
    }

    /** The first leading axis of the OFM that is longer than one, or -1. */
    private static int outermostBatch(NpuOperation operation) {
        Extents shape = operation.ofm().usedShape();
        int batches = shape.rank() - 3;
        for (int axis = 0; axis < batches; axis++) {
            if (shape.get(axis) > 1) {
                return axis;
            }
        }
        return -1;
    }

    private int tooLongAxis(NpuOperation operation) {
        Extents shape = operation.ofm().usedShape();
        for (int axis = Math.max(0, shape.rank() - 3); axis < shape.rank(); axis++) {
            if (shape.get(axis) > limits.axis()) {
                return axis;
            }
        }
        return -1;
    }

    /** One operation for each {@code size} elements of the OFM's axis {@code axis}, decomposed further if needed. */
    private void slices(NpuOperation operation, int axis, int size, List<NpuOperation> result) {
        Connection ofm = operation.ofm();
        int length = ofm.usedShape().get(axis);
        int fromInnermost = ofm.usedShape().rank() - axis;
        for (int start = 0; start < length; start += size) {
            NpuOperation part = part(operation);
            for (NpuOperation.Input input : part.inputs()) {
                if (input.role() == Role.IFM) {
                    slice(input.connection(), fromInnermost, start, size);
                }
            }
            slice(part.ofm(), fromInnermost, start, size);
            decompose(part, result);
        }
        operation.disconnect();
    }

    private static void slice(Connection connection, int fromInnermost, int start, int size) {
        Extents shape = connection.usedShape();
        Extents offset = connection.offset();
        int axis = shape.rank() - fromInnermost;
        if (axis >= 0 && shape.get(axis) != 1) {
            int end = offset.get(axis) + shape.get(axis);
            int from = Math.min(offset.get(axis) + start, end - 1);
            offset = offset.with(axis, from);
            shape = shape.with(axis, Math.min(size, end - from));
        }
        connection.setSlice(offset, shape);
    }

    /** A copy of {@code operation} on the same feature maps. */
    private NpuOperation part(NpuOperation operation) {
        NpuOperation part = network.newOperation(operation.kind(), operation.sources());
        part.setKernel(operation.kernel()).setAxis(operation.axis()).setResize(operation.resize());
        part.setDepthMultiplier(operation.depthMultiplier());
        part.setAccumulator(operation.accumulatorSource(), operation.accumulatorOutput());
        part.setUnsignedRescale(operation.isUnsignedRescale());
        for (NpuOperation.Input input : operation.inputs()) {
            part.addInput(input.role(), input.connection());
        }
        part.setOutput(operation.ofm());
        return part;
    }

    private void decomposeReduction(NpuOperation operation, List<NpuOperation> result) {
        Connection ifm = operation.ifm(0);
        Connection ofm = operation.ofm();
        int rank = ifm.shape().rank();
        int axis = operation.axis();
        boolean overDepth = operation.kind() == OperationKind.REDUCE_SUM;
        boolean nativeAxis = overDepth ? axis == rank - 1 : axis == rank - 2 || axis == rank - 3;
        if (!nativeAxis || hasBatch(operation)) {
            if (overDepth) {
                Extents flat = Regroup.threeAxes(ifm.shape(), rank - 2, 1);
                ifm.setShape(flat);
                ofm.setShape(flat.withDepth(1));
                operation.setAxis(2);
            } else {
                Extents flat = Regroup.aroundAxis(ifm.shape(), axis);
                ifm.setShape(flat);
                ofm.setShape(flat.with(1, 1));
                operation.setKernel(Kernel.ofSize(1, flat.get(1))).setAxis(1);
            }
            ifm.setSlice(null, null);
            ofm.setSlice(null, null);
        }
        int tooLong = tooLongAxis(operation);
        if (tooLong >= 0) {
            slices(operation, tooLong, limits.axis(), result);
        } else {
            addWithinLimits(operation, -1, result);
        }
    }

    /** Swaps axes two at a time, regrouped into three, until they are in order. */
    private void decomposeTranspose(NpuOperation operation, List<NpuOperation> result) {
        Permutation transpose = operation.ofm().transpose();
        boolean direct = rules.fusesTranspose(OperationKind.TRANSPOSE, transpose) && !hasBatch(operation);
        if (direct && tooLongAxis(operation) < 0) {
            result.add(operation);
            return;
        }
        Extents shape = operation.ifm(0).usedShape();
        if (transpose.isIdentity()) {
            operation.setKind(OperationKind.COPY);
            decompose(operation, result);
            return;
        }
        if (direct) {
            refusals.add(operation, "transpose of " + shape + " has an axis longer than " + limits.axis());
            return;
        }
        if (!rules.abilities().exchangesAxes()) {
            refusals.add(operation, "no unit exchanges axes");
            return;
        }
        int rank = shape.rank();
        int[] axes = transpose.axes(rank);
        int[] order = new int[rank];
        for (int i = 0; i < rank; i++) {
            order[axes[i]] = i;
        }
        List<NpuOperation> steps = new ArrayList<>();
        Extents current = shape;
        for (int axis = 0; axis < rank; axis++) {
            int at = axis;
            while (order[at] != axis) {
                at++;
            }
            if (at != axis) {
                current = swap(operation, steps, current, axis, at);
                order[at] = order[axis];
                order[axis] = axis;
            }
        }
        NpuOperation last = steps.getLast();
        last.redirectOutput(operation.ofm().tensor());
        last.ofm().setRescaling(operation.ofm().rescaling());
        last.ifm(0).setRescaling(operation.ifm(0).rescaling());
        operation.disconnect();
        result.addAll(steps);
    }

    private Extents swap(NpuOperation source, List<NpuOperation> steps, Extents shape, int a, int b) {
        int rank = shape.rank();
        Extents swapped = shape.with(a, shape.get(b)).with(b, shape.get(a));
        if (rank <= 3 || (a >= rank - 3 && shape.product(0, rank - 3) == 1)) {
            Extents three = rank <= 3 ? shape : Extents.of(shape.height(), shape.width(), shape.depth());
            step(source, steps, three, a - (rank - three.rank()), b - (rank - three.rank()));
            return swapped;
        }
        if (a == 0 && b == 1) {
            step(source, steps, Regroup.threeAxes(shape, 1, 1), 0, 1);
            return swapped;
        }
        if (a == rank - 2 && b == rank - 1) {
            step(source, steps, Regroup.threeAxes(shape, rank - 2, 1), 1, 2);
            return swapped;
        }
        if (a != 0) {
            step(source, steps, Regroup.aroundAxis(shape, a), 0, 1);
            Extents moved = shape.without(a).inserted(0, shape.get(a));
            Extents after = swap(source, steps, moved, 0, b);
            step(source, steps, Regroup.threeAxes(after, 1, a), 0, 1);
            return after.without(0).inserted(a, after.get(0));
        }
        if (b != rank - 1) {
            step(source, steps, Regroup.aroundAxis(shape, b), 1, 2);
            Extents moved = shape.without(b).inserted(rank - 1, shape.get(b));
            Extents after = swap(source, steps, moved, 0, rank - 1);
            step(source, steps, Regroup.threeAxes(after, b, rank - b - 1), 1, 2);
            return after.without(rank - 1).inserted(b, after.get(rank - 1));
        }
        step(source, steps, Regroup.aroundEdges(shape), 0, 2);
        return swapped;
    }

    private void step(NpuOperation source, List<NpuOperation> steps, Extents shape, int a, int b) {
        NpuTensor from =
                steps.isEmpty() ? source.ifm(0).tensor() : steps.getLast().ofm().tensor();
        int[] axes = new int[shape.rank()];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = i;
        }
        axes[a] = b;
        axes[b] = a;
        Permutation exchange = Permutation.of(axes);
        NpuOperation step = network.newOperation(OperationKind.TRANSPOSE, source.sources());
        step.addInput(Role.IFM, from).setShape(shape);
        NpuTensor to = network.newTensor(
                source.ofm().tensor().name() + "_step" + steps.size(),
                source.ofm().tensor().type(),
                exchange.apply(shape));
        step.setOutput(to).setTranspose(exchange);
        steps.add(step);
    }
}
