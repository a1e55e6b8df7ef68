package npusim.kernel.row;

import java.util.Arrays;
import npusim.kernel.ConvolutionGeometry;
import npusim.kernel.loop.InnerLoops;

/**
 * The input that adjacent output pixels of one line of a two-dimensional convolution see, as floats with the zero point
 * taken off, so that padding is zero: for each kernel row the input columns under the windows, all channels.
 */
final class Windows {
    private final ConvolutionGeometry geometry;
    private final int zeroPoint;

    Windows(ConvolutionGeometry geometry, int zeroPoint) {
        this.geometry = geometry;
        this.zeroPoint = zeroPoint;
    }

    /** Input columns under the windows of {@code pixels} adjacent pixels. */
    private int span(int pixels) {
        return (pixels - 1) * geometry.strideX() + (geometry.kernelWidth() - 1) * geometry.dilationX() + 1;
    }

    /** Floats between the starts of two kernel rows. */
    int pitch(int pixels) {
        return span(pixels) * geometry.inputChannels();
    }

    /** Floats between the windows of two adjacent pixels. */
    int pixelStep() {
        return geometry.strideX() * geometry.inputChannels();
    }

    /** Floats of the windows of {@code pixels} adjacent pixels. */
    int length(int pixels) {
        return geometry.kernelHeight() * pitch(pixels);
    }

    /**
     * Writes the windows of {@code pixels} pixels of an output line from column {@code firstPixel} on to {@code target}.
     *
     * @param line batch · output height + output row
     */
    void load(byte[] input, int line, int firstPixel, int pixels, float[] target, int start, InnerLoops loops) {
        int batch = line / geometry.outputHeight();
        int firstRow = line % geometry.outputHeight() * geometry.strideY() - geometry.padTop();
        for (int kernelRow = 0; kernelRow < geometry.kernelHeight(); kernelRow++) {
            int row = firstRow + kernelRow * geometry.dilationY();
            loadRow(input, batch, row, firstPixel, pixels, target, start + kernelRow * pitch(pixels), loops);
        }
    }

    /** Input rows under the windows of {@code lines} adjacent output lines. */
    int rows(int lines) {
        return (lines - 1) * geometry.strideY() + (geometry.kernelHeight() - 1) * geometry.dilationY() + 1;
    }

    /**
     * Writes all input rows under the windows of {@code lines} adjacent output lines of one batch to {@code target}, each
     * once, {@link #pitch} floats apart.
     *
     * @param firstLine batch · output height + output row
     */
    void loadLines(
            byte[] input, int firstLine, int lines, int firstPixel, int pixels, float[] target, InnerLoops loops) {
        int batch = firstLine / geometry.outputHeight();
        int firstRow = firstLine % geometry.outputHeight() * geometry.strideY() - geometry.padTop();
        for (int row = 0; row < rows(lines); row++) {
            loadRow(input, batch, firstRow + row, firstPixel, pixels, target, row * pitch(pixels), loops);
        }
    }

    private void loadRow(
            byte[] input, int batch, int row, int firstPixel, int pixels, float[] target, int start, InnerLoops loops) {
        int channels = geometry.inputChannels();
        int pitch = pitch(pixels);
        if (row < 0 || row >= geometry.inputHeight()) {
            Arrays.fill(target, start, start + pitch, 0f);
            return;
        }
        int firstColumn = firstPixel * geometry.strideX() - geometry.padLeft();
        int span = span(pixels);
        int left = Math.clamp(-(long) firstColumn, 0, span);
        int right = Math.clamp((long) geometry.inputWidth() - firstColumn, left, span);
        Arrays.fill(target, start, start + left * channels, 0f);
        int source = ((batch * geometry.inputHeight() + row) * geometry.inputWidth() + firstColumn + left) * channels;
        loops.bytesToFloats(input, source, zeroPoint, target, start + left * channels, (right - left) * channels);
        Arrays.fill(target, start + right * channels, start + pitch, 0f);
    }
}
