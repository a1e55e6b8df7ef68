package npusim.execution.plan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import npusim.kernel.ConvolutionGeometry;
import npusim.kernel.loop.ByteScaling;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.loop.Requantization;

/** AVG_POOL2D of INT8: each output is the sum over the valid part of its window, scaled by the reciprocal of its size. */
record AveragePool(InnerLoops loops, ConvolutionGeometry geometry, int inputZeroPoint, int outputZeroPoint)
        implements ArrayKernel {
    /** Lines of the output. */
    @Override
    public int units() {
        return geometry.batches() * geometry.outputHeight();
    }

    @Override
    public int unitElements() {
        return geometry.outputWidth() * geometry.kernelHeight() * geometry.kernelWidth() * geometry.inputChannels();
    }

    @Override
    public void run(Object[] inputs, Object output, int first, int end) {
        int[] sums = new int[geometry.outputWidth() * geometry.inputChannels()];
        Map<Integer, ByteScaling> scalings = new HashMap<>();
        for (int line = first; line < end; line++) {
            int rows = sumWindows((byte[]) inputs[0], line, sums);
            scale(sums, rows, scalings, (byte[]) output, line * sums.length);
        }
    }

    /** Sums the windows of a line, without the zero points; yields the number of their valid rows. */
    private int sumWindows(byte[] input, int line, int[] sums) {
        int channels = geometry.inputChannels();
        int top = line % geometry.outputHeight() * geometry.strideY() - geometry.padTop();
        int firstRow = Math.max(0, top);
        int rows = Math.min(geometry.inputHeight(), top + geometry.kernelHeight()) - firstRow;
        int lineStart = (line / geometry.outputHeight() * geometry.inputHeight() + firstRow) * geometry.inputWidth();
        for (int column = 0; column < geometry.outputWidth(); column++) {
            int zeroPoints = rows * validColumns(column) * inputZeroPoint;
            Arrays.fill(sums, column * channels, (column + 1) * channels, -zeroPoints);
        }
        for (int column = 0; column < geometry.outputWidth(); column++) {
            int columns = validColumns(column);
            int start = (lineStart + firstColumn(column)) * channels;
            InnerLoops.Window window = new InnerLoops.Window(rows, geometry.inputWidth() * channels, columns, channels);
            loops.addWindow(input, start, window, sums, column * channels, channels);
        }
        return rows;
    }

    private int firstColumn(int column) {
        return Math.max(0, column * geometry.strideX() - geometry.padLeft());
    }

    private int validColumns(int column) {
        int end = column * geometry.strideX() - geometry.padLeft() + geometry.kernelWidth();
        return Math.min(geometry.inputWidth(), end) - firstColumn(column);
    }

    /** Scales the sums of a line, those of windows of one size together. */
    private void scale(int[] sums, int rows, Map<Integer, ByteScaling> scalings, byte[] output, int start) {
        int channels = geometry.inputChannels();
        for (int column = 0; column < geometry.outputWidth(); ) {
            int columns = validColumns(column);
            int end = column + 1;
            while (end < geometry.outputWidth() && validColumns(end) == columns) {
                end++;
            }
            ByteScaling scaling = scalings.computeIfAbsent(rows * columns, this::average);
            int from = column * channels;
            loops.rescaleToBytes(sums, from, scaling, 0, output, start + from, (end - column) * channels);
            column = end;
        }
    }

    /** {@code reciprocal_scale} of TOSA 1.0. */
    private ByteScaling average(int size) {
        int k = 32 - Integer.numberOfLeadingZeros(size - 1);
        int multiplier = (int) ((((1L << 30) + 1) << k) / size);
        return new ByteScaling(
                new Requantization(multiplier, 30 + k, false, outputZeroPoint, Byte.MIN_VALUE, Byte.MAX_VALUE));
    }
}
