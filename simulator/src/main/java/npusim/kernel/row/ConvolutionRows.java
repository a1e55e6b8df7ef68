package npusim.kernel.row;

import npusim.kernel.ConvolutionGeometry;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.loop.MatrixProduct;
import npusim.kernel.loop.PackedMatrix;
import npusim.kernel.loop.PackedRows;

/** A two-dimensional convolution of INT8 as a matrix product whose left operand has a row for each window. */
public final class ConvolutionRows implements RowProducer {
    private static final int BLOCK_FLOATS = 1 << 17;

    /** Shorter runs of inputs cost more by the run than by the input. */
    private static final int FEWEST_IN_A_RUN = 16;

    private final ConvolutionGeometry geometry;
    private final int inputZeroPoint;
    private final PackedMatrix weights;
    private final int[] terms;

    private ConvolutionRows(ConvolutionGeometry geometry, int inputZeroPoint, PackedMatrix weights, int[] bias) {
        this.geometry = geometry;
        this.inputZeroPoint = inputZeroPoint;
        this.weights = weights;
        this.terms = weights.terms(Blocks.biasOf(bias, geometry.outputChannels()), inputZeroPoint);
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
        PackedMatrix packed = new PackedMatrix(loops, depth, geometry.outputChannels(), weightZeroPoint);
        return new ConvolutionRows(geometry, inputZeroPoint, packed.packColumns(weights, 0), bias);
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
        PackedMatrix packed = new PackedMatrix(loops, depth, geometry.outputChannels(), weightZeroPoint);
        return new ConvolutionRows(geometry, inputZeroPoint, packed.packRows(weights, 0), bias);
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
        return Blocks.rows(BLOCK_FLOATS / Math.max(weights.depth(), weights.columns()), InnerLoops.TILE_ROWS);
    }

    @Override
    public void produce(byte[] input, int firstRow, int rowCount, int[] sums, int start, Scratch scratch) {
        PackedRows left = scratch.left();
        left.resize(rowCount, weights);
        int width = geometry.outputWidth();
        boolean byColumn = adjacentTaps() * geometry.inputChannels() < FEWEST_IN_A_RUN;
        for (int row = 0; row < rowCount; ) {
            int position = firstRow + row;
            int pixel = position % width;
            if (byColumn) {
                int pixels = Math.min(width - pixel, rowCount - row);
                loadWindows(input, position / width, pixel, pixels, left, row);
                row += pixels;
            } else {
                loadWindow(input, position / width, pixel, left, row);
                row++;
            }
        }
        MatrixProduct.multiply(scratch.loops(), left, weights, terms, sums, start);
    }

    /** Taps whose inputs lie one behind the other. */
    private int adjacentTaps() {
        return geometry.dilationX() == 1 ? geometry.kernelWidth() : 1;
    }

    /** As {@link #loadWindow} for adjacent pixels of a line, column by column. */
    private void loadWindows(byte[] input, int outputLine, int firstPixel, int pixels, PackedRows left, int row) {
        int batch = outputLine / geometry.outputHeight();
        int firstLine = outputLine % geometry.outputHeight() * geometry.strideY() - geometry.padTop();
        int firstColumn = firstPixel * geometry.strideX() - geometry.padLeft();
        int channels = geometry.inputChannels();
        int stride = geometry.strideX();
        int k = 0;
        for (int kernelRow = 0; kernelRow < geometry.kernelHeight(); kernelRow++) {
            int line = firstLine + kernelRow * geometry.dilationY();
            boolean inside = line >= 0 && line < geometry.inputHeight();
            for (int tap = 0; tap < geometry.kernelWidth(); tap++) {
                int column = firstColumn + tap * geometry.dilationX();
                int from = Math.clamp(Math.ceilDiv(-column, stride), 0, pixels);
                int to = inside ? Math.clamp(Math.ceilDiv(geometry.inputWidth() - column, stride), from, pixels) : from;
                int source = ((batch * geometry.inputHeight() + line) * geometry.inputWidth() + column + from * stride)
                        * channels;
                for (int channel = 0; channel < channels; channel++) {
                    left.fillColumn(row, from, k, inputZeroPoint);
                    left.putColumn(row + from, to - from, k, input, source + channel, stride * channels);
                    left.fillColumn(row + to, pixels - to, k, inputZeroPoint);
                    k++;
                }
            }
        }
    }

    /**
     * Makes the window of an output pixel a row; what pads the input is its zero point.
     *
     * @param outputLine batch · output height + output row
     */
    private void loadWindow(byte[] input, int outputLine, int pixel, PackedRows left, int row) {
        int batch = outputLine / geometry.outputHeight();
        int firstLine = outputLine % geometry.outputHeight() * geometry.strideY() - geometry.padTop();
        int firstColumn = pixel * geometry.strideX() - geometry.padLeft();
        int channels = geometry.inputChannels();
        int taps = adjacentTaps();
        int k = 0;
        for (int kernelRow = 0; kernelRow < geometry.kernelHeight(); kernelRow++) {
            int line = firstLine + kernelRow * geometry.dilationY();
            boolean inside = line >= 0 && line < geometry.inputHeight();
            for (int tap = 0; tap < geometry.kernelWidth(); tap += taps) {
                int column = firstColumn + tap * geometry.dilationX();
                int from = Math.clamp(-column, 0, taps);
                int to = inside ? Math.clamp(geometry.inputWidth() - column, from, taps) : from;
                int source =
                        ((batch * geometry.inputHeight() + line) * geometry.inputWidth() + column + from) * channels;
                left.put(row, k + from * channels, input, source, (to - from) * channels);
                if (to - from < taps) {
                    left.fill(row, k, inputZeroPoint, from * channels);
                    left.fill(row, k + to * channels, inputZeroPoint, (taps - to) * channels);
                }
                k += taps * channels;
            }
        }
    }
}
