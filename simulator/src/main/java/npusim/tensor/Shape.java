package npusim.tensor;

import java.util.Arrays;

/**
 * Extents of a tensor, outermost dimension first; rank 0 is a single element. Extents are kept as a file gives them, so
 * that a diagnostic can show a wrong one: {@link #isValid} says whether all are at least 1.
 */
public final class Shape {
    public static final Shape SCALAR = new Shape(new int[0]);

    private final int[] dimensions;

    private Shape(int[] dimensions) {
        this.dimensions = dimensions;
    }

    public static Shape of(int... dimensions) {
        return dimensions.length == 0 ? SCALAR : new Shape(dimensions.clone());
    }

    public int rank() {
        return dimensions.length;
    }

    /** Extent of dimension {@code axis}, 0 being the outermost. */
    public int dimension(int axis) {
        return dimensions[axis];
    }

    /** Extent of the innermost dimension, 1 for rank 0. */
    public int innermost() {
        return dimensions.length == 0 ? 1 : dimensions[dimensions.length - 1];
    }

    public int[] toArray() {
        return dimensions.clone();
    }

    /** Whether every extent is at least 1 and the number of elements fits in 63 bits. */
    public boolean isValid() {
        long elements = 1;
        for (int dimension : dimensions) {
            if (dimension < 1 || elements > Long.MAX_VALUE / dimension) {
                return false;
            }
            elements *= dimension;
        }
        return true;
    }

    /**
     * Number of elements.
     *
     * @throws ArithmeticException if it does not fit in 63 bits
     */
    public long elements() {
        long elements = 1;
        for (int dimension : dimensions) {
            elements = Math.multiplyExact(elements, (long) dimension);
        }
        return elements;
    }

    /** Product of the extents of dimensions {@code from} (inclusive) to {@code to} (exclusive). */
    public long elements(int from, int to) {
        long elements = 1;
        for (int axis = from; axis < to; axis++) {
            elements = Math.multiplyExact(elements, (long) dimensions[axis]);
        }
        return elements;
    }

    /** The shape with the extent of one dimension replaced. */
    public Shape with(int axis, int extent) {
        int[] copy = dimensions.clone();
        copy[axis] = extent;
        return new Shape(copy);
    }

    /** The shape without one dimension. */
    public Shape without(int axis) {
        int[] copy = new int[dimensions.length - 1];
        System.arraycopy(dimensions, 0, copy, 0, axis);
        System.arraycopy(dimensions, axis + 1, copy, axis, copy.length - axis);
        return new Shape(copy);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dimensions, shape.dimensions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dimensions);
    }

    /** As {@code [1,749,39,144]}, without spaces. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int axis = 0; axis < dimensions.length; axis++) {
            text.append(axis == 0 ? "" : ",").append(dimensions[axis]);
        }
        return text.append(']').toString();
    }
}
