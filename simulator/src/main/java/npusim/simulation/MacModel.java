package npusim.simulation;

import npusim.schedule.BlockConfiguration;
import npusim.schedule.Extent;
import npusim.schedule.KernelCommand;
import npusim.schedule.KernelKind;
import npusim.schedule.Traversal;
import npusim.schedule.Weights;
import npusim.schedule.Window;

/** Cycles the MAC array spends on one block (ethos-u.md §3.1, with exact instead of rounded kernel steps, §6.6). */
final class MacModel {
    private final DesignParameters design;

    MacModel(DesignParameters design) {
        this.design = design;
    }

    /**
     * Cycles for {@code channels} IFM channels into an OFM block of {@code height × width × depth} elements, weight decoding
     * included.
     */
    double cycles(KernelCommand kernel, int height, int width, int depth, int channels) {
        BlockConfiguration blocks = kernel.blocks();
        Window window = kernel.window();
        Extent micro = microBlock(kernel);
        double bytes = kernel.ifm().elementBytes();
        double positions = (double) Math.ceilDiv(height, micro.height()) * Math.ceilDiv(width, micro.width());
        double slices = Math.ceilDiv(depth, micro.depth() * design.depthCores());
        int sparseFactor = kernel.weights().sparse() ? 2 : 1;
        int granule = design.ifmGranule() * sparseFactor;
        double elements = window.elements();
        double array = positions * slices;
        double cycles = switch (kernel.kind()) {
            case POOLING -> Math.max(4, elements) * array * bytes;
            case DEPTHWISE -> (design.wholeKernelSteps() ? wholeSteps(window) : Math.max(4, elements)) * array * bytes;
            case CONVOLUTION, MATRIX_MULTIPLY ->
                blocks.traversal() == Traversal.PART_KERNEL
                        ? array
                                * (design.wholeKernelSteps() ? wholeSteps(window) : steps(window, sparseFactor))
                                * bytes
                                * Math.ceilDiv(channels, 8 * sparseFactor)
                        : array
                                * elements
                                * Math.max(4, Math.ceilDiv(channels, granule) * (design.ifmGranule() / 8))
                                * bytes;
            case ELEMENTWISE, RESIZE -> 0;
        };
        if (kernel.kind().hasWeights()) {
            cycles = Math.max(cycles, decodeCycles(kernel, depth, channels));
        }
        return cycles;
    }

    /** Indices of four bits or fewer say that the stream has a palette. */
    private static boolean hasPalette(KernelCommand kernel) {
        Weights weights = kernel.weights();
        double count =
                (double) kernel.window().elements() * kernel.ofm().extent().depth();
        if (kernel.kind() == KernelKind.CONVOLUTION) {
            count *= kernel.ifm().extent().depth();
        }
        return weights.weightBytes() < 0.6 * count + 32 * weights.streams().size();
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

    /** Depth slices of an OFM block, done one after the other. */
    int slices(KernelCommand kernel, int depth) {
        return Math.max(1, Math.ceilDiv(depth, kernel.blocks().microBlock().depth() * design.depthCores()));
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

    private double decodeCycles(KernelCommand kernel, int depth, int channels) {
        double weights = (double) kernel.window().elements() * depth;
        if (kernel.kind() == KernelKind.CONVOLUTION) {
            weights *= Math.ceilDiv(channels, design.decodeGranule()) * (double) design.decodeGranule();
        }
        if (kernel.weights().sparse()) {
            weights /= 2;
        }
        return switch (kernel.weights().format()) {
            case STANDARD -> weights / design.decodeWeightsPerCycle();
            case FAST ->
                weights / (hasPalette(kernel) ? design.paletteWeightsPerCycle() : design.fastWeightsPerCycle());
        };
    }
}
