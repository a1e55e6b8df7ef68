package npusim.schedule.lowering;

import npusim.schedule.operation.Connection;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.Network;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.NpuTensor;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Role;

/** Turns concatenation, slicing and padding into copies between slices of feature maps, and padding into kernels. */
final class LowerDataMovement {
    private LowerDataMovement() {}

    /** One copy for each input of a concatenation into its part of the result. */
    static NpuOperation lowerConcat(Network network, NpuOperation operation) {
        if (operation.kind() != OperationKind.CONCAT) {
            return operation;
        }
        Connection ofm = operation.ofm();
        int axis = operation.axis();
        Extents offset = ofm.shape().like(0);
        NpuOperation result = operation;
        for (NpuOperation.Input input : operation.inputs()) {
            Connection ifm = input.connection();
            NpuOperation copy = network.newOperation(OperationKind.COPY, operation.sources());
            copy.addInput(Role.IFM, ifm);
            copy.setOutput(ofm).setSlice(offset, ifm.shape());
            offset = offset.with(axis, offset.get(axis) + ifm.shape().get(axis));
            result = copy;
        }
        operation.disconnect();
        return result;
    }

    /** A copy that reads the slice. */
    static NpuOperation lowerSlice(Network network, NpuOperation operation) {
        if (operation.kind() == OperationKind.SLICE) {
            operation.setKind(OperationKind.COPY);
        }
        return operation;
    }

    /** Copies of a constant into the borders and of the input into the middle. */
    static NpuOperation lowerPad(Network network, NpuOperation operation) {
        if (operation.kind() != OperationKind.PAD) {
            return operation;
        }
        Connection ifm = operation.ifm(0);
        Connection ofm = operation.ofm();
        Extents before = operation.padBefore();
        Extents after = operation.padAfter();
        Extents shape = ifm.shape();
        NpuTensor border = borderConstant(network, operation);
        boolean regroup = shape.rank() > 4 || (shape.rank() == 4 && shape.batch() > 1);
        for (int axis = 0; axis < shape.rank(); axis++) {
            Extents whole = regroup ? Regroup.aroundAxis(ofm.shape(), axis) : ofm.shape();
            int paddedAxis = regroup ? 1 : axis;
            if (before.get(axis) > 0) {
                fill(network, operation, border, whole, whole.like(0), whole.with(paddedAxis, before.get(axis)));
            }
            if (after.get(axis) > 0) {
                Extents start = whole.like(0).with(paddedAxis, whole.get(paddedAxis) - after.get(axis));
                fill(network, operation, border, whole, start, whole.with(paddedAxis, after.get(axis)));
            }
        }
        NpuOperation copy = network.newOperation(OperationKind.COPY, operation.sources());
        copy.addInput(Role.IFM, ifm);
        copy.setOutput(ofm).setSlice(before, shape);
        operation.disconnect();
        return copy;
    }

    private static NpuTensor borderConstant(Network network, NpuOperation pad) {
        Extents whole = pad.ofm().shape();
        long largest = 0;
        for (int axis = 0; axis < whole.rank(); axis++) {
            long slab = whole.elements() / whole.get(axis);
            largest = Math.max(
                    largest,
                    slab * Math.max(pad.padBefore().get(axis), pad.padAfter().get(axis)));
        }
        Extents shape = Extents.of((int) Math.max(1, largest));
        return network.newConstant("pad_const", pad.ofm().tensor().type(), shape, pad.padValue());
    }

    private static void fill(
            Network network, NpuOperation pad, NpuTensor border, Extents whole, Extents start, Extents size) {
        NpuOperation fill = network.newOperation(OperationKind.COPY, pad.sources());
        fill.addInput(Role.IFM, border).setShape(size);
        fill.setOutput(pad.ofm()).setShape(whole).setSlice(start, size);
    }

    /** Lets a convolution pad its own input instead of reading one padded with its zero point. */
    static NpuOperation absorbPadding(Network network, NpuOperation operation) {
        Kernel kernel = operation.kernel();
        if (!operation.kind().isConvolution() || !kernel.isUnpadded()) {
            return operation;
        }
        NpuOperation pad = operation.ifm(0).tensor().onlyWriter();
        if (pad == null || pad.kind() != OperationKind.PAD) {
            return operation;
        }
        Extents before = pad.padBefore().padded(4, 0);
        Extents after = pad.padAfter().padded(4, 0);
        boolean onlyRowsAndColumns =
                before.batch() == 0 && before.depth() == 0 && after.batch() == 0 && after.depth() == 0;
        long zeroPoint = operation.ifm(0).rescaling().zeroPoint();
        if (!onlyRowsAndColumns || pad.padValue() != zeroPoint) {
            return operation;
        }
        Extents shape = pad.ifm(0).usedShape();
        int top = before.height();
        int left = before.width();
        int bottom = trailing(shape.height(), kernel.strideY(), kernel.dilatedHeight(), top, after.height());
        int right = trailing(shape.width(), kernel.strideX(), kernel.dilatedWidth(), left, after.width());
        if (Math.max(left, right) >= kernel.dilatedWidth() || Math.max(top, bottom) >= kernel.dilatedHeight()) {
            return operation;
        }
        operation.setKernel(kernel.withPadding(top, bottom, left, right));
        Connection ifm = operation.ifm(0);
        NpuTensor padded = ifm.tensor();
        operation.redirectInput(ifm, pad.ifm(0).tensor());
        ifm.setShape(pad.ifm(0).shape());
        operation.absorbSources(pad);
        if (padded.readers().isEmpty()) {
            pad.disconnect();
        }
        return operation;
    }

    /** Trailing padding that is really read, given stride and input size. */
    private static int trailing(int size, int stride, int kernel, int before, int after) {
        int outputs = (size + stride - 1) / stride;
        int total = Math.max(0, (outputs - 1) * stride + kernel - size);
        int difference = after % stride - (total - before) % stride;
        return Math.max(0, after - difference - (difference >= 0 ? 0 : stride));
    }

    /** Lets the only reader of a sliced copy read the slice itself. */
    static NpuOperation moveSliceToConsumer(Network network, NpuOperation operation) {
        if (operation.kind() != OperationKind.COPY || operation.ifm(0).sliceOffset() == null) {
            return operation;
        }
        Connection ofm = operation.ofm();
        NpuTensor result = ofm.tensor();
        if (ofm.reversedAxes() != 0
                || result.readers().size() != 1
                || !ofm.shape().equalsReduced(result.shape())) {
            return operation;
        }
        NpuOperation consumer = result.readers().getFirst();
        boolean transposes = consumer.kind() == OperationKind.TRANSPOSE
                && !consumer.ofm().transpose().isIdentity();
        if (consumer.kind() == OperationKind.HOST || consumer.kind() == OperationKind.TILE || transposes) {
            return operation;
        }
        Connection operand = consumer.ifm(0);
        if (operand.tensor() != result) {
            Connection second = consumer.ifmOrNull(1);
            if (second == null || second.tensor() != result || !consumer.kind().isBinary()) {
                return operation;
            }
            operand = second;
        }
        if (!operand.shape().equalsReduced(ofm.shape()) || operand.isSliced()) {
            return operation;
        }
        Connection source = operation.ifm(0);
        consumer.redirectInput(operand, source.tensor());
        operand.setShape(source.shape()).setSlice(source.sliceOffset(), source.usedShape());
        consumer.absorbSources(operation);
        return operation;
    }
}
