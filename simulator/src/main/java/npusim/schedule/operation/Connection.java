package npusim.schedule.operation;

import org.jspecify.annotations.Nullable;

/** How an operation reads or writes a feature map: as which shape, which slice of it, with which scale. */
public final class Connection {
    private NpuTensor tensor;
    private Extents shape;
    private @Nullable Extents sliceOffset;
    private @Nullable Extents sliceShape;
    private Rescaling rescaling = Rescaling.NONE;
    private Permutation transpose = Permutation.NONE;
    private int reversedAxes;
    private @Nullable ElementType typeOverride;
    private long clampMinimum = Long.MIN_VALUE;
    private long clampMaximum = Long.MAX_VALUE;

    /** A connection to all of {@code tensor} in its stored shape. */
    public Connection(NpuTensor tensor) {
        this.tensor = tensor;
        this.shape = tensor.shape();
    }

    /** A copy that refers to the same feature map. */
    public Connection copy() {
        Connection copy = new Connection(tensor);
        copy.assign(this);
        return copy;
    }

    /** Takes over everything from {@code other}, the feature map included. */
    public void assign(Connection other) {
        tensor = other.tensor;
        shape = other.shape;
        sliceOffset = other.sliceOffset;
        sliceShape = other.sliceShape;
        rescaling = other.rescaling;
        transpose = other.transpose;
        reversedAxes = other.reversedAxes;
        typeOverride = other.typeOverride;
        clampMinimum = other.clampMinimum;
        clampMaximum = other.clampMaximum;
    }

    /** The feature map. */
    public NpuTensor tensor() {
        return tensor;
    }

    /** Refers to another feature map without changing readers and writers. */
    void setTensor(NpuTensor other) {
        tensor = other;
    }

    /** The feature map's shape as this operation sees it. */
    public Extents shape() {
        return shape;
    }

    /** Sees the feature map in another shape. */
    public Connection setShape(Extents other) {
        shape = other;
        return this;
    }

    /** Offset of the slice, or null when all is used. */
    public @Nullable Extents sliceOffset() {
        return sliceOffset;
    }

    /** Offset of the slice; zeros when all is used. */
    public Extents offset() {
        return sliceOffset == null ? shape.like(0) : sliceOffset;
    }

    /** Whether only a part of the feature map is used. */
    public boolean isSliced() {
        return sliceShape != null && !(sliceShape.equalsReduced(shape));
    }

    /** Shape of the part that is used. */
    public Extents usedShape() {
        return sliceShape == null ? shape : sliceShape;
    }

    /** Uses only a part. */
    public Connection setSlice(@Nullable Extents offset, @Nullable Extents size) {
        sliceOffset = offset;
        sliceShape = size;
        return this;
    }

    /** Zero point and scale. */
    public Rescaling rescaling() {
        return rescaling;
    }

    /** Changes zero point and scale. */
    public Connection setRescaling(Rescaling other) {
        rescaling = other;
        return this;
    }

    /** Axis order in which an OFM is written. */
    public Permutation transpose() {
        return transpose;
    }

    /** Writes the OFM in another axis order. */
    public Connection setTranspose(Permutation other) {
        transpose = other;
        return this;
    }

    /** Bits of reversed axes: 1 depth, 2 width, 4 height. */
    public int reversedAxes() {
        return reversedAxes;
    }

    /** Reverses axes: bits 1 depth, 2 width, 4 height. */
    public Connection setReversedAxes(int axes) {
        reversedAxes = axes;
        return this;
    }

    /** Type in which elements are read or written. */
    public ElementType type() {
        return typeOverride == null ? tensor.type() : typeOverride;
    }

    /** Reads or writes elements as another type. */
    public Connection setType(@Nullable ElementType other) {
        typeOverride = other;
        return this;
    }

    /** Smallest output value, {@link Long#MIN_VALUE} for none. */
    public long clampMinimum() {
        return clampMinimum;
    }

    /** Largest output value, {@link Long#MAX_VALUE} for none. */
    public long clampMaximum() {
        return clampMaximum;
    }

    /** Clamps the output. */
    public Connection setClamp(long minimum, long maximum) {
        clampMinimum = minimum;
        clampMaximum = maximum;
        return this;
    }

    @Override
    public String toString() {
        return tensor + " as " + shape + (sliceShape == null ? "" : " slice " + sliceOffset + "+" + sliceShape);
    }
}
