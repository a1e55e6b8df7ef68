package npusim.kernel;

/**
 * Extents of a sliding-window operator, in elements. Two-dimensional operators have depth 1 in input, output and kernel;
 * pooling has dilation 1 and equal channel counts; a depthwise convolution has {@code inputChannels} C and
 * {@code outputChannels} C·M.
 */
public record ConvolutionGeometry(
        int batches,
        int inputDepth,
        int inputHeight,
        int inputWidth,
        int inputChannels,
        int outputDepth,
        int outputHeight,
        int outputWidth,
        int outputChannels,
        int kernelDepth,
        int kernelHeight,
        int kernelWidth,
        int strideDepth,
        int strideY,
        int strideX,
        int dilationDepth,
        int dilationY,
        int dilationX,
        int padFront,
        int padTop,
        int padLeft) {
    /** A two-dimensional geometry of width 1 throughout with height and width exchanged: the same elements in the same order. */
    public ConvolutionGeometry withHeightAsWidth() {
        return new ConvolutionGeometry(
                batches,
                inputDepth,
                inputWidth,
                inputHeight,
                inputChannels,
                outputDepth,
                outputWidth,
                outputHeight,
                outputChannels,
                kernelDepth,
                kernelWidth,
                kernelHeight,
                strideDepth,
                strideX,
                strideY,
                dilationDepth,
                dilationX,
                dilationY,
                padFront,
                padLeft,
                padTop);
    }
}
