package npusim.hardware;

/**
 * How a weight stream walks the weights of an operation.
 *
 * @param split how OFM channels go to the cores
 * @param channelInterleave channels that go to a core together
 * @param serpentine whether IFM blocks and kernel columns run to and fro
 * @param ifmStep IFM channels of one weight step
 * @param sparseIfmStep the same for 2:4-sparse weights
 * @param partKernelGroup8Bit kernel elements of a part-kernel group, 8-bit IFM
 * @param partKernelGroup16Bit the same for 16-bit IFM
 * @param partKernelGroupSparse the same for 2:4-sparse weights
 * @param depthwiseGroup kernel elements of a depthwise group
 * @param depthwisePadding8Bit zero elements per OFM channel after each depthwise group, 8-bit IFM
 * @param depthwisePadding16Bit the same for 16-bit IFM
 * @param padIfmDepth whether depth-first streams are padded to the whole IFM block
 */
public record WeightOrder(
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
        boolean padIfmDepth) {}
