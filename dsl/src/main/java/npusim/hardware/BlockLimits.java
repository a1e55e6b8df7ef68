package npusim.hardware;

/**
 * Largest sizes the hardware takes in one pass.
 *
 * @param ofmBlock OFM block
 * @param subKernelHeight kernel rows of one pass
 * @param subKernelWidth kernel columns of one pass
 * @param stride largest stride
 * @param dilation largest dilation
 * @param axis longest axis of a feature map
 * @param fusedOperations operations in one group
 * @param chainLength elementwise operations in one chain
 * @param chainIfms external IFMs of one chain
 */
public record BlockLimits(
        Shape ofmBlock,
        int subKernelHeight,
        int subKernelWidth,
        int stride,
        int dilation,
        int axis,
        int fusedOperations,
        int chainLength,
        int chainIfms) {}
