package npusim.schedule.block;

import npusim.hardware.Buffers;
import npusim.hardware.Shape;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.Rounding;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of depthwise, pooling and reducing operations: for each depth the largest area of the OFM's aspect that fits the
 * accumulator and IFM buffers, then the depth that covers the OFM best, with room to fetch one more row of the IFM.
 */
final class AreaFit {
    private static final int STUCK_LIMIT = 25;
    private static final double FORCED_RATIO = 0.9;

    private final DedicatedBufferSearch search;
    private final DedicatedBufferSearch.Setting setting;
    private final Extents ofm;
    private final Extents granule;
    private final Extents limit;
    private final int accumulators;
    private final int ifmElements;
    private final int depthGranule;

    /** A block and the IFM block that feeds it. */
    record Found(Extents ofmBlock, Extents ifmBlock) {}

    AreaFit(DedicatedBufferSearch search, DedicatedBufferSearch.Setting setting) {
        this.search = search;
        this.setting = setting;
        BlockQuery query = setting.query();
        Buffers.DedicatedRams rams = search.rams();
        granule = setting.granule();
        Extents rounded = query.ofmShape().roundedUp(granule);
        ofm = Extents.of(rounded.height(), rounded.width(), rounded.depth());
        limit = ofm.min(setting.blockLimit());
        accumulators = (int) (rams.accumulatorBytes() * 8L / setting.accumulatorBits());
        ifmElements = (int) (rams.ifmBytes() * 8L / query.ifmBits());
        depthGranule = rams.accumulatorDepthGranule();
    }

    @Nullable
    Found find() {
        Extents area = bestArea();
        return area == null ? null : leaveRoomForRow(area);
    }

    private Extents ifmBlock(int height, int width, int depth) {
        int ifmDepth = setting.ifmDepth() == 0 ? depth : setting.ifmDepth();
        return search.ifmBlock(setting, height, width, ifmDepth, search.allocationUnit(setting, ifmDepth));
    }

    private @Nullable Extents bestArea() {
        Kernel kernel = setting.query().kernel();
        Shape micro = setting.microBlock().shape();
        boolean depthMatters = kernel.dilatedHeight() == 1 && kernel.dilatedWidth() == 1;
        int microAccumulators = micro.height() * micro.width() * depthGranule;
        int maxDepth = Math.min(
                Math.max(search.accelerator().macArray().macsPerCycle(), accumulators / microAccumulators),
                limit.depth());
        double covered = depthMatters ? (double) ofm.width() * ofm.depth() : (double) ofm.height() * ofm.width();
        Extents best = null;
        double bestMetric = Double.MAX_VALUE;
        for (int depth = depthGranule; depth <= maxDepth; depth += depthGranule) {
            Extents fitted = fitDepth(depth, microAccumulators);
            if (fitted == null) {
                break;
            }
            Extents unit = search.allocationUnit(setting, setting.ifmDepth() == 0 ? depth : setting.ifmDepth());
            int rest = depth % unit.depth();
            int used = rest == 0 ? unit.depth() : rest;
            double waste = 1.0 + ((double) (unit.depth() - used) / unit.depth()) / 10;
            double fit = 1.0 + Math.abs(1.0 - (double) limit.depth() / depth) / 10;
            int other = depthMatters ? depth : fitted.height();
            double coverage = 1.0 + Math.abs(1.0 - covered / ((double) fitted.width() * other));
            double metric = coverage * fit * waste;
            if (metric < bestMetric) {
                best = fitted;
                bestMetric = metric;
                if (depth >= ofm.depth() && fitted.width() >= ofm.width() && fitted.height() >= ofm.height()) {
                    return ofm;
                }
            }
        }
        return best;
    }

    /** The largest area that fits at {@code depth}, or null. */
    private @Nullable Extents fitDepth(int depth, int microAccumulators) {
        Extents unit = search.allocationUnit(setting, setting.ifmDepth() == 0 ? depth : setting.ifmDepth());
        Extents ifm = setting.query().ifmShape();
        long wholeIfm = ifm.roundedUp(unit).elements();
        int budget = accumulators;
        long previous = -1;
        int stuck = STUCK_LIMIT;
        while (true) {
            Extents area = area(budget / depth);
            int height = area.height();
            int width = area.width();
            long accumulatorsUsed = (long) width * height * depth;
            double accumulatorRatio = (double) accumulators / accumulatorsUsed;
            long ifmUsed = Math.min(ifmBlock(height, width, depth).elements(), wholeIfm);
            double ifmRatio = (double) ifmElements / ifmUsed;
            if (accumulatorRatio >= 1.0 && ifmRatio >= 1.0) {
                return Extents.of(height, width, depth);
            }
            if (accumulatorsUsed == previous && --stuck <= 0) {
                ifmRatio = FORCED_RATIO;
            }
            previous = accumulatorsUsed;
            if (ifmRatio < 1.0 && accumulatorRatio > 1.0) {
                budget = (int) Math.min(budget, accumulatorsUsed);
            }
            double ratio = Math.min(ifmRatio, accumulatorRatio);
            int granules = Math.max((int) (budget / microAccumulators * ratio), 0);
            int reduced = granules * microAccumulators;
            if (reduced == budget) {
                reduced = budget - microAccumulators;
            }
            if (reduced < microAccumulators) {
                return null;
            }
            budget = reduced;
        }
    }

    /** About {@code elements} in the OFM's aspect, within limits, the width cut evenly. */
    private Extents area(int elements) {
        double aspect = (double) ofm.height() / ofm.width();
        double w = Math.sqrt(elements / aspect);
        double h = w * aspect;
        if (h < 1.0) {
            w *= h;
            h = 1;
        } else if (w < 1.0) {
            h *= w;
            w = 1;
        }
        int width = Rounding.down(Math.max((int) w, granule.width()), granule.width());
        int height = Rounding.down(Math.max((int) h, granule.height()), granule.height());
        width = Math.min(width, limit.width());
        height = Math.min(height, limit.height());
        int total = width * height;
        if (width < ofm.width()) {
            width = Tiling.leastWaste(ofm.width(), granule.width(), width);
        }
        height = Math.max(Rounding.down(total / width, granule.height()), granule.height());
        return Extents.of(height, width, 1);
    }

    private @Nullable Found leaveRoomForRow(Extents area) {
        int height = area.height();
        int width = area.width();
        int depth = area.depth();
        int forced = 0;
        while (true) {
            Extents ifm = ifmBlock(height, width, depth);
            boolean several = width < ofm.width() || height < ofm.height() || depth < ofm.depth();
            long row = ifmBlock(granule.height(), width, depth).elements();
            if (!several || ifmElements - ifm.elements() >= row) {
                return new Found(Extents.of(height, width, depth), ifm);
            }
            int step = search.allocationUnit(setting, setting.ifmDepth() == 0 ? depth : setting.ifmDepth())
                    .depth();
            if ((height != ofm.height() || (forced & 2) != 0) && height > granule.height()) {
                height -= granule.height();
            } else if ((depth > width || (forced & 1) != 0) && depth > step) {
                depth -= step;
            } else if ((width != ofm.width() || (forced & 4) != 0) && width > granule.width()) {
                width -= granule.width();
            } else if (forced != 7) {
                forced = forced << 1 | 1;
            } else if (depth > granule.depth()) {
                depth = Math.max(depth / 2, granule.depth());
            } else {
                return null;
            }
        }
    }
}
