package npusim.schedule.lowering;

import npusim.schedule.operation.Extents;

/** Regroups the axes of a shape into three. */
final class Regroup {
    private Regroup() {}

    /** The first {@code outer} axes as height, the next {@code middle} as width, the rest as depth. */
    static Extents threeAxes(Extents shape, int outer, int middle) {
        return Extents.of((int) shape.product(0, outer), (int) shape.product(outer, outer + middle), (int)
                shape.product(outer + middle, shape.rank()));
    }

    /** All axes before {@code axis} as height, {@code axis} as width, all after as depth. */
    static Extents aroundAxis(Extents shape, int axis) {
        return threeAxes(shape, axis, 1);
    }

    /** The outermost axis as height, the innermost as depth, all between as width. */
    static Extents aroundEdges(Extents shape) {
        return threeAxes(shape, 1, shape.rank() - 2);
    }

    /** All axes but the last two in height, with a batch of one. */
    static Extents outerIntoHeight(Extents shape) {
        int inner = shape.width() * shape.depth();
        return Extents.of(1, (int) (shape.elements() / inner), shape.width(), shape.depth());
    }
}
