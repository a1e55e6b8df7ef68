package npusim.schedule.weights;

import npusim.hardware.Accelerator;
import npusim.hardware.BlockLimits;
import npusim.hardware.CoreSplit;
import npusim.hardware.WeightOrder;

/**
 * The order in which an accelerator consumes weights.
 *
 * @param cores cores, each with its own stream in the standard format
 * @param subKernelHeight kernel rows of one pass before dilation
 * @param subKernelWidth kernel columns of one pass before dilation
 * @param facts what the description says
 */
record StreamOrder(int cores, int subKernelHeight, int subKernelWidth, WeightOrder facts) {

    static StreamOrder of(Accelerator accelerator) {
        BlockLimits limits = accelerator.limits();
        return new StreamOrder(
                accelerator.macArray().cores(),
                limits.subKernelHeight(),
                limits.subKernelWidth(),
                accelerator.weightDecoder().order());
    }

    boolean splitsChannels() {
        return facts.split() == CoreSplit.CHANNELS;
    }

    int ifmStep(boolean sparse) {
        return sparse ? facts.sparseIfmStep() : facts.ifmStep();
    }

    int kernelGroup(WeightStreamParameters parameters) {
        return switch (parameters.traversal()) {
            case DEPTH_FIRST -> 1;
            case DEPTHWISE -> facts.depthwiseGroup();
            case PART_KERNEL -> {
                if (parameters.sparse()) {
                    yield facts.partKernelGroupSparse();
                }
                yield parameters.ifmBits() == 16 ? facts.partKernelGroup16Bit() : facts.partKernelGroup8Bit();
            }
        };
    }

    int depthwisePadding(int ifmBits) {
        return ifmBits == 16 ? facts.depthwisePadding16Bit() : facts.depthwisePadding8Bit();
    }
}
