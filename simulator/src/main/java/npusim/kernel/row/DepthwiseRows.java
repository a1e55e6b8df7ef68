package npusim.kernel.row;

import java.util.Arrays;
import npusim.kernel.ConvolutionGeometry;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.loop.MatrixProduct;
import npusim.kernel.loop.PackedMatrix;

/** DEPTHWISE_CONV2D of INT8 with one output channel for each input channel: weights [KH,KW,C,1]. */
public final class DepthwiseRows implements RowProducer {
    private static final int BLOCK_FLOATS = 1 << 16;

    private final ConvolutionGeometry geometry;
    private final Windows windows;
    private final float[] weights;
    private final int[] bias;
    private final int exactTaps;

    public DepthwiseRows(
            InnerLoops loops,
            ConvolutionGeometry geometry,
            byte[] weights,
            int[] bias,
            int inputZeroPoint,
            int weightZeroPoint) {
        this.geometry = geometry;
        this.windows = new Windows(geometry, inputZeroPoint);
        this.weights = new float[weights.length];
        loops.bytesToFloats(weights, 0, weightZeroPoint, this.weights, 0, weights.length);
        this.bias = Blocks.biasOf(bias, geometry.outputChannels());
        this.exactTaps = MatrixProduct.exactDepth(
                PackedMatrix.magnitudeOf(inputZeroPoint), PackedMatrix.magnitudeOf(weightZeroPoint));
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
        return Blocks.rows(BLOCK_FLOATS / columns());
    }

    @Override
    public void produce(byte[] input, int firstRow, int rowCount, int[] sums, int start, Scratch scratch) {
        Blocks.fill(bias, sums, start, rowCount);
        int width = geometry.outputWidth();
        int row = firstRow;
        int end = firstRow + rowCount;
        while (row < end) {
            int line = row / width;
            int pixels = Math.min(end, (line + 1) * width) - row;
            float[] inputs = scratch.floats(windows.length(pixels));
            windows.load(input, line, row % width, pixels, inputs, 0, scratch.loops());
            for (int pixel = 0; pixel < pixels; pixel++) {
                addPixel(
                        inputs,
                        pixel,
                        windows.pitch(pixels),
                        sums,
                        start + (row - firstRow + pixel) * columns(),
                        scratch);
            }
            row += pixels;
        }
    }

    private void addPixel(float[] inputs, int pixel, int pitch, int[] sums, int target, Scratch scratch) {
        InnerLoops loops = scratch.loops();
        int channels = geometry.inputChannels();
        float[] accumulators = scratch.accumulators(channels);
        Arrays.fill(accumulators, 0, channels, 0f);
        int tap = 0;
        for (int kernelRow = 0; kernelRow < geometry.kernelHeight(); kernelRow++) {
            int source = kernelRow * pitch + pixel * windows.pixelStep();
            for (int kernelColumn = 0; kernelColumn < geometry.kernelWidth(); kernelColumn++) {
                if (tap > 0 && tap % exactTaps == 0) {
                    loops.addFloatsToInts(accumulators, 0, sums, target, channels);
                    Arrays.fill(accumulators, 0, channels, 0f);
                }
                loops.multiplyAdd(inputs, source, weights, tap * channels, accumulators, 0, channels);
                source += geometry.dilationX() * channels;
                tap++;
            }
        }
        loops.addFloatsToInts(accumulators, 0, sums, target, channels);
    }
}
