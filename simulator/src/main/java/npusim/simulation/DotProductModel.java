package npusim.simulation;

import npusim.hardware.Dataflow.BlockDotProduct;
import npusim.hardware.PartKernelRule;
import npusim.schedule.Extent;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelKind;
import npusim.schedule.Traversal;
import npusim.schedule.Window;
import npusim.simulation.Ablation.Mechanism;

/** Dot products over IFM depth into a stationary OFM micro-block, with exact kernel steps. */
final class DotProductModel implements MacModel {
    /** Of four weights of a sparse kernel two are kept. */
    private static final int SPARSE_FACTOR = 2;

    private final DesignParameters design;
    private final BlockDotProduct array;

    DotProductModel(DesignParameters design, BlockDotProduct array) {
        this.design = design;
        this.array = array;
    }

    @Override
    public double cycles(KernelCommand kernel, int height, int width, int depth, int channels) {
        Window window = kernel.window();
        Extent micro = microBlock(kernel);
        double precision = MacModel.precisionFactor(design.array(), kernel);
        double positions = (double) Math.ceilDiv(height, micro.height()) * Math.ceilDiv(width, micro.width());
        double blocks = positions * Math.ceilDiv(depth, micro.depth() * design.depthCores());
        int sparseFactor = kernel.weights().sparse() ? SPARSE_FACTOR : 1;
        return switch (kernel.kind()) {
            case POOLING ->
                kernel.sumsOverDepth()
                        ? depthFirst(blocks, window, channels, 1) * precision
                        : Math.max(array.minimumStepCycles(), window.elements()) * blocks * precision;
            case DEPTHWISE -> Math.max(array.minimumStepCycles(), depthwiseSteps(window)) * blocks * precision;
            case CONVOLUTION, MATRIX_MULTIPLY ->
                kernel.blocks().traversal() == Traversal.PART_KERNEL
                        ? blocks
                                * partKernelSteps(kernel)
                                * precision
                                * Math.ceilDiv(channels, array.ifmDepthPerCycle() * sparseFactor)
                        : depthFirst(blocks, window, channels, sparseFactor) * precision;
            case ELEMENTWISE, RESIZE -> 0;
        };
    }

    /** Cycles of {@code blocks} micro-blocks that go through the IFM depth for one kernel element after the other. */
    private double depthFirst(double blocks, Window window, int channels, int sparseFactor) {
        return blocks * window.elements() * Math.max(array.minimumStepCycles(), depthPasses(channels, sparseFactor));
    }

    /** Passes over the IFM depth of one kernel element. */
    private double depthPasses(int channels, int sparseFactor) {
        int granule = design.ifmGranule() * sparseFactor;
        return Math.ceilDiv(Math.ceilDiv(channels, granule) * granule, array.ifmDepthPerCycle() * sparseFactor);
    }

    /** Two rows of micro-blocks are laid side by side when the OFM and the kernel have a single row. */
    private Extent microBlock(KernelCommand kernel) {
        Extent micro = kernel.blocks().microBlock();
        Extent ofm = kernel.ofm().extent();
        boolean flat = design.array().flattensMicroBlocks()
                && micro.height() == 2
                && ofm.height() == 1
                && ofm.width() % 2 == 0
                && kernel.window().kernelHeight() == 1
                && kernel.kind() == KernelKind.CONVOLUTION;
        return flat ? new Extent(1, 2 * micro.width(), micro.depth()) : micro;
    }

    @Override
    public int slices(KernelCommand kernel, int depth) {
        return Math.max(1, Math.ceilDiv(depth, kernel.blocks().microBlock().depth() * design.depthCores()));
    }

    @Override
    public int latencyCycles() {
        return design.macLatencyCycles();
    }

    private double depthwiseSteps(Window window) {
        int group = array.depthwiseKernelElements();
        int tail = design.ablation().lacks(Mechanism.KERNEL_STEPS) ? group : array.depthwiseKernelRemainder();
        double sum = 0;
        for (SubKernel sub : design.subKernels(window)) {
            sum += stepped(sub.elements(), group, tail);
        }
        return sum;
    }

    private double partKernelSteps(KernelCommand kernel) {
        PartKernelRule rule = design.array()
                .partKernelRule(kernel.ifm().elementBits(), kernel.weights().sparse());
        double sum = 0;
        for (SubKernel sub : design.subKernels(kernel.window())) {
            int elements = sub.elements();
            if (rule == null) {
                sum += elements;
            } else if (design.ablation().lacks(Mechanism.KERNEL_STEPS)) {
                sum += stepped(elements, array.partKernelElements8Bit(), array.partKernelElements8Bit());
            } else {
                sum += rule.steppedKernelElements(elements);
            }
        }
        return sum;
    }

    private static int stepped(int elements, int group, int tail) {
        int rest = elements % group;
        return rest == 0 ? elements : elements - rest + Math.max(rest, tail);
    }
}
