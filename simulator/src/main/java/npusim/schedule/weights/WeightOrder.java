package npusim.schedule.weights;

/**
 * How the cores of an accelerator want their weights in order: a fact of the hardware.
 *
 * @param cores cores, each with its own standard-format stream
 * @param split how OFM channels go to the cores
 * @param channelInterleave consecutive channels of one core inside a micro-block
 * @param serpentine IFM blocks and kernel columns run to and fro, sub-kernels go column by column, and kernel elements
 *     are taken by stride phase
 * @param ifmStep input channels of one channel that follow each other
 * @param sparseIfmStep the same for 2:4-sparse weights
 * @param partKernelGroup8Bit kernel elements are padded to a multiple of this in part-kernel order
 * @param partKernelGroup16Bit the same with a 16-bit IFM
 * @param partKernelGroupSparse the same with 2:4-sparse weights
 * @param depthwiseGroup the same for depthwise kernels
 * @param depthwisePadding8Bit zero elements per OFM channel after each depthwise group
 * @param depthwisePadding16Bit the same with a 16-bit IFM
 * @param padIfmDepth depth-first streams are padded to the whole IFM block depth
 * @param subKernelHeight kernel rows of one pass before dilation
 * @param subKernelWidth kernel columns of one pass before dilation
 */
public record WeightOrder(
        int cores,
        CoreSplit split,
        int channelInterleave,
        boolean serpentine,
        int ifmStep,
        int sparseIfmStep,
        int partKernelGroup8Bit,
        int partKernelGroup16Bit,
        int partKernelGroupSparse,
        int depthwiseGroup,
        int depthwisePadding8Bit,
        int depthwisePadding16Bit,
        boolean padIfmDepth,
        int subKernelHeight,
        int subKernelWidth) {

    /** How OFM channels go to the cores. */
    public enum CoreSplit {
        /** Core {@code i} of {@code n} takes channels {@code i, i + n, i + 2n …}. */
        CHANNELS,

        /** Groups of channels inside each micro-block go round the cores. */
        MICRO_BLOCK
    }

    int kernelGroup(WeightStreamParameters parameters) {
        return switch (parameters.traversal()) {
            case DEPTH_FIRST -> 1;
            case DEPTHWISE -> depthwiseGroup;
            case PART_KERNEL -> {
                if (parameters.sparse()) {
                    yield partKernelGroupSparse;
                }
                yield parameters.ifmBits() == 16 ? partKernelGroup16Bit : partKernelGroup8Bit;
            }
        };
    }

    int depthwisePadding(int ifmBits) {
        return ifmBits == 16 ? depthwisePadding16Bit : depthwisePadding8Bit;
    }
}
