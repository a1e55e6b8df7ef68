package npusim.schedule;

/** Which unit of the NPU a kernel occupies. */
public enum KernelKind {
    /** Convolution; fully connected is a 1×1 convolution. */
    CONVOLUTION,
    /** Convolution whose weights are the second feature map (a matrix product). */
    MATRIX_MULTIPLY,
    /** Depthwise convolution. */
    DEPTHWISE,
    /** Pooling and reductions. */
    POOLING,
    /** Elementwise on one or two feature maps. */
    ELEMENTWISE,
    /** Native resize. */
    RESIZE;

    /** Whether weights are fetched and decoded. */
    public boolean hasWeights() {
        return this == CONVOLUTION || this == DEPTHWISE;
    }

    /** Whether the MAC array takes part. */
    public boolean usesMacArray() {
        return this != ELEMENTWISE && this != RESIZE;
    }
}
