package npusim.kernel.row;

import npusim.kernel.ConvolutionGeometry;
import npusim.kernel.loop.DepthwiseProduct;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.loop.PackedMatrix;

/** DEPTHWISE_CONV2D of INT8 with one output channel for each input channel: weights [KH,KW,C,1]. */
public final class DepthwiseRows implements RowProducer {
    private static final int BLOCK_FLOATS = 1 << 16;

    private final ConvolutionGeometry geometry;
    private final Windows windows;
    private final DepthwiseProduct product;
    private final int[] bias;

    public DepthwiseRows(
            InnerLoops loops,
            ConvolutionGeometry geometry,
            byte[] weights,
            int[] bias,
            int inputZeroPoint,
            int weightZeroPoint) {
        this.geometry = geometry;
        this.windows = new Windows(geometry, inputZeroPoint);
        this.product = new DepthwiseProduct(
                loops,
                geometry.kernelHeight() * geometry.kernelWidth(),
                geometry.outputChannels(),
                weights,
                weightZeroPoint,
                PackedMatrix.magnitudeOf(inputZeroPoint));
        this.bias = Blocks.biasOf(bias, geometry.outputChannels());
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
        int tile = InnerLoops.TILE_ROWS;
        return Math.max(1, BLOCK_FLOATS / columns() / tile) * tile;
    }

    @Override
    public void produce(byte[] input, int firstRow, int rowCount, int[] sums, int start, Scratch scratch) {
        int batchRows = geometry.outputHeight() * geometry.outputWidth();
        int end = firstRow + rowCount;
        for (int row = firstRow; row < end; ) {
            int count = Math.min(end, (row / batchRows + 1) * batchRows) - row;
            produceInBatch(input, row, count, sums, start + (row - firstRow) * columns(), scratch);
            row += count;
        }
    }

    private void produceInBatch(byte[] input, int firstRow, int rowCount, int[] sums, int start, Scratch scratch) {
        int width = geometry.outputWidth();
        int firstLine = firstRow / width;
        int lines = (firstRow + rowCount - 1) / width - firstLine + 1;
        int firstPixel = lines == 1 ? firstRow % width : 0;
        int pixels = lines == 1 ? rowCount : width;
        int pitch = windows.pitch(pixels);
        float[] inputs = scratch.floats(Math.addExact(Math.multiplyExact(windows.rows(lines), pitch), product.slack()));
        windows.loadLines(input, firstLine, lines, firstPixel, pixels, inputs, scratch.loops());
        int[] pixelStarts = scratch.rowStarts(rowCount);
        for (int i = 0; i < rowCount; i++) {
            int line = (firstRow + i) / width - firstLine;
            int pixel = (firstRow + i) % width - firstPixel;
            pixelStarts[i] = line * geometry.strideY() * pitch + pixel * windows.pixelStep();
        }
        product.multiply(inputs, pixelStarts, rowCount, tapStarts(pitch), bias, sums, start, scratch.depthwise());
    }

    private int[] tapStarts(int pitch) {
        int[] starts = new int[geometry.kernelHeight() * geometry.kernelWidth()];
        for (int tap = 0; tap < starts.length; tap++) {
            int row = tap / geometry.kernelWidth() * geometry.dilationY();
            int column = tap % geometry.kernelWidth() * geometry.dilationX();
            starts[tap] = row * pitch + column * geometry.inputChannels();
        }
        return starts;
    }
}
