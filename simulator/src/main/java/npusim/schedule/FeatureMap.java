package npusim.schedule;

/**
 * One operand of a kernel: the part of a tensor that the kernel reads or writes.
 *
 * @param extent size of that part in elements
 * @param elementBits bits per element
 * @param format memory layout
 * @param storage memory, chaining buffer or register
 * @param side memory side; meaningless unless {@code storage} is {@link FeatureMapStorage#MEMORY}
 * @param address byte address of the first element within its memory
 * @param strideY bytes from row to row
 * @param strideX bytes from column to column
 * @param strideC bytes from brick to brick (NHCWB16) or from channel to channel (NHWC)
 */
public record FeatureMap(
        Extent extent,
        int elementBits,
        TensorFormat format,
        FeatureMapStorage storage,
        AxiSide side,
        long address,
        long strideY,
        long strideX,
        long strideC) {

    /** A single value held in a register. */
    public static FeatureMap scalar(int elementBits) {
        return new FeatureMap(
                new Extent(1, 1, 1),
                elementBits,
                TensorFormat.NHWC,
                FeatureMapStorage.SCALAR,
                AxiSide.SRAM,
                0,
                0,
                0,
                0);
    }

    /** The same map with another extent. */
    public FeatureMap withExtent(Extent other) {
        return new FeatureMap(other, elementBits, format, storage, side, address, strideY, strideX, strideC);
    }

    /** The same map elsewhere. */
    public FeatureMap withAddress(long other) {
        return new FeatureMap(extent, elementBits, format, storage, side, other, strideY, strideX, strideC);
    }

    /** Bytes per element. */
    public int elementBytes() {
        return Math.ceilDiv(elementBits, 8);
    }

    /** Whether elements travel over a port. */
    public boolean inMemory() {
        return storage == FeatureMapStorage.MEMORY;
    }
}
