package npusim.graph;

import npusim.tensor.DType;
import npusim.tensor.Shape;

/**
 * A tensor as an edge of the graph: produced once, by an operator, a constant or as an input of a block.
 *
 * @param id unique in the whole graph, control-flow blocks included, and below {@link Graph#valueCount}
 * @param name the tensor's name in the file, unique within its block
 * @param dtype element type
 * @param shape extents, for a SHAPE value those of the list itself
 */
public record Value(int id, String name, DType dtype, Shape shape) {
    public int rank() {
        return shape.rank();
    }

    /** Bytes of the tensor in packed little-endian layout, as hardware would store it. */
    public long packedBytes() {
        return dtype.packedBytes(shape.elements());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Value value
                && id == value.id
                && dtype == value.dtype
                && name.equals(value.name)
                && shape.equals(value.shape);
    }

    @Override
    public int hashCode() {
        return id;
    }

    /** As {@code layer_0 INT8[1,49,39,144]}. */
    @Override
    public String toString() {
        return name + " " + dtype + shape;
    }
}
