package npusim.schedule.weights;

import npusim.schedule.Traversal;
import npusim.schedule.WeightFormat;

/**
 * What of a block configuration the order of the weights depends on.
 *
 * @param traversal order of IFM depth and kernel elements
 * @param ofmBlockDepth OFM channels of a block
 * @param ofmMicroBlockDepth OFM channels of a micro-block
 * @param ifmBlockDepth input channels of an IFM block
 * @param ifmBits bits of an IFM element
 * @param strideY vertical stride of the kernel
 * @param strideX horizontal stride of the kernel
 * @param dilationY vertical dilation of the kernel
 * @param dilationX horizontal dilation of the kernel
 * @param format format of the stream
 * @param sparse whether the weights are taken as 2:4 sparse along the IFM depth
 */
public record WeightStreamParameters(
        Traversal traversal,
        int ofmBlockDepth,
        int ofmMicroBlockDepth,
        int ifmBlockDepth,
        int ifmBits,
        int strideY,
        int strideX,
        int dilationY,
        int dilationX,
        WeightFormat format,
        boolean sparse) {

    /** Throws {@link IllegalArgumentException} for extents below 1 and for depthwise weights in a format they lack. */
    public WeightStreamParameters {
        if (ofmBlockDepth < 1 || ofmMicroBlockDepth < 1 || ifmBlockDepth < 1 || ifmBits < 1) {
            throw new IllegalArgumentException("block of weights: OFM depth " + ofmBlockDepth + ", micro-block depth "
                    + ofmMicroBlockDepth + ", IFM depth " + ifmBlockDepth + ", IFM bits " + ifmBits);
        }
        if (strideY < 1 || strideX < 1 || dilationY < 1 || dilationX < 1) {
            throw new IllegalArgumentException(
                    "kernel stride " + strideY + "x" + strideX + ", dilation " + dilationY + "x" + dilationX);
        }
        if (traversal == Traversal.DEPTHWISE && (format != WeightFormat.STANDARD || sparse)) {
            throw new IllegalArgumentException("depthwise weights have the dense standard format only");
        }
    }

    /** The same weights in another format. */
    public WeightStreamParameters withFormat(WeightFormat other) {
        return new WeightStreamParameters(
                traversal,
                ofmBlockDepth,
                ofmMicroBlockDepth,
                ifmBlockDepth,
                ifmBits,
                strideY,
                strideX,
                dilationY,
                dilationX,
                other,
                sparse);
    }

    boolean fast() {
        return format == WeightFormat.FAST;
    }
}
