package npusim.schedule.block;

import java.util.HashSet;
import java.util.Set;
import npusim.hardware.Accelerator;
import npusim.hardware.BlockLimits;
import npusim.hardware.Buffers;
import npusim.hardware.IfmDepthRule;
import npusim.hardware.OperationClass;
import npusim.hardware.PartKernelRule;
import npusim.hardware.Shape;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.Extent;
import npusim.schedule.Traversal;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.Rounding;
import org.jspecify.annotations.Nullable;

/** Block search for accelerators whose IFM, accumulators, output and tables share banks of one RAM. */
final class SharedRamSearch implements BlockSearch {
    private static final int SPLIT_DEPTH = 16;

    private final Accelerator accelerator;
    private final SharedRamBanks banks;
    private final Shape micro;

    SharedRamSearch(Accelerator accelerator, Buffers.SharedRam ram) {
        this.accelerator = accelerator;
        this.banks = new SharedRamBanks(ram);
        this.micro = accelerator.macArray().ofmMicroBlocks().getFirst().shape();
    }

    /** How an elementwise operation shares the IFM area. */
    private enum ElementwiseUse {
        NONE,
        BOTH_OPERANDS,
        ONE_OPERAND
    }

    /** What decides whether a block fits. */
    private record Demand(ElementwiseUse use, int ifmBits, int accumulatorBits, boolean usesTable) {}

    @Override
    public @Nullable BlockConfiguration find(BlockQuery query) {
        OperationClass unit = query.kind().unit();
        if (unit == null) {
            return null;
        }
        boolean reduces = unit == OperationClass.REDUCE_SUM;
        boolean pools = unit == OperationClass.POOLING || unit == OperationClass.REDUCE_MIN_MAX || reduces;
        boolean depthwise = unit == OperationClass.DEPTHWISE;
        boolean elementwise = unit == OperationClass.ELEMENTWISE;
        boolean equalDepth = elementwise || (pools && !reduces) || depthwise;
        boolean partKernel = unit == OperationClass.CONVOLUTION && prefersPartKernel(query);
        boolean wide = query.ifmBits() == 16 && (!pools || reduces) && query.scaled();
        Demand demand = demand(query, elementwise, wide);
        Kernel kernel = query.kernel();
        BlockLimits limits = accelerator.limits();
        int repeats = Rounding.ceilDiv(kernel.dilatedWidth(), limits.subKernelWidth())
                * Rounding.ceilDiv(kernel.dilatedHeight(), limits.subKernelHeight());
        boolean weights = unit == OperationClass.CONVOLUTION || depthwise;
        BlockChooser chooser = new BlockChooser(
                query,
                elementwise ? BlockChooser.Measure.BLOCK_COUNT : BlockChooser.Measure.FETCHES,
                equalDepth,
                depthwise,
                weights ? kernel.elements() : 0,
                repeats,
                false,
                false);
        search(query, chooser, demand, equalDepth ? 0 : ifmDepth(query, partKernel));
        Extents ofmBlock = chooser.ofmBlock();
        Extents ifmBlock = chooser.ifmBlock();
        if (ofmBlock == null || ifmBlock == null) {
            return null;
        }
        Traversal traversal =
                depthwise ? Traversal.DEPTHWISE : partKernel ? Traversal.PART_KERNEL : Traversal.DEPTH_FIRST;
        return new BlockConfiguration(
                extent(ofmBlock),
                extent(ifmBlock),
                new Extent(micro.height(), micro.width(), micro.depth()),
                traversal,
                demand.accumulatorBits());
    }

    private static Extent extent(Extents block) {
        return new Extent(block.height(), block.width(), block.depth());
    }

    private boolean prefersPartKernel(BlockQuery query) {
        PartKernelRule rule = accelerator.macArray().partKernelRule(query.ifmBits(), false);
        return rule != null
                && rule.prefersPartKernel(
                        query.largestIfm().depth(), query.kernel().elements());
    }

    private int ifmDepth(BlockQuery query, boolean partKernel) {
        npusim.hardware.Traversal order =
                partKernel ? npusim.hardware.Traversal.PART_KERNEL_FIRST : npusim.hardware.Traversal.DEPTH_FIRST;
        IfmDepthRule rule = accelerator.macArray().ifmDepthRule(order, query.ifmBits(), false, micro.depth());
        int rounding =
                rule.rounding() == 0 ? accelerator.macArray().ifmMicroBlock().depth() : rule.rounding();
        return Rounding.up(Math.min(query.largestIfm().depth(), rule.depth()), rounding);
    }

    private Demand demand(BlockQuery query, boolean elementwise, boolean wide) {
        var accumulators = accelerator.macArray().accumulatorBits();
        ElementwiseUse use = ElementwiseUse.NONE;
        if (elementwise) {
            Extents second = query.ifm2Shape();
            boolean scalar = query.ifmShape().elements() == 1 || (second != null && second.elements() == 1);
            use = scalar && query.ifmBits() <= 16 ? ElementwiseUse.ONE_OPERAND : ElementwiseUse.BOTH_OPERANDS;
        }
        return new Demand(
                use, query.ifmBits(), wide ? accumulators.getLast() : accumulators.getFirst(), query.usesTable());
    }

    private void search(BlockQuery query, BlockChooser chooser, Demand demand, int fixedIfmDepth) {
        Extents ofm = query.ofmShape();
        Shape limit = accelerator.limits().ofmBlock();
        int endHeight = Rounding.up(Math.min(ofm.height(), limit.height()), micro.height());
        int endWidth = Rounding.up(Math.min(ofm.width(), limit.width()), micro.width());
        int endDepth = Rounding.up(Math.min(ofm.depth(), limit.depth()), micro.depth());
        int depth = Math.max(micro.depth(), Math.min(endDepth, SPLIT_DEPTH));
        if (depth < ofm.depth()) {
            depth = Rounding.up(depth, SPLIT_DEPTH);
        }
        Set<Long> tooLarge = new HashSet<>();
        while (depth <= endDepth) {
            for (int height = micro.height(); height <= endHeight; height += micro.height()) {
                for (int width = micro.width(); width <= endWidth; width += micro.width()) {
                    long key = (long) height << 32 | width;
                    if (tooLarge.contains(key)) {
                        continue;
                    }
                    Extents block = Extents.of(height, width, depth);
                    Extents ifmBlock = ifmBlock(query, height, width, fixedIfmDepth == 0 ? depth : fixedIfmDepth);
                    Extents computed = computed(query, block);
                    if (fits(demand, computed, ifmBlock)) {
                        chooser.consider(block, computed, ifmBlock, ifmBlock);
                    } else {
                        tooLarge.add(key);
                    }
                }
            }
            depth += micro.depth();
            if (depth < ofm.depth()) {
                depth = Rounding.up(depth, SPLIT_DEPTH);
            }
        }
    }

    /** A single row of a pointwise-high kernel keeps the other row of a two-row micro-block empty. */
    private Extents computed(BlockQuery query, Extents block) {
        boolean singleRow = query.ofmShape().height() == 1 && query.kernel().height() == 1 && micro.height() == 2;
        return singleRow ? block.with(0, Math.min(block.height(), 1)) : block;
    }

    private Extents ifmBlock(BlockQuery query, int height, int width, int depth) {
        Kernel kernel = query.kernel();
        BlockLimits limits = accelerator.limits();
        // A pool upscales by repeating elements, which may start on the second copy; a convolution inserts zeros.
        int halfElement = query.upscale() > 1 && query.kind().unit() == OperationClass.POOLING ? 1 : 0;
        int rows = (height - 1) * kernel.strideY()
                + Math.min(kernel.dilatedHeight(), limits.subKernelHeight())
                + halfElement;
        int columns =
                (width - 1) * kernel.strideX() + Math.min(kernel.dilatedWidth(), limits.subKernelWidth()) + halfElement;
        return Extents.of(
                Rounding.up(Rounding.ceilDiv(rows, query.upscale()), micro.height()),
                Rounding.up(Rounding.ceilDiv(columns, query.upscale()), micro.width()),
                depth);
    }

    private boolean fits(Demand demand, Extents block, Extents ifmBlock) {
        boolean elementwise = demand.use() != ElementwiseUse.NONE;
        int ifmBanks = banks.ifm(ifmBlock, demand.ifmBits(), elementwise);
        int available = banks.end(demand.usesTable()) - banks.start();
        if (elementwise) {
            int second = demand.use() == ElementwiseUse.BOTH_OPERANDS ? ifmBanks : 0;
            return ifmBanks + second <= available;
        }
        return ifmBanks + banks.accumulators(block, demand.accumulatorBits()) <= available;
    }
}
