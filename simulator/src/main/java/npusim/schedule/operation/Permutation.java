package npusim.schedule.operation;

import java.util.Arrays;

/**
 * An order of axes: axis {@code i} of the result is axis {@code permutation[i]} of the source. Leading axes that stay in
 * place are left out, so that the last three axes of equal permutations compare equal whatever the rank.
 */
public final class Permutation {
    /** Axes stay in place. */
    public static final Permutation NONE = new Permutation(new int[0]);

    private static final String[] AXIS_NAMES = {"C", "W", "H", "N"};

    /** Distances from the innermost axis: entry {@code k} is the source of the axis {@code k} steps from the innermost. */
    private final int[] fromInnermost;

    private Permutation(int[] fromInnermost) {
        this.fromInnermost = fromInnermost;
    }

    /** The permutation with the given axes. */
    public static Permutation of(int... axes) {
        int rank = axes.length;
        int[] distances = new int[rank];
        for (int i = 0; i < rank; i++) {
            distances[rank - 1 - i] = rank - 1 - axes[i];
        }
        int used = rank;
        while (used > 0 && distances[used - 1] == used - 1) {
            used--;
        }
        return used == 0 ? NONE : new Permutation(Arrays.copyOf(distances, used));
    }

    /** Whether all axes stay in place. */
    public boolean isIdentity() {
        return fromInnermost.length == 0;
    }

    /** Number of innermost axes that take part. */
    public int rank() {
        return fromInnermost.length;
    }

    /** Whether axes longer than one change their order in a source of this shape. */
    public boolean movesElements(Extents shape) {
        Extents wide = shape.padded(rank(), 1);
        int last = -1;
        for (int axis : axes(wide.rank())) {
            if (wide.get(axis) > 1) {
                if (axis < last) {
                    return true;
                }
                last = axis;
            }
        }
        return false;
    }

    /** Source of the axis {@code distance} steps from the innermost, as such a distance. */
    public int source(int distance) {
        return distance < fromInnermost.length ? fromInnermost[distance] : distance;
    }

    /** The axes for a shape of {@code rank} axes, at least {@link #rank()}. */
    public int[] axes(int rank) {
        int[] axes = new int[rank];
        for (int i = 0; i < rank; i++) {
            axes[i] = rank - 1 - source(rank - 1 - i);
        }
        return axes;
    }

    /** {@code shape} with axes in this order. */
    public Extents apply(Extents shape) {
        Extents wide = shape.padded(rank(), 1);
        return wide.permuted(axes(wide.rank()));
    }

    /** The shape that {@link #apply} turns into {@code shape}. */
    public Extents undo(Extents shape) {
        Extents wide = shape.padded(rank(), 1);
        int[] axes = axes(wide.rank());
        int[] source = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            source[axes[i]] = wide.get(i);
        }
        return Extents.of(source);
    }

    /** This order applied first, then {@code next}. */
    public Permutation then(Permutation next) {
        int rank = Math.max(rank(), next.rank());
        int[] first = axes(rank);
        int[] second = next.axes(rank);
        int[] combined = new int[rank];
        for (int i = 0; i < rank; i++) {
            combined[i] = first[second[i]];
        }
        return of(combined);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Permutation permutation && Arrays.equals(fromInnermost, permutation.fromInnermost);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fromInnermost);
    }

    /** Such as {@code HCW}: where the axes of the result come from, outermost first. */
    @Override
    public String toString() {
        int rank = Math.max(3, rank());
        StringBuilder text = new StringBuilder();
        for (int distance = rank - 1; distance >= 0; distance--) {
            int source = source(distance);
            text.append(source < AXIS_NAMES.length ? AXIS_NAMES[source] : "[" + source + "]");
        }
        return text.toString();
    }
}
