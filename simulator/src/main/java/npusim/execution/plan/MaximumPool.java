package npusim.execution.plan;

import java.util.Arrays;
import npusim.kernel.ConvolutionGeometry;
import npusim.kernel.loop.Reductions;
import npusim.kernel.loop.SquareWindows;
import npusim.kernel.row.Scratch;

/**
 * MAX_POOL2D of INT8: the lines of a window become one line of maxima, in which each pixel takes in those after it. Windows of two
 * by two pixels have a loop of their own.
 */
record MaximumPool(Reductions loops, ConvolutionGeometry geometry) implements ArrayKernel {
    /** Lines of the output. */
    @Override
    public int units() {
        return geometry.batches() * geometry.outputHeight();
    }

    @Override
    public int unitElements() {
        return geometry.inputWidth() * geometry.kernelHeight() * geometry.inputChannels();
    }

    @Override
    public void run(Object[] inputs, Object output, int first, int end, Scratch scratch) {
        if (hasWholeSquares()) {
            greatestOfSquares((byte[]) inputs[0], (byte[]) output, first, end);
            return;
        }
        int padded = geometry.padLeft() + geometry.inputWidth() + rightPadding();
        byte[] greatest = new byte[padded * geometry.inputChannels()];
        for (int line = first; line < end; line++) {
            combineLines((byte[]) inputs[0], line, greatest);
            combinePixels(greatest);
            pickPixels(greatest, (byte[]) output, line);
        }
    }

    /** Whether all windows are two by two pixels of the input. */
    private boolean hasWholeSquares() {
        return geometry.kernelHeight() == 2
                && geometry.kernelWidth() == 2
                && geometry.padTop() == 0
                && geometry.padLeft() == 0
                && (geometry.outputHeight() - 1) * geometry.strideY() + 2 <= geometry.inputHeight()
                && rightPadding() == 0;
    }

    private void greatestOfSquares(byte[] input, byte[] output, int first, int end) {
        int channels = geometry.inputChannels();
        int length = geometry.inputWidth() * channels;
        SquareWindows squares = new SquareWindows(length, geometry.strideX() * channels, channels);
        int windows = geometry.outputWidth();
        for (int line = first; line < end; line++) {
            int top = line % geometry.outputHeight() * geometry.strideY();
            int from = (line / geometry.outputHeight() * geometry.inputHeight() + top) * length;
            int to = line * windows * channels;
            loops.greatestOfSquares(input, from, squares, output, to, windows);
        }
    }

    /** Pixels that the last window of a line reaches behind it. */
    private int rightPadding() {
        int end = (geometry.outputWidth() - 1) * geometry.strideX() - geometry.padLeft() + geometry.kernelWidth();
        return Math.max(0, end - geometry.inputWidth());
    }

    /** The greatest of the lines of a window, between paddings that are never greater. */
    private void combineLines(byte[] input, int line, byte[] greatest) {
        int batch = line / geometry.outputHeight();
        int top = line % geometry.outputHeight() * geometry.strideY() - geometry.padTop();
        int first = Math.max(0, top);
        int end = Math.min(geometry.inputHeight(), top + geometry.kernelHeight());
        int left = geometry.padLeft() * geometry.inputChannels();
        int length = geometry.inputWidth() * geometry.inputChannels();
        Arrays.fill(greatest, 0, left, Byte.MIN_VALUE);
        Arrays.fill(greatest, left + length, greatest.length, Byte.MIN_VALUE);
        int from = (batch * geometry.inputHeight() + first) * length;
        System.arraycopy(input, from, greatest, left, length);
        for (int row = first + 1; row < end; row++) {
            from += length;
            loops.maximum(input, from, greatest, left, length);
        }
    }

    /** Makes each pixel the greatest of the window that begins with it, which grows by at most its width at a time. */
    private void combinePixels(byte[] greatest) {
        int channels = geometry.inputChannels();
        for (int width = 1; width < geometry.kernelWidth(); ) {
            int step = Math.min(width, geometry.kernelWidth() - width);
            loops.maximum(greatest, step * channels, greatest, 0, greatest.length - step * channels);
            width += step;
        }
    }

    private void pickPixels(byte[] greatest, byte[] output, int line) {
        int channels = geometry.inputChannels();
        int step = geometry.strideX() * channels;
        int target = line * geometry.outputWidth() * channels;
        for (int column = 0; column < geometry.outputWidth(); column++) {
            System.arraycopy(greatest, column * step, output, target, channels);
            target += channels;
        }
    }
}
