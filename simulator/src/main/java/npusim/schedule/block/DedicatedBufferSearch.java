package npusim.schedule.block;

import npusim.hardware.Accelerator;
import npusim.hardware.BlockLimits;
import npusim.hardware.Buffers;
import npusim.hardware.IfmAllocationUnit;
import npusim.hardware.MicroBlock;
import npusim.hardware.OperationClass;
import npusim.hardware.PartKernelRule;
import npusim.schedule.BlockConfiguration;
import npusim.schedule.Extent;
import npusim.schedule.SchedulePolicy;
import npusim.schedule.TensorFormat;
import npusim.schedule.Traversal;
import npusim.schedule.operation.Extents;
import npusim.schedule.operation.Kernel;
import npusim.schedule.operation.OperationKind;
import npusim.schedule.operation.Rounding;
import org.jspecify.annotations.Nullable;

/** Block search for accelerators with a RAM of its own for IFM, accumulators, output and chaining. */
final class DedicatedBufferSearch implements BlockSearch {
    private static final int BRICK_BITS = 128;
    private static final int WIDE_TYPE_BITS = 32;

    private final Accelerator accelerator;
    private final Buffers.DedicatedRams rams;
    private final SchedulePolicy policy;

    DedicatedBufferSearch(Accelerator accelerator, Buffers.DedicatedRams rams, SchedulePolicy policy) {
        this.accelerator = accelerator;
        this.rams = rams;
        this.policy = policy;
    }

    /**
     * What all methods of the search share for one query.
     *
     * @param query the query
     * @param unit unit that computes
     * @param microBlock OFM micro-block
     * @param granule steps of the OFM block
     * @param blockLimit largest OFM block, before the transpose
     * @param accumulatorBits bits an accumulator occupies
     * @param ifmDepth fixed IFM block depth, 0 when it follows the OFM block
     */
    record Setting(
            BlockQuery query,
            OperationClass unit,
            MicroBlock microBlock,
            Extents granule,
            Extents blockLimit,
            int accumulatorBits,
            int ifmDepth) {

        Setting withIfmDepth(int depth) {
            return new Setting(query, unit, microBlock, granule, blockLimit, accumulatorBits, depth);
        }
    }

    SchedulePolicy policy() {
        return policy;
    }

    @Override
    public @Nullable BlockConfiguration find(BlockQuery query) {
        OperationKind kind = query.kind();
        OperationClass unit = kind.unit();
        if (unit == null) {
            return null;
        }
        boolean pools = unit == OperationClass.POOLING
                || unit == OperationClass.REDUCE_MIN_MAX
                || unit == OperationClass.ARGMAX;
        boolean wide = (query.ifmBits() == 16 && !pools && query.scaled())
                || query.ifmBits() > WIDE_TYPE_BITS
                || query.ofmBits() > WIDE_TYPE_BITS;
        int accumulatorBits = wide ? rams.wideAccumulatorBytes() * 8 : 32;
        boolean dynamicWeights =
                policy != SchedulePolicy.VELA_4_4 && query.ifm2Shape() != null && !query.accumulatesIfm2();
        boolean partKernel = unit == OperationClass.CONVOLUTION && !dynamicWeights && prefersPartKernel(query);
        MicroBlock microBlock = microBlock(query, unit, partKernel);
        if (microBlock == null) {
            return null;
        }
        Setting setting =
                new Setting(query, unit, microBlock, granule(query, microBlock), blockLimit(query), accumulatorBits, 0);
        int accumulatorWidth = wide ? accelerator.macArray().accumulatorBits().getLast() : 32;
        if (unit == OperationClass.ELEMENTWISE) {
            Extents block = new ElementwiseFit(rams).find(setting);
            return configuration(setting, block, block, Traversal.DEPTH_FIRST, accumulatorWidth);
        }
        if (unit == OperationClass.DEPTHWISE) {
            return areaFit(setting, Traversal.DEPTHWISE, accumulatorWidth);
        }
        npusim.hardware.Traversal order =
                partKernel ? npusim.hardware.Traversal.PART_KERNEL_FIRST : npusim.hardware.Traversal.DEPTH_FIRST;
        int ifmDepth = accelerator
                .macArray()
                .ifmDepthRule(
                        order,
                        query.ifmBits(),
                        query.sparse(),
                        microBlock.shape().depth())
                .depth();
        if (pools && kind != OperationKind.COPY) {
            return areaFit(setting, Traversal.DEPTH_FIRST, accumulatorWidth);
        }
        if (unit == OperationClass.REDUCE_SUM) {
            return areaFit(setting.withIfmDepth(ifmDepth), Traversal.DEPTH_FIRST, accumulatorWidth);
        }
        Traversal traversal = partKernel ? Traversal.PART_KERNEL : Traversal.DEPTH_FIRST;
        ExhaustiveFit.Found found = new ExhaustiveFit(this, setting.withIfmDepth(ifmDepth)).find();
        return found == null
                ? null
                : configuration(setting, found.ofmBlock(), found.ifmBlock(), traversal, accumulatorWidth);
    }

    private @Nullable BlockConfiguration areaFit(Setting setting, Traversal traversal, int accumulatorWidth) {
        AreaFit.Found found = new AreaFit(this, setting).find();
        return found == null
                ? null
                : configuration(setting, found.ofmBlock(), found.ifmBlock(), traversal, accumulatorWidth);
    }

    private static BlockConfiguration configuration(
            Setting setting, Extents ofmBlock, Extents ifmBlock, Traversal traversal, int accumulatorWidth) {
        npusim.hardware.Shape micro = setting.microBlock().shape();
        return new BlockConfiguration(
                extent(ofmBlock),
                extent(ifmBlock),
                new Extent(micro.height(), micro.width(), micro.depth()),
                traversal,
                accumulatorWidth);
    }

    private static Extent extent(Extents block) {
        return new Extent(block.height(), block.width(), block.depth());
    }

    private boolean prefersPartKernel(BlockQuery query) {
        PartKernelRule rule = accelerator.macArray().partKernelRule(query.ifmBits(), query.sparse());
        return rule != null
                && rule.prefersPartKernel(
                        query.largestIfm().depth(), query.kernel().elements());
    }

    /** The legal micro-block that wastes the fewest OFM elements. */
    private @Nullable MicroBlock microBlock(BlockQuery query, OperationClass unit, boolean partKernel) {
        boolean pointwise = query.kernel().height() == 1 && query.kernel().width() == 1 && !partKernel;
        boolean wideMove = query.kind().isMove() && query.ifmBits() >= WIDE_TYPE_BITS;
        int bits = wideMove ? 8 : query.ifmBits();
        MicroBlock best = null;
        long leastWaste = Long.MAX_VALUE;
        for (MicroBlock candidate : accelerator.macArray().ofmMicroBlocks()) {
            if (!candidate.supports(unit, bits, pointwise)) {
                continue;
            }
            npusim.hardware.Shape shape = candidate.shape();
            Extents rounded = query.ofmShape().roundedUp(Extents.of(shape.height(), shape.width(), shape.depth()));
            long waste = rounded.elements() - query.ofmShape().elements();
            if (waste < leastWaste) {
                best = candidate;
                leastWaste = waste;
            }
        }
        return best;
    }

    private Extents granule(BlockQuery query, MicroBlock microBlock) {
        npusim.hardware.Shape micro = microBlock.shape();
        int brick = rams.chainingBrickElements();
        int height = micro.height();
        int width = micro.width();
        if (query.ofmFormat() == TensorFormat.NHCWB16) {
            int sourceOfDepth = query.transpose().source(0);
            width = sourceOfDepth == 1 ? brick : width;
            height = sourceOfDepth == 2 ? brick : height;
        }
        return Extents.of(height, width, rams.accumulatorDepthGranule());
    }

    private Extents blockLimit(BlockQuery query) {
        npusim.hardware.Shape limit = accelerator.limits().ofmBlock();
        return query.transpose().undo(Extents.of(limit.height(), limit.width(), limit.depth()));
    }

    /** Unit of IFM buffer allocation for an IFM block of {@code depth} elements. */
    Extents allocationUnit(Setting setting, int depth) {
        int bits = setting.query().ifmBits();
        IfmAllocationUnit unit = setting.microBlock().ifmAllocationUnit((long) depth * bits);
        return Extents.of(unit.height(), unit.width(), unit.depthBricks() * BRICK_BITS / bits);
    }

    /** IFM block that feeds an OFM block of {@code height} by {@code width}. */
    Extents ifmBlock(Setting setting, int height, int width, int depth, Extents unit) {
        Kernel kernel = setting.query().kernel();
        BlockLimits limits = accelerator.limits();
        int upscale = setting.query().upscale();
        int rows =
                required(height, kernel.strideY(), Math.min(kernel.dilatedHeight(), limits.subKernelHeight()), upscale);
        int columns =
                required(width, kernel.strideX(), Math.min(kernel.dilatedWidth(), limits.subKernelWidth()), upscale);
        return Extents.of(
                Rounding.up(rows, unit.get(0)), Rounding.up(columns, unit.get(1)), Rounding.up(depth, unit.get(2)));
    }

    private static int required(int outputs, int stride, int kernel, int upscale) {
        return Rounding.ceilDiv((outputs - 1) * stride + kernel, upscale);
    }

    Buffers.DedicatedRams rams() {
        return rams;
    }

    Accelerator accelerator() {
        return accelerator;
    }
}
