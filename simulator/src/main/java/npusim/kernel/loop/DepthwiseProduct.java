package npusim.kernel.loop;

/**
 * Sums over the taps of a depthwise convolution, channel by channel, with the weights packed. Exact for the same reason as
 * {@link MatrixProduct}. Immutable; serves several threads, each with scratch memory of its own.
 */
public final class DepthwiseProduct {
    private final InnerLoops loops;
    private final int channels;
    private final int exactTaps;

    /** [taps, channels rounded up to half a tile], zero beyond the channels. */
    private final float[] weights;

    private final int stride;

    /**
     * @param weights [taps, channels]
     * @param inputMagnitude bound of the absolute values of inputs
     */
    public DepthwiseProduct(
            InnerLoops loops, int taps, int channels, byte[] weights, int weightZeroPoint, int inputMagnitude) {
        this.loops = loops;
        this.channels = channels;
        int half = loops.tileColumns() / 2;
        this.stride = (channels + half - 1) / half * half;
        this.weights = new float[Math.multiplyExact(taps, stride)];
        for (int tap = 0; tap < taps; tap++) {
            loops.bytesToFloats(weights, tap * channels, weightZeroPoint, this.weights, tap * stride, channels);
        }
        this.exactTaps = MatrixProduct.exactDepth(inputMagnitude, PackedMatrix.magnitudeOf(weightZeroPoint));
    }

    /** Floats that must follow the last input, read and of no influence. */
    public int slack() {
        return loops.tileColumns();
    }

    /** What one thread works with. */
    public static final class Scratch {
        private final Tile tile;
        private final int[] tileStarts = new int[InnerLoops.TILE_ROWS];

        public Scratch(InnerLoops loops) {
            this.tile = new Tile(loops);
        }
    }

    /**
     * Sets {@code sums}, {@code pixels} rows of {@code channels} contiguous int32 each, to {@code bias} plus the sum over taps
     * t of weight t times {@code inputs[pixelStarts[p] + tapStarts[t] ..]}.
     */
    public void multiply(
            float[] inputs,
            int[] pixelStarts,
            int pixels,
            int[] tapStarts,
            int[] bias,
            int[] sums,
            int sumsStart,
            Scratch scratch) {
        for (int pixel = 0; pixel < pixels; pixel += InnerLoops.TILE_ROWS) {
            int rows = Math.min(InnerLoops.TILE_ROWS, pixels - pixel);
            Tile.rowStarts(pixelStarts, pixel, rows, scratch.tileStarts);
            int target = sumsStart + pixel * channels;
            for (int channel = 0; channel < channels; ) {
                int width = stride - channel < loops.tileColumns() ? loops.tileColumns() / 2 : loops.tileColumns();
                int count = Math.min(width, channels - channel);
                for (int tap = 0; tap < tapStarts.length; tap += exactTaps) {
                    loops.multiplyTaps(
                            inputs,
                            scratch.tileStarts,
                            channel,
                            tapStarts,
                            tap,
                            Math.min(exactTaps, tapStarts.length - tap),
                            weights,
                            stride,
                            width,
                            scratch.tile.values);
                    int[] terms = tap == 0 ? bias : sums;
                    int firstTerm = tap == 0 ? channel : target + channel;
                    scratch.tile.add(rows, count, width, terms, firstTerm, sums, target + channel, channels);
                }
                channel += width;
            }
        }
    }
}
