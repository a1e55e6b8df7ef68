package npusim.execution.plan;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import npusim.kernel.ConvolutionGeometry;
import npusim.kernel.loop.ByteScaling;
import npusim.kernel.loop.ElementType;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.loop.ReadAhead;
import npusim.kernel.loop.SquareAverage;
import npusim.kernel.loop.SquareWindows;
import npusim.kernel.row.Scratch;

/**
 * AVG_POOL2D of INT8: each output is the sum over the valid part of its window, scaled by the reciprocal of its size. The
 * lines of a window become one line of sums, whose pixels are then added to those of the output.
 */
final class AveragePool implements ArrayKernel {
    /** So many INT8 have a sum of 16 bits. */
    private static final int MOST_SHORT_TERMS = 256;

    /** Fewer would be a part of a vector. */
    private static final int FEWEST_CHANNELS_OF_SQUARES = 64;

    private final InnerLoops loops;
    private final ConvolutionGeometry geometry;
    private final int inputZeroPoint;
    private final int outputZeroPoint;

    /** Of the sums of a line. */
    private final ElementType lineType;

    /** Whether all windows have two by two pixels, of many channels. */
    private final boolean hasWholeSquares;

    /** By window size. */
    private final Map<Integer, ByteScaling> scalings = new ConcurrentHashMap<>();

    AveragePool(InnerLoops loops, ConvolutionGeometry geometry, int inputZeroPoint, int outputZeroPoint) {
        this.loops = loops;
        this.geometry = geometry;
        this.inputZeroPoint = inputZeroPoint;
        this.outputZeroPoint = outputZeroPoint;
        lineType = geometry.kernelHeight() <= MOST_SHORT_TERMS ? ElementType.SHORT : ElementType.INT;
        hasWholeSquares = geometry.kernelHeight() == 2
                && geometry.kernelWidth() == 2
                && geometry.inputChannels() >= FEWEST_CHANNELS_OF_SQUARES
                && IntStream.range(0, geometry.outputHeight()).allMatch(line -> validRows(line) == 2)
                && IntStream.range(0, geometry.outputWidth()).allMatch(pixel -> validColumns(pixel) == 2);
    }

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
    public void run(Object[] inputs, Object output, int first, int end, Scratch scratch) {
        byte[] source = (byte[]) inputs[0];
        byte[] target = (byte[]) output;
        if (geometry.inputChannels() == 1 && geometry.outputWidth() == 1 && validColumns(0) == geometry.inputWidth()) {
            averageRows(source, first, end, target);
            return;
        }
        int length = geometry.inputWidth() * geometry.inputChannels();
        if (hasWholeSquares) {
            averageSquares(source, length, first, end, target);
            return;
        }
        RangeSums rowSums = new RangeSums(loops, ElementType.BYTE, lineType, unitElements());
        RangeSums columnSums = new RangeSums(loops, lineType, ElementType.INT, unitElements());
        Object lineSums = lineType.newArray(length);
        int[] sums = new int[geometry.outputWidth() * geometry.inputChannels()];
        for (int line = first; line < end; line++) {
            readAhead(source, line, target);
            rowSums.add(source, firstRow(line) * length, length, validRows(line), length, lineSums, 0);
            addPixels(columnSums, lineSums, sums);
            scaleLine(sums, validRows(line), target, line * sums.length);
        }
    }

    /** Several lines that are read in turn arrive slowly from memory: each is a few pages that the processor does not foresee. */
    private void readAhead(byte[] input, int line, byte[] output) {
        int length = geometry.inputWidth() * geometry.inputChannels();
        int outputLength = geometry.outputWidth() * geometry.inputChannels();
        if (outputLength > 0) {
            output[line * outputLength] = ReadAhead.touch(input, firstRow(line) * length, validRows(line) * length);
        }
    }

    private void averageSquares(byte[] input, int length, int first, int end, byte[] output) {
        int channels = geometry.inputChannels();
        SquareWindows squares = new SquareWindows(length, geometry.strideX() * channels, channels);
        SquareAverage average = new SquareAverage(squares, inputZeroPoint, outputZeroPoint);
        int windows = geometry.outputWidth();
        for (int line = first; line < end; line++) {
            loops.reductions()
                    .averageSquares(
                            input, firstRow(line) * length, average, output, line * windows * channels, windows);
        }
    }

    /** Windows that are whole rows of one channel: their elements lie one behind the other. */
    private void averageRows(byte[] input, int first, int end, byte[] output) {
        int[] sums = new int[end - first];
        for (int line = first; line < end; ) {
            int size = validRows(line) * geometry.inputWidth();
            int count = 0;
            while (line + count < end && validRows(line + count) * geometry.inputWidth() == size) {
                int start = firstRow(line + count) * geometry.inputWidth();
                loops.reductions().rowSums(input, start, size, sums, count, 1);
                sums[count] -= size * inputZeroPoint;
                count++;
            }
            ByteScaling scaling = scalings.computeIfAbsent(size, this::scaling);
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

    /** Sums the pixels of the windows of a line. */
    private void addPixels(RangeSums columnSums, Object lineSums, int[] sums) {
        int channels = geometry.inputChannels();
        for (int pixel = 0, end; pixel < geometry.outputWidth(); pixel = end) {
            // Of adjacent windows the elements that lie at one place are adjacent too.
            end = geometry.strideX() == 1 && left(pixel) >= 0 ? endOfEqual(pixel) : pixel + 1;
            int from = Math.max(0, left(pixel)) * channels;
            columnSums.add(
                    lineSums, from, channels, validColumns(pixel), (end - pixel) * channels, sums, pixel * channels);
        }
    }

    /** Column of the input, perhaps before its first, where a pixel's window begins. */
    private int left(int pixel) {
        return pixel * geometry.strideX() - geometry.padLeft();
    }

    /** Where the pixels end whose windows have as many columns as that of {@code pixel}. */
    private int endOfEqual(int pixel) {
        int end = pixel + 1;
        while (end < geometry.outputWidth() && validColumns(end) == validColumns(pixel)) {
            end++;
        }
        return end;
    }

    private int validColumns(int pixel) {
        return Math.min(geometry.inputWidth(), left(pixel) + geometry.kernelWidth()) - Math.max(0, left(pixel));
    }

    /** Scales the sums of a line, those of windows of one size together. */
    private void scaleLine(int[] sums, int rows, byte[] output, int start) {
        int channels = geometry.inputChannels();
        for (int pixel = 0, end; pixel < geometry.outputWidth(); pixel = end) {
            end = endOfEqual(pixel);
            int size = rows * validColumns(pixel);
            int from = pixel * channels;
            int count = (end - pixel) * channels;
            scale(size, sums, from, count, output, start + from);
        }
    }

    /** Scales {@code count} sums of windows of {@code size} pixels, without their zero points. */
    private void scale(int size, int[] sums, int from, int count, byte[] output, int start) {
        takeOff(size * inputZeroPoint, sums, from, count);
        ByteScaling scaling = scalings.computeIfAbsent(size, this::scaling);
        loops.rescaleToBytes(sums, from, scaling, 0, output, start, count);
    }

    private ByteScaling scaling(int size) {
        return ByteScaling.ofAverages(size, outputZeroPoint);
    }

    private static void takeOff(int number, int[] values, int start, int count) {
        if (number != 0) {
            for (int i = start; i < start + count; i++) {
                values[i] -= number;
            }
        }
    }
}
