package npusim.schedule;

import npusim.schedule.operation.NpuOperation.ResizeParameters;

/**
 * Sliding window of a convolution, a pool or a RESIZE.
 *
 * @param kernelHeight rows of the kernel
 * @param kernelWidth columns of the kernel
 * @param strideY vertical stride
 * @param strideX horizontal stride
 * @param dilationY vertical dilation
 * @param dilationX horizontal dilation
 * @param padTop implicit rows above the IFM part; below zero where the window begins inside it
 * @param padLeft implicit columns left of the IFM part; below zero where the window begins inside it
 * @param upscaleY rows that the window sees of each row of the IFM
 * @param upscaleX columns that the window sees of each column of the IFM
 */
public record Window(
        int kernelHeight,
        int kernelWidth,
        int strideY,
        int strideX,
        int dilationY,
        int dilationX,
        int padTop,
        int padLeft,
        int upscaleY,
        int upscaleX) {
    /** A 1×1 window. */
    public static final Window UNIT = new Window(1, 1, 1, 1, 1, 1, 0, 0, 1, 1);

    /**
     * What a RESIZE reads (TOSA 1.0, RESIZE): over an IFM upscaled by the numerator it steps by the denominator, from the offset on.
     * Bilinear, it takes the element that it hits and the next; otherwise the nearest, at half way the next.
     */
    public static Window of(ResizeParameters resize) {
        int taps = resize.bilinear() ? 2 : 1;
        int up = resize.numeratorY();
        int across = resize.numeratorX();
        return new Window(
                taps,
                taps,
                resize.denominatorY(),
                resize.denominatorX(),
                up,
                across,
                -resize.offsetY() - (resize.bilinear() ? 0 : up / 2),
                -resize.offsetX() - (resize.bilinear() ? 0 : across / 2),
                up,
                across);
    }

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

    /** The first of {@code height} IFM rows that OFM rows from {@code row} on read; beyond the border, the row at it. */
    public int firstRow(int row, int height) {
        return first(row, strideY, padTop, upscaleY, height);
    }

    /** Behind the last of {@code height} IFM rows that OFM rows before {@code end} read. */
    public int endRow(int end, int height) {
        return end(end, strideY, padTop, dilatedHeight(), upscaleY, height);
    }

    /** The first of {@code width} IFM columns that OFM columns from {@code column} on read; beyond the border, the column at it. */
    public int firstColumn(int column, int width) {
        return first(column, strideX, padLeft, upscaleX, width);
    }

    /** Behind the last of {@code width} IFM columns that OFM columns before {@code end} read. */
    public int endColumn(int end, int width) {
        return end(end, strideX, padLeft, dilatedWidth(), upscaleX, width);
    }

    private static int first(int out, int stride, int pad, int upscale, int size) {
        return Math.clamp((out * stride - pad) / upscale, 0, size - 1);
    }

    private static int end(int end, int stride, int pad, int span, int upscale, int size) {
        return Math.clamp(Math.ceilDiv((end - 1) * stride - pad + span, upscale), 1, size);
    }
}
