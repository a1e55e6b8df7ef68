package npusim.schedule.emission;

import npusim.schedule.AxiSide;
import npusim.schedule.Extent;
import npusim.schedule.FeatureMap;
import npusim.schedule.FeatureMapStorage;
import npusim.schedule.TensorFormat;
import npusim.schedule.operation.Connection;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Permutation;
import npusim.schedule.plan.PlannedTensor;
import npusim.schedule.plan.SchedulePlan;

/** Addresses and strides of parts of feature maps. */
final class PlaceOperands {
    private static final int RANK = 4;

    private final SchedulePlan plan;
    private final AddressMap addresses;

    PlaceOperands(SchedulePlan plan, AddressMap addresses) {
        this.plan = plan;
        this.addresses = addresses;
    }

    /**
     * A part of what a connection sees.
     *
     * @param connection the connection
     * @param from first element within the connection's shape, as stored
     * @param size elements as the kernel sees them, before the transpose of an OFM
     */
    BlockDependency.Part part(Connection connection, Extents from, Extents size) {
        Extent extent = new Extent(size.height(), size.width(), size.depth());
        int bits = connection.type().bits();
        if (connection.tensor().isInsideGroup()) {
            FeatureMap chained = new FeatureMap(
                    extent, bits, TensorFormat.NHWC, FeatureMapStorage.CHAINED, AxiSide.SRAM, 0, 0, 0, 0);
            return new BlockDependency.Part(chained, -1, 0, connection.shape(), from, 0);
        }
        boolean scalar =
                connection.tensor().isConstant() && connection.usedShape().elements() == 1;
        if (scalar) {
            return new BlockDependency.Part(FeatureMap.scalar(bits), -1, 0, connection.shape(), from, 0);
        }
        PlannedTensor tensor = plan.plan(connection.tensor());
        AxiSide side = addresses.side(tensor.area());
        long base = addresses.address(tensor.area(), tensor.address());
        Extents shape = connection.shape().padded(RANK, 1);
        long element = tensor.tensor().type().bytes();
        boolean bricks = tensor.format() == TensorFormat.NHCWB16;
        long depth = bricks
                ? (shape.depth() + TensorFormat.BRICK_CHANNELS - 1L)
                        / TensorFormat.BRICK_CHANNELS
                        * TensorFormat.BRICK_CHANNELS
                : shape.depth();
        long strideX = element * (bricks ? TensorFormat.BRICK_CHANNELS : shape.depth());
        long strideY = element * shape.width() * depth;
        long strideC = bricks ? strideX * shape.width() : element;
        int storedHeight = tensor.storedShape().height();
        boolean rolls = storedHeight < tensor.tensor().shape().height();
        long row = rolls ? from.height() % storedHeight : from.height() + (long) from.batch() * shape.height();
        long offset = row * strideY + from.width() * strideX;
        offset += bricks
                ? from.depth() / TensorFormat.BRICK_CHANNELS * strideC
                        + from.depth() % TensorFormat.BRICK_CHANNELS * element
                : from.depth() * element;
        FeatureMap map = new FeatureMap(
                extent,
                bits,
                tensor.format(),
                FeatureMapStorage.MEMORY,
                side,
                base + offset,
                strideY,
                strideX,
                strideC);
        return new BlockDependency.Part(map, base, tensor.bytes(), shape, from, rolls ? storedHeight : 0);
    }

    /** The bytes between first and last element of {@code part}, or the whole tensor for a rolling buffer. */
    static Access access(BlockDependency.Part part, Permutation transpose, boolean write) {
        FeatureMap map = part.map();
        Extents size = transpose.apply(Extents.of(
                map.extent().height(), map.extent().width(), map.extent().depth()));
        long last = (size.height() - 1) * map.strideY() + (size.width() - 1) * map.strideX();
        last += map.format() == TensorFormat.NHCWB16
                ? (size.depth() - 1) / TensorFormat.BRICK_CHANNELS * map.strideC()
                        + (long) TensorFormat.BRICK_CHANNELS * map.elementBytes()
                : size.depth() * (long) map.elementBytes();
        long end = Math.min(map.address() + last, part.tensorAddress() + part.tensorBytes());
        boolean wraps = map.address() + last > end;
        return new Access(map.side(), wraps ? part.tensorAddress() : map.address(), end, write);
    }
}
