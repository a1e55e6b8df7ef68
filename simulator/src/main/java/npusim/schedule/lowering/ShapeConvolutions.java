package npusim.schedule.lowering;

import npusim.hardware.BlockLimits;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.Network;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.NpuTensor;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Role;

/** Gives convolutions and pools the shapes and strides that the hardware takes. */
final class ShapeConvolutions {
    private static final int WIDEST_ASPECT = 16;

    private final BlockLimits limits;

    ShapeConvolutions(BlockLimits limits) {
        this.limits = limits;
    }

    /** Spreads the batch of a pointwise convolution over rows and columns, as square as divisors allow. */
    NpuOperation spreadBatch(Network network, NpuOperation operation) {
        Kernel kernel = operation.kernel();
        boolean pointwise = operation.kind() == OperationKind.CONVOLUTION
                && operation.ifm(0).shape().batch() > 1
                && kernel.equals(Kernel.UNIT);
        if (!pointwise) {
            return operation;
        }
        Connection weights = operation.input(Role.WEIGHTS);
        Connection biases = operation.input(Role.BIASES);
        if (weights == null
                || biases == null
                || !weights.tensor().isConstant()
                || !biases.tensor().isConstant()) {
            return operation;
        }
        Connection ifm = operation.ifm(0);
        int depth = weights.shape().depth();
        int batch = (int) (ifm.usedShape().elements() / depth);
        if (batch <= 1) {
            return operation;
        }
        int width = Math.max(batch / WIDEST_ASPECT, (int) Math.ceil(Math.sqrt(batch)));
        while (batch % width != 0) {
            width++;
        }
        int height = batch / width;
        ifm.setShape(Extents.of(1, height, width, depth));
        Connection ofm = operation.ofm();
        ofm.setShape(Extents.of(1, height, width, ofm.shape().depth()));
        return operation;
    }

    /**
     * A pointwise convolution of one position that is reshaped from something else is a fully connected layer: TOSA has
     * no operator for it, and the networks of the measured corpus were compiled from a format that has. It reads what was
     * reshaped, so the reshape is none that other readers of the tensor have to be kept apart from.
     */
    static NpuOperation recogniseFullyConnected(Network network, NpuOperation operation) {
        if (operation.kind() != OperationKind.CONVOLUTION
                || !operation.kernel().equals(Kernel.UNIT)
                || operation.ifm(0).usedShape().elements()
                        != operation.ifm(0).shape().depth()) {
            return operation;
        }
        NpuOperation writer = operation.ifm(0).tensor().onlyWriter();
        Connection weights = operation.input(Role.WEIGHTS);
        if (writer != null
                && writer.kind() == OperationKind.RESHAPE
                && weights != null
                && weights.tensor().isConstant()) {
            operation.setKind(OperationKind.FULLY_CONNECTED);
            operation.redirectInput(operation.ifm(0), writer.ifm(0).tensor());
            operation.absorbSources(writer);
            if (writer.ofm().tensor().readers().isEmpty()) {
                writer.disconnect();
            }
        }
        return operation;
    }

    /** Without a unit for it, a doubling that repeats elements is a pool that upscales its input. */
    static NpuOperation repeatInPool(FusionRules rules, NpuOperation operation) {
        NpuOperation.ResizeParameters resize = operation.resize();
        boolean doubles = operation.kind() == OperationKind.RESIZE
                && !rules.abilities().computes("resize")
                && !resize.bilinear()
                && resize.numeratorY() == 2 * resize.denominatorY()
                && resize.numeratorX() == 2 * resize.denominatorX();
        if (doubles) {
            operation.setKind(OperationKind.AVERAGE_POOL);
            operation.setKernel(Kernel.UNIT);
        }
        return operation;
    }

    /** A pool over the whole feature map needs no stride. */
    NpuOperation dropUselessStride(Network network, NpuOperation operation) {
        Kernel kernel = operation.kernel();
        Extents shape = operation.kind().isPooling() ? operation.ifm(0).shape() : Extents.of();
        boolean covers = operation.kind().isPooling()
                && shape.rank() >= 3
                && kernel.height() == kernel.strideY()
                && kernel.width() == kernel.strideX()
                && kernel.strideY() == shape.height()
                && kernel.strideX() == shape.width()
                && kernel.isUnpadded();
        if (covers && (kernel.strideY() != 1 || kernel.strideX() != 1)) {
            operation.setKernel(kernel.withStride(1, 1));
        }
        return operation;
    }

    /** A depthwise convolution of one channel is a convolution. */
    NpuOperation singleChannelDepthwise(Network network, NpuOperation operation) {
        if (operation.kind() == OperationKind.DEPTHWISE
                && operation.ifm(0).shape().depth() == 1
                && operation.depthMultiplier() != 1
                && operation.ofm().shape().depth() == operation.depthMultiplier()) {
            operation.setKind(OperationKind.CONVOLUTION);
        }
        return operation;
    }

    /** One operation for each window when the stride is longer than the hardware takes. */
    NpuOperation unrollLongStrides(Network network, NpuOperation operation) {
        Kernel kernel = operation.kernel();
        boolean candidate = switch (operation.kind()) {
            case CONVOLUTION, AVERAGE_POOL, MAX_POOL -> true;
            default -> false;
        };
        boolean tooLong = kernel.strideY() > limits.stride() || kernel.strideX() > limits.stride();
        if (!candidate || !tooLong || !kernel.isUnpadded() || kernel.dilationY() != 1 || kernel.dilationX() != 1) {
            return operation;
        }
        Connection ifm = operation.ifm(0);
        Connection ofm = operation.ofm();
        if (ifm.sliceOffset() != null || ofm.sliceOffset() != null || hasVariableWeights(operation)) {
            return operation;
        }
        Extents window = ifm.shape().with(-3, kernel.height()).with(-2, kernel.width());
        Extents cell = ofm.shape().with(-3, 1).with(-2, 1);
        NpuOperation result = operation;
        for (int row = 0; row < ofm.shape().height(); row++) {
            for (int column = 0; column < ofm.shape().width(); column++) {
                NpuOperation part = network.newOperation(operation.kind(), operation.sources());
                part.setKernel(kernel.withStride(1, 1));
                for (NpuOperation.Input input : operation.inputs()) {
                    part.addInput(input.role(), input.connection());
                }
                part.ifm(0).setSlice(Extents.of(0, row * kernel.strideY(), column * kernel.strideX(), 0), window);
                part.setOutput(ofm).setSlice(Extents.of(0, row, column, 0), cell);
                result = part;
            }
        }
        operation.disconnect();
        return result;
    }

    private static boolean hasVariableWeights(NpuOperation operation) {
        Connection weights = operation.input(Role.WEIGHTS);
        return weights != null && !weights.tensor().isConstant();
    }

    /** Drops leading axes of an elementwise operation whose other axes hold a single element. */
    static NpuOperation dropUnitAxes(Network network, NpuOperation operation) {
        if (!operation.kind().isPointwise()) {
            return operation;
        }
        Connection ofm = operation.ofm();
        Extents shape = ofm.shape();
        long innermost = (long) shape.height() * shape.width() * shape.depth();
        if (shape.rank() <= 3 || shape.elements() <= innermost) {
            return operation;
        }
        while (shape.rank() > 3 && (shape.depth() == 1 || shape.width() == 1 || shape.height() == 1)) {
            int axis = shape.depth() == 1 ? shape.rank() - 1 : shape.width() == 1 ? shape.rank() - 2 : shape.rank() - 3;
            shape = shape.without(axis);
            ofm.setShape(shape);
            for (NpuOperation.Input input : operation.inputs()) {
                Connection ifm = input.connection();
                if (input.role() == Role.IFM && ifm.shape().rank() > axis) {
                    ifm.setShape(ifm.shape().without(axis));
                }
            }
        }
        return operation;
    }

    /** Joins a transpose with the one before it, and drops one that changes nothing. */
    static NpuOperation mergeTransposes(FusionRules rules, NpuOperation operation) {
        if (operation.kind() != OperationKind.TRANSPOSE) {
            return operation;
        }
        Connection ifm = operation.ifm(0);
        Connection ofm = operation.ofm();
        NpuTensor source = ifm.tensor();
        NpuOperation previous =
                source.writers().isEmpty() ? null : source.writers().getFirst();
        boolean scales = !ofm.rescaling().isUnitScale();
        if (ofm.transpose().isIdentity()) {
            if (previous == null && ofm.tensor().readers().isEmpty()) {
                operation.setKind(OperationKind.COPY);
                return operation;
            }
            if (source.isSinglePath() && !scales && previous != null) {
                previous.redirectOutput(ofm.tensor());
                previous.ofm().setShape(ofm.tensor().shape());
                previous.ofm().setSlice(ofm.sliceOffset(), ofm.isSliced() ? ofm.usedShape() : null);
                previous.absorbSources(operation);
                operation.disconnect();
                return previous;
            }
            return operation;
        }
        if (previous == null || previous.kind() != OperationKind.TRANSPOSE || !source.isSinglePath()) {
            return operation;
        }
        Connection before = previous.ofm();
        boolean bothScale = scales && !before.rescaling().isUnitScale();
        if (before.reversedAxes() != 0 || !before.shape().equals(ifm.shape()) || bothScale) {
            return operation;
        }
        var merged = before.transpose().then(ofm.transpose());
        if (!rules.fusesTranspose(OperationKind.TRANSPOSE, merged)) {
            return operation;
        }
        var scale = scales ? ofm.rescaling() : before.rescaling();
        previous.setOutput(ofm).setTranspose(merged).setRescaling(scale);
        previous.absorbSources(operation);
        operation.disconnect();
        return previous;
    }
}
