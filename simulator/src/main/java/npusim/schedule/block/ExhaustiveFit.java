package npusim.schedule.block;

import java.util.BitSet;
import npusim.hardware.BlockLimits;
import npusim.hardware.Buffers;
import npusim.hardware.OperationClass;
import npusim.hardware.Shape;
import npusim.schedule.SchedulePolicy;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.NpuOperation.ResizeParameters;
import npusim.schedule.operation.Rounding;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of convolutions, vector products, copies and resizes: every block that fits is weighed by what it fetches per OFM
 * element. Two blocks must fit the buffers; if none does, one.
 */
final class ExhaustiveFit {
    private static final int BLOCKS_IN_BUFFER = 2;

    private final DedicatedBufferSearch search;
    private final DedicatedBufferSearch.Setting setting;
    private final BlockQuery query;
    private final OperationClass unit;
    private final Extents ifm;
    private final boolean equalDepth;
    private final int splitDepth;

    /** A block and the IFM block that feeds it. */
    record Found(Extents ofmBlock, Extents ifmBlock) {}

    private final BlockChooser chooser;

    ExhaustiveFit(DedicatedBufferSearch search, DedicatedBufferSearch.Setting setting) {
        this.search = search;
        this.setting = setting;
        query = setting.query();
        unit = setting.unit();
        ifm = query.largestIfm();
        equalDepth = unit == OperationClass.POOLING || unit == OperationClass.RESIZE;
        Kernel kernel = query.kernel();
        BlockLimits limits = search.accelerator().limits();
        int ifmRepeats = Rounding.ceilDiv(kernel.dilatedWidth(), limits.subKernelWidth())
                * Rounding.ceilDiv(kernel.dilatedHeight(), limits.subKernelHeight());
        int weights = unit == OperationClass.CONVOLUTION ? kernel.elements() : 0;
        BlockChooser.Measure measure = switch (unit) {
            case FULLY_CONNECTED -> BlockChooser.Measure.AREA;
            case RESIZE, MATMUL -> BlockChooser.Measure.BLOCK_COUNT;
            default -> BlockChooser.Measure.FETCHES;
        };
        chooser = new BlockChooser(
                query,
                measure,
                equalDepth,
                false,
                weights,
                ifmRepeats,
                unit == OperationClass.MATMUL,
                search.policy() == SchedulePolicy.VELA_4_4);
        splitDepth = search.rams().accumulatorDepthGranule();
    }

    @Nullable
    Found find() {
        Shape micro = setting.microBlock().shape();
        Extents microBlock = Extents.of(micro.height(), micro.width(), micro.depth());
        Extents step = microBlock.max(setting.granule());
        Extents ofm = Extents.of(
                query.ofmShape().height(),
                query.ofmShape().width(),
                query.ofmShape().depth());
        Extents end = ofm.min(setting.blockLimit()).max(step).roundedUp(microBlock);
        if (unit == OperationClass.RESIZE) {
            int widest = widestResize();
            step = Extents.of(1, Math.min(step.width(), widest), step.depth());
            end = Extents.of(1, widest, splitDepth);
        }
        if ((query.reversedAxes() & 1) != 0) {
            end = end.withDepth(Math.min(end.depth(), splitDepth));
        }
        for (int blocks = BLOCKS_IN_BUFFER; blocks >= 1 && chooser.isEmpty(); blocks--) {
            searchDepths(step, end, micro.depth(), blocks);
        }
        Extents ofmBlock = chooser.ofmBlock();
        Extents ifmBlock = chooser.ifmBlock();
        return ofmBlock == null || ifmBlock == null ? null : new Found(ofmBlock, ifmBlock);
    }

    private int widestResize() {
        ResizeParameters resize = query.resize();
        Buffers.DedicatedRams rams = search.rams();
        int bricks =
                rams.chainingBytes() / rams.chainingSlots() / (rams.chainingBrickElements() * (query.ifmBits() / 8));
        double columns = Math.ceil(((bricks - 2) * resize.numeratorX() + 1) / (double) resize.denominatorX());
        int limit = search.accelerator().limits().ofmBlock().width();
        return Math.max(1, Math.min((int) columns, limit));
    }

    private void searchDepths(Extents step, Extents end, int microDepth, int blocks) {
        int ofmDepth = query.ofmShape().depth();
        int depth = Math.max(microDepth, Math.min(end.depth(), splitDepth));
        if (depth < ofmDepth) {
            depth = Rounding.up(depth, splitDepth);
        }
        BitSet tooLarge = new BitSet();
        Extents allocation = search.allocationUnit(setting, setting.ifmDepth());
        while (depth <= end.depth()) {
            if (equalDepth) {
                Extents next = search.allocationUnit(setting, depth);
                if (!next.equals(allocation)) {
                    tooLarge.clear();
                    allocation = next;
                }
            }
            searchAreas(step, end, depth, allocation, blocks, tooLarge);
            depth += microDepth;
            if (depth < ofmDepth) {
                depth = Rounding.up(depth, splitDepth);
            }
        }
    }

    /** Considers blocks of {@code depth}; {@code tooLarge} has areas that did not fit, counted row by row. */
    private void searchAreas(Extents step, Extents end, int depth, Extents allocation, int blocks, BitSet tooLarge) {
        int ifmDepth = equalDepth ? depth : setting.ifmDepth();
        int area = -1;
        for (int height = step.height(); height <= end.height(); height += step.height()) {
            for (int width = step.width(); width <= end.width(); width += step.width()) {
                area++;
                if (tooLarge.get(area)) {
                    continue;
                }
                Extents ifmBlock = search.ifmBlock(setting, height, width, ifmDepth, allocation);
                if (fits(height, width, depth, ifmBlock, allocation, blocks)) {
                    Extents block = Extents.of(height, width, depth);
                    chooser.consider(block, block, ifmBlock, ifmBlock.withDepth(ifmDepth));
                } else {
                    tooLarge.set(area);
                }
            }
        }
    }

    private boolean fits(int height, int width, int depth, Extents ifmBlock, Extents allocation, int blocks) {
        if (unit == OperationClass.RESIZE) {
            return true;
        }
        Buffers.DedicatedRams rams = search.rams();
        int ifmDepth = equalDepth ? depth : Math.min(ifmBlock.depth(), ifm.depth());
        long ifmBytes = ifmBlock.elementsHeightWidth()
                * Rounding.up(ifmDepth, allocation.depth())
                * (query.ifmBits() / 8)
                * blocks;
        long accumulatorBytes = (long) height
                * width
                * Rounding.up(depth, rams.accumulatorDepthGranule())
                * setting.accumulatorBits()
                / 8
                * blocks;
        return ifmBytes <= rams.ifmBytes() && accumulatorBytes <= rams.accumulatorBytes();
    }
}
