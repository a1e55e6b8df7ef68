package npusim.schedule.plan;

import npusim.schedule.TensorFormat;
import npusim.schedule.operation.ElementType;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.NpuTensor;
import npusim.schedule.operation.Rounding;

/** Where and how a tensor is stored. */
public final class PlannedTensor {
    /** Alignment and size granule of everything the NPU reads or writes. */
    static final int ALIGNMENT = 16;

    private final NpuTensor tensor;
    private Extents storedShape;
    private TensorFormat format = TensorFormat.NHWC;
    private boolean linear;
    private MemoryArea area;
    private long address = -1;

    PlannedTensor(NpuTensor tensor, MemoryArea area) {
        this.tensor = tensor;
        this.storedShape = tensor.shape();
        this.area = area;
    }

    /** The tensor. */
    public NpuTensor tensor() {
        return tensor;
    }

    /** Stored shape; shorter than the tensor's for a rolling buffer. */
    public Extents storedShape() {
        return storedShape;
    }

    /** Whether later rows take the place of earlier ones. */
    boolean rolls() {
        return storedShape.height() < tensor.shape().height();
    }

    void setStoredShape(Extents shape) {
        storedShape = shape;
    }

    /** Memory layout. */
    public TensorFormat format() {
        return format;
    }

    void setFormat(TensorFormat other) {
        format = other;
    }

    /** Whether some reader or writer needs channels innermost without padding. */
    boolean isLinear() {
        return linear;
    }

    void forceLinear() {
        linear = true;
    }

    /** Area it is stored in. */
    public MemoryArea area() {
        return area;
    }

    void setArea(MemoryArea other) {
        area = other;
    }

    /** Byte address within its area, -1 before allocation. */
    public long address() {
        return address;
    }

    void setAddress(long other) {
        address = other;
    }

    /** Bytes it occupies. */
    public int bytes() {
        return bytes(storedShape, format, tensor.type());
    }

    /** Bytes that {@code shape} occupies, rounded up to the allocation granule. */
    static int bytes(Extents shape, TensorFormat format, ElementType type) {
        Extents stored = format == TensorFormat.NHCWB16
                ? shape.withDepth(Rounding.up(shape.depth(), TensorFormat.BRICK_CHANNELS))
                : shape;
        return Math.toIntExact(Rounding.up(stored.elements() * type.bytes(), ALIGNMENT));
    }

    @Override
    public String toString() {
        return tensor.name() + " " + format + " in " + area;
    }
}
