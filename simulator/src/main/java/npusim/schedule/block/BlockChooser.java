package npusim.schedule.block;

import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Rounding;
import org.jspecify.annotations.Nullable;

/** Keeps the best of the blocks it is shown, by elements fetched per OFM element. */
final class BlockChooser {
    /** How blocks are weighed. */
    enum Measure {
        /** IFM and weights fetched. */
        FETCHES,
        /** Number of blocks. */
        BLOCK_COUNT,
        /** Size of the block's area. */
        AREA
    }

    private static final int SMALL_BLOCK = 4;

    private final BlockQuery query;
    private final Extents ifm;
    private final Measure measure;
    private final boolean equalDepth;
    private final boolean depthwise;
    private final int weightElements;
    private final int ifmRepeats;
    private final boolean anySizeByCoverage;
    private final boolean rowsFirst;
    private float bestCost = Float.POSITIVE_INFINITY;
    private float bestCoverage = Float.POSITIVE_INFINITY;
    private @Nullable Extents ofmBlock;
    private @Nullable Extents ifmBlock;

    /**
     * A chooser that has seen nothing.
     *
     * @param query the query
     * @param measure how blocks are weighed
     * @param equalDepth whether an IFM block is as deep as the OFM block
     * @param depthwise whether each OFM channel has weights for one IFM channel only
     * @param weightElements kernel elements with weights, 0 without weights
     * @param ifmRepeats passes over the IFM
     * @param anySizeByCoverage whether blocks of any size, not only small ones, compete by IFM coverage when costs are equal
     * @param rowsFirst order of two factors in single precision, which decides between blocks of nearly equal cost
     */
    BlockChooser(
            BlockQuery query,
            Measure measure,
            boolean equalDepth,
            boolean depthwise,
            int weightElements,
            int ifmRepeats,
            boolean anySizeByCoverage,
            boolean rowsFirst) {
        this.query = query;
        this.ifm = query.largestIfm();
        this.measure = measure;
        this.equalDepth = equalDepth;
        this.depthwise = depthwise;
        this.weightElements = weightElements;
        this.ifmRepeats = ifmRepeats;
        this.anySizeByCoverage = anySizeByCoverage;
        this.rowsFirst = rowsFirst;
    }

    boolean isEmpty() {
        return ofmBlock == null;
    }

    /** The best OFM block, or null. */
    @Nullable
    Extents ofmBlock() {
        return ofmBlock;
    }

    /** The IFM block that feeds it, or null. */
    @Nullable
    Extents ifmBlock() {
        return ifmBlock;
    }

    /**
     * Shows a block that fits.
     *
     * @param chosen block that would be programmed
     * @param computed block that is computed, which may be smaller
     * @param ifmFetched IFM block as fetched
     * @param ifmProgrammed IFM block to record
     */
    void consider(Extents chosen, Extents computed, Extents ifmFetched, Extents ifmProgrammed) {
        float cost = cost(chosen, computed, ifmFetched);
        if (cost > bestCost) {
            return;
        }
        if (cost == bestCost) {
            long seen = Math.max(ifm.min(ifmFetched).elementsHeightWidth(), 1);
            float coverage = (float) ifm.elementsHeightWidth() / (float) seen;
            boolean competes = anySizeByCoverage || (chosen.height() <= SMALL_BLOCK && chosen.width() <= SMALL_BLOCK);
            if (coverage > bestCoverage || !competes) {
                return;
            }
            bestCoverage = coverage;
        } else {
            bestCoverage = Float.POSITIVE_INFINITY;
        }
        bestCost = cost;
        ofmBlock = chosen;
        ifmBlock = ifmProgrammed;
    }

    private float cost(Extents chosen, Extents computed, Extents ifmFetched) {
        float elements = (float) query.ofmShape().elements();
        float cost = switch (measure) {
            case AREA -> 1.0f / (chosen.height() * chosen.width());
            case BLOCK_COUNT -> elements / ((float) chosen.height() * chosen.width() * chosen.depth());
            case FETCHES -> (ifmFetch(computed, ifmFetched) + weightFetch(computed)) / elements;
        };
        return ifm.elements() < ifmFetched.elements() * 2 ? cost / 2.0f : cost;
    }

    private float weightFetch(Extents block) {
        Extents ofm = query.ofmShape();
        int areas = Rounding.ceilDiv(ofm.height(), block.height()) * Rounding.ceilDiv(ofm.width(), block.width());
        float fetch = (float) ((long) weightElements * ifm.depth() * areas);
        return depthwise ? fetch : fetch * ((float) ofm.depth() / (float) block.depth() * block.depth());
    }

    private float ifmFetch(Extents block, Extents ifmFetched) {
        Extents ofm = query.ofmShape();
        float rows = (float) ofm.height() / (float) block.height();
        float columns = (float) ofm.width() / (float) block.width();
        float whole = (float) (ifmFetched.elementsHeightWidth() * ifm.depth() * ifmRepeats);
        float fetch = rowsFirst ? whole * rows * columns : whole * columns * rows;
        return equalDepth ? fetch : fetch * Rounding.ceilDiv(ofm.depth(), block.depth());
    }
}
