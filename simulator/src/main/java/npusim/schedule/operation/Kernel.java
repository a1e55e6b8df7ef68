package npusim.schedule.operation;

/**
 * Kernel of a convolution or pool.
 *
 * @param height rows
 * @param width columns
 * @param strideY vertical stride
 * @param strideX horizontal stride
 * @param dilationY vertical dilation
 * @param dilationX horizontal dilation
 * @param padTop rows before
 * @param padBottom rows after
 * @param padLeft columns before
 * @param padRight columns after
 */
public record Kernel(
        int height,
        int width,
        int strideY,
        int strideX,
        int dilationY,
        int dilationX,
        int padTop,
        int padBottom,
        int padLeft,
        int padRight) {

    /** One element, no stride, no padding. */
    public static final Kernel UNIT = ofSize(1, 1);

    /** A kernel without stride, dilation and padding. */
    public static Kernel ofSize(int height, int width) {
        return new Kernel(height, width, 1, 1, 1, 1, 0, 0, 0, 0);
    }

    /** Kernel elements. */
    public int elements() {
        return height * width;
    }

    /** Rows it spans with dilation. */
    public int dilatedHeight() {
        return (height - 1) * dilationY + 1;
    }

    /** Columns it spans with dilation. */
    public int dilatedWidth() {
        return (width - 1) * dilationX + 1;
    }

    /** Whether there is no padding. */
    public boolean isUnpadded() {
        return padTop == 0 && padBottom == 0 && padLeft == 0 && padRight == 0;
    }

    /** The same kernel with other strides. */
    public Kernel withStride(int y, int x) {
        return new Kernel(height, width, y, x, dilationY, dilationX, padTop, padBottom, padLeft, padRight);
    }

    /** The same kernel with other padding. */
    public Kernel withPadding(int top, int bottom, int left, int right) {
        return new Kernel(height, width, strideY, strideX, dilationY, dilationX, top, bottom, left, right);
    }

    /** The same kernel with another size. */
    public Kernel withSize(int newHeight, int newWidth) {
        return new Kernel(
                newHeight, newWidth, strideY, strideX, dilationY, dilationX, padTop, padBottom, padLeft, padRight);
    }

    /** IFM rows that {@code ofmRows} need. */
    public int inputRows(int ofmRows) {
        return (ofmRows - 1) * strideY + dilatedHeight();
    }

    /** IFM columns that {@code ofmColumns} need. */
    public int inputColumns(int ofmColumns) {
        return (ofmColumns - 1) * strideX + dilatedWidth();
    }
}
