package npusim.schedule.plan;

import npusim.hardware.OperationClass;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.Extent;
import npusim.schedule.TensorFormat;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.NpuOperation;
import npusim.schedule.operation.Rounding;

/** One operation with its block, clipped to its feature maps. */
record BlockWork(
        NpuOperation operation,
        TensorPlans tensors,
        BlockConfiguration block,
        OperationClass unit,
        Extents ofm,
        boolean sparse) {

    Connection ifm(int index) {
        return operation.ifm(index);
    }

    int ifmCount() {
        return Math.min(2, operation.ifmCount());
    }

    Extents ofmBlock() {
        return extents(block.ofmBlock()).min(ofm);
    }

    Extents ifmBlock() {
        return extents(block.ifmBlock()).min(operation.ifm(0).usedShape().padded(4, 1));
    }

    int ifmBits() {
        return operation.ifm(0).type().bits();
    }

    int ofmBits() {
        return operation.ofm().type().bits();
    }

    /** Height, width and depth behind a batch of 1. */
    static Extents extents(Extent extent) {
        return Extents.of(1, extent.height(), extent.width(), extent.depth());
    }

    /** What {@code shape} takes as stored for {@code connection}: whole bricks in NHCWB16. */
    Extents stored(Extents shape, Connection connection) {
        return stored(shape, tensors.of(connection.tensor()).format());
    }

    static Extents stored(Extents shape, TensorFormat format) {
        return format == TensorFormat.NHCWB16
                ? shape.withDepth(Rounding.up(shape.depth(), TensorFormat.BRICK_CHANNELS))
                : shape;
    }
}
