package npusim.schedule.operation;

import java.util.Arrays;
import java.util.function.IntBinaryOperator;

/**
 * An immutable tuple of sizes or offsets, outermost axis first. The last three axes are height, width and depth; a
 * missing axis counts as 1.
 */
public final class Extents {
    private final int[] axes;

    private Extents(int[] axes) {
        this.axes = axes;
    }

    /** A tuple of {@code axes}, which are copied. */
    public static Extents of(int... axes) {
        return new Extents(axes.clone());
    }

    /** {@code rank} times {@code value}. */
    public static Extents filled(int rank, int value) {
        int[] axes = new int[rank];
        Arrays.fill(axes, value);
        return new Extents(axes);
    }

    /** Number of axes. */
    public int rank() {
        return axes.length;
    }

    /** Size of axis {@code index}; a negative index counts from the innermost axis. */
    public int get(int index) {
        return axes[index < 0 ? axes.length + index : index];
    }

    private int fromInnermost(int distance) {
        int index = axes.length - 1 - distance;
        return index < 0 ? 1 : axes[index];
    }

    /** Size of the depth axis. */
    public int depth() {
        return fromInnermost(0);
    }

    /** Size of the width axis. */
    public int width() {
        return fromInnermost(1);
    }

    /** Size of the height axis. */
    public int height() {
        return fromInnermost(2);
    }

    /** Size of the batch axis. */
    public int batch() {
        return fromInnermost(3);
    }

    /** Product of all axes. */
    public long elements() {
        return product(0, axes.length);
    }

    /** Product of the axes from {@code from} up to but without {@code to}. */
    public long product(int from, int to) {
        long product = 1;
        for (int i = from; i < to; i++) {
            product *= axes[i];
        }
        return product;
    }

    /** Height times width. */
    public long elementsHeightWidth() {
        return (long) height() * width();
    }

    /** This tuple with axis {@code index} replaced. */
    public Extents with(int index, int value) {
        int[] copy = axes.clone();
        copy[index < 0 ? axes.length + index : index] = value;
        return new Extents(copy);
    }

    /** This tuple with another depth. */
    public Extents withDepth(int depth) {
        return with(-1, depth);
    }

    /** This tuple with another height; the rank must be at least 3. */
    public Extents withHeight(int height) {
        return with(-3, height);
    }

    /** This tuple without axis {@code index}. */
    public Extents without(int index) {
        int position = index < 0 ? axes.length + index : index;
        int[] copy = new int[axes.length - 1];
        System.arraycopy(axes, 0, copy, 0, position);
        System.arraycopy(axes, position + 1, copy, position, copy.length - position);
        return new Extents(copy);
    }

    /** This tuple with an axis of {@code value} before axis {@code index}. */
    public Extents inserted(int index, int value) {
        int[] copy = new int[axes.length + 1];
        System.arraycopy(axes, 0, copy, 0, index);
        copy[index] = value;
        System.arraycopy(axes, index, copy, index + 1, axes.length - index);
        return new Extents(copy);
    }

    /** Axes of {@code fill} added on the outside until the rank is at least {@code rank}. */
    public Extents padded(int rank, int fill) {
        if (axes.length >= rank) {
            return this;
        }
        int[] copy = new int[rank];
        int missing = rank - axes.length;
        Arrays.fill(copy, 0, missing, fill);
        System.arraycopy(axes, 0, copy, missing, axes.length);
        return new Extents(copy);
    }

    /** A tuple of the same rank filled with {@code value}. */
    public Extents like(int value) {
        return filled(axes.length, value);
    }

    /** Axis {@code i} of the result is axis {@code permutation[i]} of this. */
    public Extents permuted(int[] permutation) {
        int[] copy = new int[axes.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = axes[permutation[i]];
        }
        return new Extents(copy);
    }

    private Extents combined(Extents other, IntBinaryOperator operator) {
        int rank = Math.max(axes.length, other.axes.length);
        int[] result = new int[rank];
        for (int i = 0; i < rank; i++) {
            int mine = axes.length - 1 - i;
            int theirs = other.axes.length - 1 - i;
            int at = rank - 1 - i;
            if (mine < 0) {
                result[at] = other.axes[theirs];
            } else if (theirs < 0) {
                result[at] = axes[mine];
            } else {
                result[at] = operator.applyAsInt(axes[mine], other.axes[theirs]);
            }
        }
        return new Extents(result);
    }

    /** Sum by axis, aligned at the innermost axis. */
    public Extents plus(Extents other) {
        return combined(other, Integer::sum);
    }

    /** Difference by axis. */
    public Extents minus(Extents other) {
        return combined(other, (a, b) -> a - b);
    }

    /** Smaller by axis. */
    public Extents min(Extents other) {
        return combined(other, Math::min);
    }

    /** Larger by axis. */
    public Extents max(Extents other) {
        return combined(other, Math::max);
    }

    /** Each axis rounded up to a multiple of that of {@code granule}. */
    public Extents roundedUp(Extents granule) {
        return combined(granule, Rounding::up);
    }

    /** Each axis divided by that of {@code divisor}, rounded up. */
    public Extents ceilDivided(Extents divisor) {
        return combined(divisor, Rounding::ceilDiv);
    }

    /** Whether both are equal once outer axes of size 1 are left out. */
    public boolean equalsReduced(Extents other) {
        int rank = Math.max(axes.length, other.axes.length);
        return padded(rank, 1).equals(other.padded(rank, 1));
    }

    /** Whether some axis of this is smaller than that of {@code other}, by innermost-first bit. */
    public int lessMask(Extents other) {
        int mask = 0;
        int rank = Math.min(axes.length, other.axes.length);
        for (int i = 0; i < rank; i++) {
            if (axes[axes.length - 1 - i] < other.axes[other.axes.length - 1 - i]) {
                mask |= 1 << i;
            }
        }
        return mask;
    }

    /** Whether all axes are zero. */
    public boolean isZero() {
        return Arrays.stream(axes).allMatch(axis -> axis == 0);
    }

    /** A copy of the axes. */
    public int[] toArray() {
        return axes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Extents extents && Arrays.equals(axes, extents.axes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(axes);
    }

    /** {@code 1x11x34x144}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int axis : axes) {
            text.append(text.isEmpty() ? "" : "x").append(axis);
        }
        return text.toString();
    }
}
