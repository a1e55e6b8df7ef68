package npusim.kernel.row;

import npusim.kernel.ConvolutionGeometry;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.loop.PackedMatrix;

/**
 * A two-dimensional convolution of INT8 as a matrix product whose left operand is never stored: a window is a row of
 * segments within the input. Where segments would be too short to be worth a tile, the windows are copied into dense rows.
 */
public final class ConvolutionRows implements RowProducer {
    private static final int SHORTEST_SEGMENT = 32;
    private static final int BLOCK_FLOATS = 1 << 17;

    private final ConvolutionGeometry geometry;
    private final Windows windows;
    private final int inputMagnitude;
    private final PackedMatrix weights;
    private final int[] bias;

    private ConvolutionRows(ConvolutionGeometry geometry, int inputZeroPoint, PackedMatrix weights, int[] bias) {
        this.geometry = geometry;
        this.windows = new Windows(geometry, inputZeroPoint);
        this.inputMagnitude = PackedMatrix.magnitudeOf(inputZeroPoint);
        this.weights = weights;
        this.bias = Blocks.biasOf(bias, geometry.outputChannels());
    }

    /** CONV2D with weights [OC,KH,KW,IC]. */
    public static ConvolutionRows convolution(
            InnerLoops loops,
            ConvolutionGeometry geometry,
            byte[] weights,
            int[] bias,
            int inputZeroPoint,
            int weightZeroPoint) {
        int depth = geometry.kernelHeight() * geometry.kernelWidth() * geometry.inputChannels();
        PackedMatrix packed = new PackedMatrix(loops, depth, geometry.outputChannels());
        return new ConvolutionRows(geometry, inputZeroPoint, packed.packColumns(weights, 0, weightZeroPoint), bias);
    }

    /** DEPTHWISE_CONV2D of one input channel with weights [KH,KW,1,M]: a convolution in all but the weights' layout. */
    public static ConvolutionRows ofSingleChannel(
            InnerLoops loops,
            ConvolutionGeometry geometry,
            byte[] weights,
            int[] bias,
            int inputZeroPoint,
            int weightZeroPoint) {
        int depth = geometry.kernelHeight() * geometry.kernelWidth();
        PackedMatrix packed = new PackedMatrix(loops, depth, geometry.outputChannels());
        return new ConvolutionRows(geometry, inputZeroPoint, packed.packRows(weights, 0, weightZeroPoint), bias);
    }

    @Override
    public int rows() {
        return geometry.batches() * geometry.outputHeight() * geometry.outputWidth();
    }

    @Override
    public int columns() {
        return geometry.outputChannels();
    }

    @Override
    public int blockRows() {
        return Blocks.rows(BLOCK_FLOATS / Math.max(weights.depth(), weights.columns()));
    }

    @Override
    public void produce(byte[] input, int firstRow, int rowCount, int[] sums, int start, Scratch scratch) {
        int segment = segmentLength();
        int[] rowStarts = scratch.rowStarts(rowCount);
        int[] segmentStarts = new int[weights.depth() / segment];
        float[] left;
        if (segmentStarts.length > 1 && segment < SHORTEST_SEGMENT) {
            left = copyWindows(input, firstRow, rowCount, rowStarts, scratch);
            segmentStarts = new int[1];
        } else {
            left = shareWindows(input, firstRow, rowCount, rowStarts, segmentStarts, scratch);
        }
        scratch.product()
                .multiply(left, inputMagnitude, rowStarts, segmentStarts, weights, rowCount, bias, sums, start);
    }

    /** Adjacent floats that one window reads: a kernel row, or with dilation the channels of one tap. */
    private int segmentLength() {
        int taps = geometry.dilationX() == 1 ? geometry.kernelWidth() : 1;
        return taps * geometry.inputChannels();
    }

    /**
     * Pixels per line that are loaded together: windows keep one layout over lines only if all have the same number, so
     * lines that the block cuts are loaded whole.
     */
    private float[] shareWindows(
            byte[] input, int firstRow, int rowCount, int[] rowStarts, int[] segmentStarts, Scratch scratch) {
        int width = geometry.outputWidth();
        boolean oneLine = firstRow / width == (firstRow + rowCount - 1) / width;
        int pixels = oneLine ? rowCount : width;
        int firstLine = firstRow / width;
        int lines = (firstRow + rowCount - 1) / width - firstLine + 1;
        float[] left = scratch.floats(Math.multiplyExact(lines, windows.length(pixels)));
        for (int line = 0; line < lines; line++) {
            int firstPixel = oneLine ? firstRow % width : 0;
            windows.load(
                    input, firstLine + line, firstPixel, pixels, left, line * windows.length(pixels), scratch.loops());
        }
        for (int row = 0; row < rowCount; row++) {
            int position = firstRow + row;
            int line = position / width - firstLine;
            int pixel = oneLine ? row : position % width;
            rowStarts[row] = line * windows.length(pixels) + pixel * windows.pixelStep();
        }
        int tapStep = geometry.dilationX() * geometry.inputChannels();
        int tapsInLine = segmentStarts.length / geometry.kernelHeight();
        for (int i = 0; i < segmentStarts.length; i++) {
            segmentStarts[i] = i / tapsInLine * windows.pitch(pixels) + i % tapsInLine * tapStep;
        }
        return left;
    }

    private float[] copyWindows(byte[] input, int firstRow, int rowCount, int[] rowStarts, Scratch scratch) {
        int depth = weights.depth();
        int segment = segmentLength();
        int[] segmentStarts = new int[depth / segment];
        float[] shared = shareWindows(input, firstRow, rowCount, rowStarts, segmentStarts, scratch);
        float[] dense = scratch.windows(rowCount * depth);
        for (int row = 0; row < rowCount; row++) {
            int target = row * depth;
            for (int segmentStart : segmentStarts) {
                int source = rowStarts[row] + segmentStart;
                for (int i = 0; i < segment; i++) {
                    dense[target++] = shared[source + i];
                }
            }
            rowStarts[row] = row * depth;
        }
        return dense;
    }
}
