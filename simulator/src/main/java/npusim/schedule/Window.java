package npusim.schedule;

/**
 * Sliding window of a convolution or pooling kernel.
 *
 * @param kernelHeight rows of the kernel
 * @param kernelWidth columns of the kernel
 * @param strideY vertical stride
 * @param strideX horizontal stride
 * @param dilationY vertical dilation
 * @param dilationX horizontal dilation
 * @param padTop implicit rows above the IFM part
 * @param padLeft implicit columns left of the IFM part
 */
public record Window(
        int kernelHeight,
        int kernelWidth,
        int strideY,
        int strideX,
        int dilationY,
        int dilationX,
        int padTop,
        int padLeft) {
    /** A 1×1 window. */
    public static final Window UNIT = new Window(1, 1, 1, 1, 1, 1, 0, 0);

    /** Kernel elements. */
    public int elements() {
        return kernelHeight * kernelWidth;
    }

    /** Rows spanned by the dilated kernel. */
    public int dilatedHeight() {
        return (kernelHeight - 1) * dilationY + 1;
    }

    /** Columns spanned by the dilated kernel. */
    public int dilatedWidth() {
        return (kernelWidth - 1) * dilationX + 1;
    }
}
