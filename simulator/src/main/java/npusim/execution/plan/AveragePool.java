package npusim.execution.plan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import npusim.kernel.ConvolutionGeometry;
import npusim.kernel.loop.ByteScaling;
import npusim.kernel.loop.ElementFunction;
import npusim.kernel.loop.ElementLoop;
import npusim.kernel.loop.ElementType;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.loop.Requantization;

/**
 * AVG_POOL2D of INT8: each output is the sum over the valid part of its window, scaled by the reciprocal of its size. The
 * lines of a window become one line of sums, whose pixels are then added to those of the output.
 */
record AveragePool(InnerLoops loops, ConvolutionGeometry geometry, int inputZeroPoint, int outputZeroPoint)
        implements ArrayKernel {
    private static final ElementLoop.Kind ADD_BYTES =
            new ElementLoop.Kind(ElementFunction.ADD, ElementType.BYTE, ElementType.INT, ElementType.INT);

    private static final ElementLoop.Kind ADD =
            new ElementLoop.Kind(ElementFunction.ADD, ElementType.INT, ElementType.INT, ElementType.INT);

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
        byte[] source = (byte[]) inputs[0];
        byte[] target = (byte[]) output;
        Map<Integer, ByteScaling> scalings = new HashMap<>();
        if (geometry.inputChannels() == 1 && geometry.outputWidth() == 1 && validColumns(0) == geometry.inputWidth()) {
            averageRows(source, first, end, scalings, target);
            return;
        }
        int[] lineSums = new int[geometry.inputWidth() * geometry.inputChannels()];
        int[] sums = new int[geometry.outputWidth() * geometry.inputChannels()];
        for (int line = first; line < end; line++) {
            sumWindows(source, line, lineSums, sums);
            scale(sums, validRows(line), scalings, target, line * sums.length);
        }
    }

    /** Windows that are whole rows of one channel: their elements lie one behind the other. */
    private void averageRows(byte[] input, int first, int end, Map<Integer, ByteScaling> scalings, byte[] output) {
        int[] sums = new int[end - first];
        for (int line = first; line < end; ) {
            int size = validRows(line) * geometry.inputWidth();
            int count = 0;
            while (line + count < end && validRows(line + count) * geometry.inputWidth() == size) {
                int start = firstRow(line + count) * geometry.inputWidth();
                loops.rowSums(input, start, size, sums, count, 1);
                sums[count] -= size * inputZeroPoint;
                count++;
            }
            ByteScaling scaling = scalings.computeIfAbsent(size, this::average);
            loops.rescaleToBytes(sums, 0, scaling, 0, output, line, count);
            line += count;
        }
    }

    /** Position of the first row of a line's windows, counted over all batches. */
    private int firstRow(int line) {
        return line / geometry.outputHeight() * geometry.inputHeight() + Math.max(0, top(line));
    }

    private int validRows(int line) {
        return Math.min(geometry.inputHeight(), top(line) + geometry.kernelHeight()) - Math.max(0, top(line));
    }

    /** Row of the input, perhaps before its first, where a line's windows begin. */
    private int top(int line) {
        return line % geometry.outputHeight() * geometry.strideY() - geometry.padTop();
    }

    /** Sums the windows of a line, without the zero points. */
    private void sumWindows(byte[] input, int line, int[] lineSums, int[] sums) {
        int start = firstRow(line) * lineSums.length;
        int rows = validRows(line);
        loops.bytesToInts(input, start, inputZeroPoint * rows, lineSums, 0, lineSums.length);
        ElementLoop add = loops.elements(ADD_BYTES, unitElements());
        for (int row = 1; row < rows; row++) {
            add.apply(input, start + row * lineSums.length, lineSums, 0, lineSums, 0, lineSums.length);
        }
        Arrays.fill(sums, 0);
        for (int column = 0; column < geometry.kernelWidth(); column++) {
            addPixels(lineSums, column, sums);
        }
    }

    /** Adds what lies at column {@code column} of each window to the sums. */
    private void addPixels(int[] lineSums, int column, int[] sums) {
        int channels = geometry.inputChannels();
        int stride = geometry.strideX();
        int shift = column - geometry.padLeft();
        int first = Math.ceilDiv(Math.max(0, -shift), stride);
        int end = Math.min(geometry.outputWidth(), Math.ceilDiv(geometry.inputWidth() - shift, stride));
        int atOnce = stride == 1 ? Math.max(1, end - first) : 1;
        ElementLoop add = loops.elements(ADD, unitElements());
        for (int pixel = first; pixel < end; pixel += atOnce) {
            int from = (pixel * stride + shift) * channels;
            int to = pixel * channels;
            add.apply(lineSums, from, sums, to, sums, to, atOnce * channels);
        }
    }

    private int validColumns(int column) {
        int start = column * geometry.strideX() - geometry.padLeft();
        return Math.min(geometry.inputWidth(), start + geometry.kernelWidth()) - Math.max(0, start);
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
