package npusim.hardware;

/** Read masters of the NPU; each owns a read buffer. */
public enum ReadChannel {
    /** DMA. */
    MEM_TO_MEM,

    /** IFM of elementwise and resize, second operand of a matrix product. */
    IFM_STREAM,

    /** Standard weight streams. */
    WEIGHTS,

    /** Fast weight stream. */
    WEIGHTS_FAST,

    /** IFM of MAC operations. */
    IFM,

    /** Scales and biases. */
    SCALE_BIAS,

    /** The command stream. */
    COMMANDS;

    /** The name in descriptions: lower case with underscores. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
