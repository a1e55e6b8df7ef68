package npusim.schedule.lowering;

import npusim.schedule.operation.Connection;
import npusim.schedule.operation.ElementType;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.Network;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.NpuTensor;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Permutation;
import npusim.schedule.operation.Rescaling;
import npusim.schedule.operation.Role;

/** Expresses reductions, matrix products and odd elementwise operators by those that the units compute. */
final class LowerArithmetic {
    private LowerArithmetic() {}

    /** Sums over the depth axis only; subtracts a zero point afterwards. */
    static NpuOperation lowerReduceSum(Network network, NpuOperation operation) {
        if (operation.kind() != OperationKind.REDUCE_SUM) {
            return operation;
        }
        Connection ifm = operation.ifm(0);
        Connection ofm = operation.ofm();
        int rank = ifm.shape().rank();
        if (operation.axis() != rank - 1) {
            return sumTransposed(network, operation);
        }
        long zeroPoint = ifm.rescaling().zeroPoint();
        if (zeroPoint != 0) {
            return subtractZeroPoint(network, operation, zeroPoint);
        }
        if (rank > 3) {
            Extents flat = Regroup.threeAxes(ifm.shape(), rank - 2, 1);
            ifm.setShape(flat);
            ofm.setShape(flat.withDepth(1));
            operation.setAxis(2);
        }
        return operation;
    }

    private static NpuOperation sumTransposed(Network network, NpuOperation operation) {
        Connection ifm = operation.ifm(0);
        Extents flat = Regroup.aroundAxis(ifm.shape(), operation.axis());
        Extents turned = Extents.of(flat.get(0), flat.get(2), flat.get(1));
        NpuTensor between = network.newTensor(
                ifm.tensor().name() + "_transpose", ifm.tensor().type(), turned);
        NpuOperation transpose = network.newOperation(OperationKind.TRANSPOSE, operation.sources());
        transpose.addInput(Role.IFM, ifm).setShape(flat).setRescaling(Rescaling.NONE);
        transpose.setOutput(between).setTranspose(Permutation.of(0, 2, 1));
        NpuOperation sum = network.newOperation(OperationKind.REDUCE_SUM, operation.sources());
        sum.setAxis(2).addInput(Role.IFM, between).setRescaling(ifm.rescaling());
        sum.setOutput(operation.ofm()).setShape(turned.withDepth(1));
        operation.disconnect();
        return sum;
    }

    private static NpuOperation subtractZeroPoint(Network network, NpuOperation operation, long zeroPoint) {
        Connection ifm = operation.ifm(0);
        Connection ofm = operation.ofm();
        NpuTensor raw = network.newTensor(ofm.tensor().name() + "_reducesum", ElementType.INT32, ofm.shape());
        NpuTensor offset = network.newConstant(
                "zero_point", ElementType.INT32, Extents.of(1), ifm.shape().depth() * zeroPoint);
        NpuOperation subtract = network.newOperation(OperationKind.SUB, operation.sources());
        subtract.addInput(Role.IFM, raw);
        subtract.addInput(Role.IFM, offset);
        subtract.setOutput(ofm);
        operation.setOutput(raw);
        ifm.setRescaling(ifm.rescaling().withZeroPoint(0));
        return subtract;
    }

    /** Reduces along rows or columns with a kernel as long as the axis. */
    static NpuOperation lowerReduceMinMax(Network network, NpuOperation operation) {
        switch (operation.kind()) {
            case REDUCE_MAX, REDUCE_MIN, REDUCE_ALL, REDUCE_ANY -> {
                Extents shape = operation.ifm(0).shape();
                int axis = operation.axis();
                if (axis == shape.rank() - 3) {
                    operation.setKernel(Kernel.ofSize(shape.height(), 1));
                } else if (axis == shape.rank() - 2) {
                    operation.setKernel(Kernel.ofSize(1, shape.width()));
                }
            }
            case ARGMAX -> lowerArgMax(operation);
            default -> {
                // Not a reduction of this kind.
            }
        }
        return operation;
    }

    private static void lowerArgMax(NpuOperation operation) {
        Connection ifm = operation.ifm(0);
        Connection ofm = operation.ofm();
        if (ofm.shape().rank() != ifm.shape().rank()) {
            ofm.setShape(ofm.shape().inserted(operation.axis(), 1));
        }
        if (operation.axis() != 1 || ifm.shape().rank() != 3) {
            Extents flat = Regroup.aroundAxis(ifm.shape(), operation.axis());
            ifm.setShape(flat);
            ofm.setShape(flat.with(1, 1));
            operation.setAxis(1);
        }
        operation.setKernel(Kernel.ofSize(1, ifm.shape().get(1)));
    }

    /** Takes the second operand of a matrix product row by row and puts batches into height. */
    static NpuOperation lowerMatmul(Network network, NpuOperation operation) {
        if (operation.kind() != OperationKind.MATMUL || operation.ifm(0).shape().rank() == 4) {
            return operation;
        }
        Connection first = operation.ifm(0);
        Connection second = operation.ifm(1);
        Connection ofm = operation.ofm();
        first.setShape(Regroup.outerIntoHeight(first.shape()));
        second.setShape(Regroup.outerIntoHeight(second.shape()));
        ofm.setShape(Regroup.outerIntoHeight(ofm.shape()));
        NpuTensor operand = second.tensor();
        NpuOperation producer = operand.isSinglePath() ? operand.writers().getFirst() : null;
        Permutation swap = Permutation.of(0, 2, 1);
        if (producer != null
                && producer.kind() == OperationKind.TRANSPOSE
                && producer.ofm().transpose().equals(swap)) {
            Connection source = producer.ifm(0);
            operation.redirectInput(second, source.tensor());
            second.setShape(Regroup.outerIntoHeight(source.shape()));
            operation.absorbSources(producer);
            producer.disconnect();
            return operation;
        }
        Extents turned = swap.apply(second.shape());
        NpuTensor transposed = network.newTensor(operand.name() + "/Transpose", operand.type(), turned);
        NpuOperation transpose = network.newOperation(OperationKind.TRANSPOSE, operation.sources());
        transpose.addInput(Role.IFM, operand).setShape(second.shape());
        transpose.setOutput(transposed).setTranspose(swap);
        operation.redirectInput(second, transposed);
        second.setShape(turned);
        return operation;
    }

    /** Changes of type add zero or compare with it; negation subtracts from zero. */
    static NpuOperation lowerElementwise(Network network, NpuOperation operation) {
        return switch (operation.kind()) {
            case CAST -> lowerCast(network, operation);
            case NEGATE -> lowerNegate(network, operation);
            case SELECT -> lowerSelect(network, operation);
            default -> operation;
        };
    }

    private static NpuOperation lowerCast(Network network, NpuOperation operation) {
        Connection ifm = operation.ifm(0);
        boolean fromBool = ifm.type() == ElementType.BOOL8;
        boolean toBool = operation.ofm().type() == ElementType.BOOL8;
        OperationKind kind;
        long constant = 0;
        if (fromBool && !toBool) {
            kind = OperationKind.AND;
            constant = 1;
        } else if (toBool && !fromBool) {
            kind = OperationKind.NOT_EQUAL;
        } else {
            kind = OperationKind.ADD;
        }
        operation.setKind(kind);
        ElementType type = fromBool ? ElementType.INT8 : ifm.type();
        operation.addInput(Role.IFM, network.newConstant("const_" + constant, type, Extents.of(1), constant));
        return operation;
    }

    private static NpuOperation lowerNegate(Network network, NpuOperation operation) {
        Connection ifm = operation.ifm(0);
        NpuOperation subtract = network.newOperation(OperationKind.SUB, operation.sources());
        subtract.addInput(Role.IFM, network.newConstant("const_zero", ifm.type(), Extents.of(1), 0));
        subtract.addInput(Role.IFM, ifm);
        subtract.setOutput(operation.ofm());
        operation.disconnect();
        return subtract;
    }

    private static NpuOperation lowerSelect(Network network, NpuOperation operation) {
        Connection condition = operation.ifm(0);
        Connection ofm = operation.ofm();
        if (condition.type().bits() != ofm.type().bits()) {
            NpuTensor wide = network.newTensor(condition.tensor().name() + "_wide", ofm.type(), condition.shape());
            NpuOperation widen = network.newOperation(OperationKind.ADD, operation.sources());
            widen.addInput(Role.IFM, condition);
            widen.addInput(Role.IFM, network.newConstant("const_zero", ElementType.INT8, Extents.of(1), 0));
            widen.setOutput(wide);
            condition = widen.ofm();
        }
        NpuOperation and = masked(network, operation, OperationKind.AND, operation.ifm(1), condition);
        NpuOperation andNot = masked(network, operation, OperationKind.AND_NOT, operation.ifm(2), condition);
        NpuOperation or = network.newOperation(OperationKind.OR, operation.sources());
        or.addInput(Role.IFM, and.ofm().tensor());
        or.addInput(Role.IFM, andNot.ofm().tensor());
        or.setOutput(ofm);
        operation.disconnect();
        return or;
    }

    private static NpuOperation masked(
            Network network, NpuOperation select, OperationKind kind, Connection value, Connection condition) {
        NpuOperation mask = network.newOperation(kind, select.sources());
        mask.addInput(Role.IFM, value);
        mask.addInput(Role.IFM, condition);
        Extents shape = value.shape().max(condition.shape());
        mask.setOutput(network.newTensor(
                select.ofm().tensor().name() + "/" + kind, select.ofm().type(), shape));
        return mask;
    }
}
