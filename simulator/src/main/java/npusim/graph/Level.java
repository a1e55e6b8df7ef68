package npusim.graph;

/** Maxima of operator arguments (TOSA 1.0, Levels). */
public enum Level {
    NONE(32, Integer.MAX_VALUE, Integer.MAX_VALUE, 2048, 63, 256, 256),
    EIGHT_K(6, 8192, 8192, 256, 31, 6, 64);

    private final int maximumRank;
    private final int maximumKernel;
    private final int maximumStride;
    private final int maximumScale;
    private final int maximumLog2Size;
    private final int maximumNesting;
    private final int maximumTensorListSize;

    Level(
            int maximumRank,
            int maximumKernel,
            int maximumStride,
            int maximumScale,
            int maximumLog2Size,
            int maximumNesting,
            int maximumTensorListSize) {
        this.maximumRank = maximumRank;
        this.maximumKernel = maximumKernel;
        this.maximumStride = maximumStride;
        this.maximumScale = maximumScale;
        this.maximumLog2Size = maximumLog2Size;
        this.maximumNesting = maximumNesting;
        this.maximumTensorListSize = maximumTensorListSize;
    }

    /** MAX_RANK. */
    public int maximumRank() {
        return maximumRank;
    }

    /** MAX_KERNEL, in elements. */
    public int maximumKernel() {
        return maximumKernel;
    }

    /** MAX_STRIDE, in elements. */
    public int maximumStride() {
        return maximumStride;
    }

    /** MAX_SCALE of RESIZE, numerator over denominator. */
    public int maximumScale() {
        return maximumScale;
    }

    /** MAX_LOG2_SIZE: a tensor has fewer than 2^this bytes. */
    public int maximumLog2Size() {
        return maximumLog2Size;
    }

    /** MAX_NESTING of control flow. */
    public int maximumNesting() {
        return maximumNesting;
    }

    /** MAX_TENSOR_LIST_SIZE. */
    public int maximumTensorListSize() {
        return maximumTensorListSize;
    }
}
