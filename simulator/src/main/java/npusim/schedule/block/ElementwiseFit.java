package npusim.schedule.block;

import npusim.hardware.Buffers;
import npusim.hardware.Shape;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Rounding;

/** Blocks of elementwise operations: as much as the output buffer holds, or the chaining buffer when an operand repeats. */
final class ElementwiseFit {
    private final Buffers.DedicatedRams rams;

    ElementwiseFit(Buffers.DedicatedRams rams) {
        this.rams = rams;
    }

    /** Buffer width that is left after some of it went to another axis. */
    private static final class Budget {
        private int columns;

        Budget(int columns) {
            this.columns = columns;
        }

        /** Lengthens an axis by a whole factor as far as columns beyond {@code needed} allow. */
        int spendOn(int length, int limit, int needed) {
            int factor = Math.min(columns / needed, limit / length);
            if (factor < 2) {
                return length;
            }
            columns /= factor;
            return length * factor;
        }
    }

    Extents find(DedicatedBufferSearch.Setting setting) {
        BlockQuery query = setting.query();
        Extents granule = setting.granule();
        Extents ofm = query.ofmShape().roundedUp(granule);
        Extents limit = Extents.of(ofm.height(), ofm.width(), ofm.depth()).min(setting.blockLimit());
        Shape micro = setting.microBlock().shape();
        int bricks =
                rams.chainingBytes() / rams.chainingSlots() / (rams.chainingBrickElements() * (query.ifmBits() / 8));
        int outputColumns = rams.outputBytes() * 8 / query.ifmBits() / granule.depth();
        // A part without a chaining buffer keeps broadcast operands beside the output.
        int chainingColumns = rams.chainingBytes() == 0 ? outputColumns : bricks / micro.height();
        int height = Tiling.even(ofm.height(), granule.height(), limit.height());
        int neededWidth = Tiling.even(ofm.width(), granule.width(), Math.min(outputColumns, limit.width()));
        int needed = Math.max(neededWidth, granule.width());
        Budget budget = new Budget(outputColumns);
        int depth = budget.spendOn(granule.depth(), limit.depth(), needed);
        Extents second = query.ifm2Shape();
        if (second != null && query.ifmShape().elements() != 1 && second.elements() != 1) {
            int broadcast = query.ifmShape().lessMask(query.ofmShape()) | second.lessMask(query.ofmShape());
            if ((broadcast & 1) != 0) {
                depth = Tiling.even(ofm.depth(), granule.depth(), limit.depth());
                budget = new Budget(chainingColumns);
                if (broadcast == 1) {
                    height = budget.spendOn(micro.height(), limit.height(), needed);
                }
            } else if ((broadcast & 4) != 0) {
                budget = new Budget(chainingColumns);
                depth = budget.spendOn(rams.chainingBrickElements(), limit.depth(), needed);
            }
        }
        return Extents.of(
                Rounding.up(height, granule.height()),
                Rounding.up(Math.max(1, budget.columns), granule.width()),
                Rounding.up(depth, granule.depth()));
    }
}
