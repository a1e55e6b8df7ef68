package npusim.conformer;

import npusim.audio.LogMelSpectrogram;

/**
 * Everything that determines a generated Conformer graph.
 *
 * @param frames log-mel frames of the input, 100 a second
 * @param layers encoder blocks
 * @param dimension width of the encoder, a multiple of {@code heads} and even
 * @param heads attention heads
 * @param kernel taps of the depthwise convolution, odd
 * @param feedForwardFactor width of the feed-forward modules over {@code dimension}
 * @param classes output classes, the blank included
 * @param seed of the weights and of the calibration utterance
 * @param weightBits bits of the weights of linear layers and dense convolutions, 8 or 4
 * @param revision lowering to follow
 */
public record ConformerConfiguration(
        int frames,
        int layers,
        int dimension,
        int heads,
        int kernel,
        int feedForwardFactor,
        int classes,
        long seed,
        int weightBits,
        LoweringRevision revision) {
    /** The published model: 15 s, 16 blocks of width 144, 129 classes. */
    public static final ConformerConfiguration SMALL =
            new ConformerConfiguration(1500, 16, 144, 4, 31, 4, 129, 0, 8, LoweringRevision.EXECUTORCH_1_0);

    /** Mel bands of a frame. */
    public static final int BANDS = LogMelSpectrogram.BANDS;

    private static final int LARGEST_FRAMES = 6000;

    public ConformerConfiguration {
        require(
                frames >= 11 && frames <= LARGEST_FRAMES,
                "frames must lie in 11 .. " + LARGEST_FRAMES + " (100 a second), is " + frames);
        require(layers >= 1 && layers <= 64, "layers must lie in 1 .. 64, is " + layers);
        require(dimension >= 4 && dimension <= 1024, "dimension must lie in 4 .. 1024, is " + dimension);
        require(dimension % 2 == 0, "dimension must be even, is " + dimension);
        require(heads >= 1 && dimension % heads == 0, "heads must divide dimension " + dimension + ", is " + heads);
        require(
                kernel % 2 == 1 && kernel >= 1 && kernel <= 127,
                "kernel must be odd and within 1 .. 127, is " + kernel);
        require(
                feedForwardFactor >= 1 && feedForwardFactor <= 8,
                "feed-forward factor must lie in 1 .. 8, is " + feedForwardFactor);
        require(classes >= 2 && classes <= 8192, "classes must lie in 2 .. 8192, is " + classes);
        require(weightBits == 8 || weightBits == 4, "weight bits must be 8 or 4, is " + weightBits);
    }

    /** Steps of the encoder: the frames after two unpadded 3x3 convolutions of stride 2. */
    public int steps() {
        return ((frames - 3) / 2 + 1 - 3) / 2 + 1;
    }

    /** Length of the audio that the input covers. */
    public double seconds() {
        return (double) frames / LogMelSpectrogram.FRAMES_PER_SECOND;
    }

    /** Width of one attention head. */
    public int headWidth() {
        return dimension / heads;
    }

    /** Rows of the relative position table. */
    public int positions() {
        return 2 * steps() - 1;
    }

    public ConformerConfiguration withFrames(int newFrames) {
        return new ConformerConfiguration(
                newFrames, layers, dimension, heads, kernel, feedForwardFactor, classes, seed, weightBits, revision);
    }

    public ConformerConfiguration withLayers(int newLayers) {
        return new ConformerConfiguration(
                frames, newLayers, dimension, heads, kernel, feedForwardFactor, classes, seed, weightBits, revision);
    }

    public ConformerConfiguration withSeed(long newSeed) {
        return new ConformerConfiguration(
                frames, layers, dimension, heads, kernel, feedForwardFactor, classes, newSeed, weightBits, revision);
    }

    /** One line that names every value; equal for equal graphs. */
    public String key() {
        return "conformer frames=%d layers=%d dimension=%d heads=%d kernel=%d feedForwardFactor=%d classes=%d seed=%d weightBits=%d revision=%s"
                .formatted(
                        frames,
                        layers,
                        dimension,
                        heads,
                        kernel,
                        feedForwardFactor,
                        classes,
                        seed,
                        weightBits,
                        revision.label());
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("conformer: " + message);
        }
    }
}
