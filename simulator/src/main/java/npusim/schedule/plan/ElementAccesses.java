package npusim.schedule.plan;

import npusim.hardware.Accelerator;
import npusim.hardware.OperationClass;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.SchedulePolicy;
import npusim.schedule.TensorFormat;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.Rounding;
import org.jspecify.annotations.Nullable;

/** Elements that an operation reads and writes, re-fetches included, as a compiler counts them. */
final class ElementAccesses {
    private final Accelerator accelerator;
    private final SchedulePolicy policy;

    ElementAccesses(Accelerator accelerator, SchedulePolicy policy) {
        this.accelerator = accelerator;
        this.policy = policy;
    }

    private static boolean usesMacs(OperationClass unit) {
        return unit != OperationClass.ELEMENTWISE && unit != OperationClass.RESIZE;
    }

    private static TensorFormat format(Connection connection, TensorPlans tensors) {
        return tensors.of(connection.tensor()).format();
    }

    ElementAccess of(NpuOperation member, TensorPlans tensors, BlockConfiguration block) {
        OperationClass unit = member.kind().unit();
        Extents ofm = member.ofm().usedShape().padded(4, 1);
        long written = member.ofm().tensor().isInsideGroup() && policy != SchedulePolicy.VELA_4_4
                ? 0
                : BlockWork.stored(ofm, format(member.ofm(), tensors)).elements();
        if (unit == null) {
            return new ElementAccess(member.ifm(0).usedShape().elements(), 0, written, 0);
        }
        TensorFormat ifmFormat = format(member.ifm(0), tensors);
        if (!usesMacs(unit)) {
            return unit == OperationClass.ELEMENTWISE
                    ? elementwiseAccess(member, ifmFormat, written)
                    : new ElementAccess(
                            BlockWork.stored(member.ifm(0).usedShape(), ifmFormat)
                                    .elements(),
                            0,
                            written,
                            0);
        }
        BlockWork work = new BlockWork(member, tensors, block, unit, ofm, false);
        Extents blocks = ofm.ceilDivided(work.ofmBlock());
        boolean equalDepth = unit == OperationClass.DEPTHWISE
                || unit == OperationClass.POOLING
                || unit == OperationClass.REDUCE_MIN_MAX
                || unit == OperationClass.ARGMAX;
        if (equalDepth) {
            blocks = blocks.withDepth(1);
        }
        Kernel kernel = member.kernel();
        int passes = Rounding.ceilDiv(kernel.width(), accelerator.limits().subKernelWidth())
                * Rounding.ceilDiv(kernel.height(), accelerator.limits().subKernelHeight());
        long fetch = work.ifmBlock().elementsHeightWidth()
                * BlockWork.stored(member.ifm(0).usedShape(), ifmFormat).depth();
        boolean weights = unit != OperationClass.POOLING && unit != OperationClass.REDUCE_SUM;
        int refetches = weights ? (int) blocks.elementsHeightWidth() : 0;
        return new ElementAccess(fetch * passes * blocks.elements(), 0, written, refetches);
    }

    private ElementAccess elementwiseAccess(NpuOperation member, TensorFormat format, long written) {
        Extents first = member.ifm(0).usedShape();
        Connection secondIfm = member.ifmOrNull(1);
        Extents second = secondIfm == null ? null : secondIfm.usedShape();
        if (policy != SchedulePolicy.VELA_4_4) {
            return new ElementAccess(
                    first.elements() > 1 ? BlockWork.stored(first, format).elements() : 0,
                    second != null && (second.elements() > 1 || first.elements() == 1)
                            ? BlockWork.stored(second, format).elements()
                            : 0,
                    written,
                    0);
        }
        long whole = BlockWork.stored(member.ofm().usedShape(), format).elements();
        if (first.elements() == 1) {
            boolean wide = member.ifm(0).type().bits() > 8;
            return new ElementAccess(
                    wide ? BlockWork.stored(first, format).elements() : 0,
                    wide || second == null ? 0 : whole,
                    written,
                    0);
        }
        return new ElementAccess(whole, secondAccess(member, second, format, whole), written, 0);
    }

    private static long secondAccess(NpuOperation member, @Nullable Extents second, TensorFormat format, long whole) {
        if (second == null) {
            return 0;
        }
        if (second.elements() > 1) {
            return whole;
        }
        return member.ifm(1).type().bits() > 8
                ? BlockWork.stored(second, format).elements()
                : 0;
    }
}
