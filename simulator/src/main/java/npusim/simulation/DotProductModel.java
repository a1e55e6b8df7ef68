package npusim.simulation;

import npusim.schedule.BlockConfiguration;
import npusim.schedule.Extent;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelKind;
import npusim.schedule.Traversal;
import npusim.schedule.Window;

/** Dot products over IFM depth into a stationary OFM micro-block (ethos-u.md §3.1, with exact kernel steps, §6.6). */
final class DotProductModel implements MacModel {
    private final DesignParameters design;

    DotProductModel(DesignParameters design) {
        this.design = design;
    }

    @Override
    public double cycles(KernelCommand kernel, int height, int width, int depth, int channels) {
        BlockConfiguration blocks = kernel.blocks();
        Window window = kernel.window();
        Extent micro = microBlock(kernel);
        double precision = MacModel.precisionFactor(design.array(), kernel);
        double positions = (double) Math.ceilDiv(height, micro.height()) * Math.ceilDiv(width, micro.width());
        double slices = Math.ceilDiv(depth, micro.depth() * design.depthCores());
        int sparseFactor = kernel.weights().sparse() ? 2 : 1;
        int granule = design.ifmGranule() * sparseFactor;
        double elements = window.elements();
        double array = positions * slices;
        double cycles = switch (kernel.kind()) {
            case POOLING -> Math.max(4, elements) * array * precision;
            case DEPTHWISE ->
                (design.wholeKernelSteps() ? wholeSteps(window) : Math.max(4, elements)) * array * precision;
            case CONVOLUTION, MATRIX_MULTIPLY ->
                blocks.traversal() == Traversal.PART_KERNEL
                        ? array
                                * (design.wholeKernelSteps() ? wholeSteps(window) : steps(window, sparseFactor))
                                * precision
                                * Math.ceilDiv(channels, 8 * sparseFactor)
                        : array
                                * elements
                                * Math.max(4, Math.ceilDiv(channels, granule) * (design.ifmGranule() / 8))
                                * precision;
            case ELEMENTWISE, RESIZE -> 0;
        };
        if (kernel.kind().hasWeights()) {
            cycles = Math.max(cycles, WeightDecoding.cycles(design, kernel, depth, channels));
        }
        return cycles;
    }

    /** Two rows of micro-blocks are laid side by side when the OFM and the kernel have a single row. */
    private Extent microBlock(KernelCommand kernel) {
        Extent micro = kernel.blocks().microBlock();
        Extent ofm = kernel.ofm().extent();
        boolean flat = design.flattensRows()
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

    private static double wholeSteps(Window window) {
        double sum = 0;
        for (int y = 0; y < window.kernelHeight(); y += 8) {
            for (int x = 0; x < window.kernelWidth(); x += 8) {
                int elements = Math.min(8, window.kernelHeight() - y) * Math.min(8, window.kernelWidth() - x);
                sum += 4 * Math.ceilDiv(elements, 4);
            }
        }
        return sum;
    }

    private static double steps(Window window, int sparseFactor) {
        double sum = 0;
        for (int y = 0; y < window.kernelHeight(); y += 8) {
            for (int x = 0; x < window.kernelWidth(); x += 8) {
                sum += steps(
                        Math.min(8, window.kernelHeight() - y) * Math.min(8, window.kernelWidth() - x), sparseFactor);
            }
        }
        return sum;
    }

    private static double steps(int elements, int sparseFactor) {
        int group = 5 * sparseFactor;
        return elements / group * group + (elements % group == 0 ? 0 : Math.max(elements % group, 2 * sparseFactor));
    }
}
