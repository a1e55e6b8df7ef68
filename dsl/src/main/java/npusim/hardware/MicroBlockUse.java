package npusim.hardware;

/**
 * A class of operations that a micro-block serves at one IFM precision.
 *
 * @param operation the class
 * @param ifmBits 8, 16, 32 …
 * @param pointwiseDepthFirstOnly only for 1x1 kernels walked depth first
 */
public record MicroBlockUse(OperationClass operation, int ifmBits, boolean pointwiseDepthFirstOnly) {}
