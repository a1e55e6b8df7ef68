package npusim.schedule;

/** Memory layout of a feature map. */
public enum TensorFormat {
    /** Channels innermost, no padding. */
    NHWC,
    /** Bricks of 16 channels; the channel count is padded to a multiple of 16. */
    NHCWB16;

    /** Channels of a brick. */
    public static final int BRICK_CHANNELS = 16;
}
