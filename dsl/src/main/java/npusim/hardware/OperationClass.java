package npusim.hardware;

/** Classes of NPU operations that micro-block legality and output tables distinguish. */
public enum OperationClass {
    /** Two-dimensional convolution. */
    CONVOLUTION,

    /** Depthwise convolution. */
    DEPTHWISE,

    /** Vector product with constant weights. */
    FULLY_CONNECTED,

    /** Product of two feature maps. */
    MATMUL,

    /** Maximum, average, sum and null pooling. */
    POOLING,

    /** Sum over depth. */
    REDUCE_SUM,

    /** Minimum or maximum over an axis. */
    REDUCE_MIN_MAX,

    /** Index of the maximum. */
    ARGMAX,

    /** Unary and binary elementwise operations. */
    ELEMENTWISE,

    /** Bilinear, nearest and replicate resizing. */
    RESIZE;

    /** The name in descriptions: lower case with underscores. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
