package npusim.kernel.row;

import npusim.kernel.ConvolutionGeometry;
import npusim.kernel.loop.ByteScaling;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.loop.MatrixProduct;
import npusim.kernel.loop.PackedMatrix;
import npusim.kernel.loop.PackedRows;
import npusim.kernel.loop.ScaledProduct;
import org.jspecify.annotations.Nullable;

/** A two-dimensional convolution of INT8 as a matrix product whose left operand has a row for each window. */
public final class ConvolutionRows implements RowProducer {
    private static final int BLOCK_FLOATS = 1 << 17;

    private final InnerLoops loops;
    private final ConvolutionGeometry geometry;
    private final int inputZeroPoint;
    private final PackedMatrix weights;
    private final int[] terms;

    /** Whether the lines of a window are joined at once, by a loop that pays its compilation where runs are many. */
    private final boolean joinsLines;

    private ConvolutionRows(
            InnerLoops loops, ConvolutionGeometry geometry, int inputZeroPoint, PackedMatrix weights, int[] bias) {
        this.loops = loops;
        this.geometry = geometry;
        this.inputZeroPoint = inputZeroPoint;
        this.weights = weights;
        this.terms = weights.terms(Blocks.biasOf(bias, geometry.outputChannels()), inputZeroPoint);
        this.joinsLines = false;
    }

    /** As another, for many runs. */
    private ConvolutionRows(ConvolutionRows rows) {
        this.loops = rows.loops;
        this.geometry = rows.geometry;
        this.inputZeroPoint = rows.inputZeroPoint;
        this.weights = rows.weights;
        this.terms = rows.terms;
        this.joinsLines = geometry.kernelHeight() == InnerLoops.JOINED_LINES
                && geometry.dilationX() == 1
                && geometry.kernelWidth() * geometry.inputChannels() <= loops.mostJoined();
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
        return new ConvolutionRows(loops, geometry, inputZeroPoint, packed.packColumns(weights, 0), bias);
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
        return new ConvolutionRows(loops, geometry, inputZeroPoint, packed.packRows(weights, 0), bias);
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
        PackedRows left = windows(input, firstRow, rowCount, scratch);
        MatrixProduct.multiply(scratch.loops(), left, weights, terms, sums, start);
    }

    @Override
    public @Nullable ScaledRows scaledBy(ByteScaling scaling) {
        ScaledProduct product = ScaledProduct.of(loops, weights, terms, scaling);
        ConvolutionRows often = new ConvolutionRows(this);
        return product == null
                ? null
                : (input, firstRow, rowCount, target, start, scratch) ->
                        product.multiply(often.windows(input, firstRow, rowCount, scratch), target, start);
    }

    private PackedRows windows(byte[] input, int firstRow, int rowCount, Scratch scratch) {
        PackedRows left = scratch.left();
        if (hasPixelsForWindows()) {
            left.setRows(input, firstRow * weights.depth(), rowCount, weights);
        } else {
            setWindows(input, firstRow, rowCount, left);
        }
        return left;
    }

    /** Whether the windows of output pixels are the pixels of the input one after the other. */
    private boolean hasPixelsForWindows() {
        boolean isPointwise = geometry.kernelHeight() == 1 && geometry.kernelWidth() == 1;
        boolean isDense = geometry.strideY() == 1 && geometry.strideX() == 1;
        boolean isPadded = geometry.inputHeight() != geometry.outputHeight()
                || geometry.inputWidth() != geometry.outputWidth()
                || geometry.padTop() + geometry.padLeft() > 0;
        return isPointwise && isDense && !isPadded;
    }

    private void setWindows(byte[] input, int firstRow, int rowCount, PackedRows left) {
        left.resize(rowCount, weights);
        int width = geometry.outputWidth();
        for (int row = 0; row < rowCount; ) {
            int position = firstRow + row;
            int pixel = position % width;
            int pixels = Math.min(width - pixel, rowCount - row);
            if (joinsLines) {
                joinWindows(input, position / width, pixel, pixels, left, row);
            } else {
                setWindows(input, position / width, pixel, pixels, left, row);
            }
            row += pixels;
        }
    }

    /** As {@link #setWindows}, at once for all windows that lie in the input. */
    private void joinWindows(byte[] input, int outputLine, int firstPixel, int pixels, PackedRows left, int row) {
        int height = geometry.inputHeight();
        int width = geometry.inputWidth();
        int stride = geometry.strideX();
        int taps = geometry.kernelWidth();
        int firstLine = outputLine % geometry.outputHeight() * geometry.strideY() - geometry.padTop();
        int column = firstPixel * stride - geometry.padLeft();
        boolean isInside = firstLine >= 0 && firstLine + (geometry.kernelHeight() - 1) * geometry.dilationY() < height;
        int from = isInside ? Math.clamp(Math.ceilDiv(-column, stride), 0, pixels) : pixels;
        int to = Math.clamp(Math.floorDiv(width - taps - column, stride) + 1, from, pixels);
        if (from < to) {
            int channels = geometry.inputChannels();
            int line = outputLine / geometry.outputHeight() * height + firstLine;
            int start = (line * width + column + from * stride) * channels;
            int pitch = geometry.dilationY() * width * channels;
            to = from + left.joinLines(row + from, to - from, input, start, pitch, stride * channels, taps * channels);
        }
        if (from > 0) {
            setWindows(input, outputLine, firstPixel, from, left, row);
        }
        if (to < pixels) {
            setWindows(input, outputLine, firstPixel + to, pixels - to, left, row + to);
        }
    }

    /**
     * Makes the windows of adjacent output pixels rows.
     *
     * @param outputLine batch · output height + output row
     */
    private void setWindows(byte[] input, int outputLine, int firstPixel, int pixels, PackedRows left, int row) {
        int batch = outputLine / geometry.outputHeight();
        int firstLine = outputLine % geometry.outputHeight() * geometry.strideY() - geometry.padTop();
        int firstColumn = firstPixel * geometry.strideX() - geometry.padLeft();
        int taps = geometry.dilationX() == 1 ? geometry.kernelWidth() : 1;
        int k = 0;
        for (int kernelRow = 0; kernelRow < geometry.kernelHeight(); kernelRow++) {
            int line = firstLine + kernelRow * geometry.dilationY();
            boolean isInside = line >= 0 && line < geometry.inputHeight();
            int width = isInside ? geometry.inputWidth() : 0;
            int lineStart = (batch * geometry.inputHeight() + line) * geometry.inputWidth() * geometry.inputChannels();
            for (int tap = 0; tap < geometry.kernelWidth(); tap += taps) {
                int column = firstColumn + tap * geometry.dilationX();
                setTaps(input, lineStart, width, column, taps, pixels, left, row, k);
                k += taps * geometry.inputChannels();
            }
        }
    }

    /**
     * Sets columns {@code k} and up of rows to the inputs under adjacent taps; what pads the input is its zero point.
     *
     * @param width inputs of the line that begins at {@code lineStart}, 0 for a line of padding
     * @param column where the first tap of the first pixel is in the line
     */
    private void setTaps(
            byte[] input, int lineStart, int width, int column, int taps, int pixels, PackedRows left, int row, int k) {
        int stride = geometry.strideX();
        int channels = geometry.inputChannels();
        int inside = Math.clamp(Math.ceilDiv(-column, stride), 0, pixels);
        int outside = Math.clamp(Math.floorDiv(width - taps - column, stride) + 1, inside, pixels);
        int start = lineStart + (column + inside * stride) * channels;
        left.put(row + inside, outside - inside, k, input, start, stride * channels, taps * channels);
        for (int pixel = 0; pixel < inside; pixel++) {
            setTapsAtBorder(input, lineStart, width, column + pixel * stride, taps, left, row + pixel, k);
        }
        for (int pixel = outside; pixel < pixels; pixel++) {
            setTapsAtBorder(input, lineStart, width, column + pixel * stride, taps, left, row + pixel, k);
        }
    }

    private void setTapsAtBorder(
            byte[] input, int lineStart, int width, int column, int taps, PackedRows left, int row, int k) {
        int channels = geometry.inputChannels();
        int from = Math.clamp(-column, 0, taps);
        int to = Math.clamp(width - column, from, taps);
        int start = lineStart + (column + from) * channels;
        left.fill(row, k, inputZeroPoint, from * channels);
        left.put(row, 1, k + from * channels, input, start, 0, (to - from) * channels);
        left.fill(row, k + to * channels, inputZeroPoint, (taps - to) * channels);
    }
}
