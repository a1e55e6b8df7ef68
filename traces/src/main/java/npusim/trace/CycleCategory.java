package npusim.trace;

/**
 * The one reason for which a cycle passed. Over an operation the categories add up to its cycles on the critical path,
 * over a run to its active cycles. The codes are part of the log format.
 */
public enum CycleCategory {
    /** The MAC array does the operation's work. */
    COMPUTE(0, "compute"),
    /** The output unit does the operation's work and is the slower one. */
    OUTPUT(1, "output"),
    /** Decoded weights are not there yet: the decoder or its stream is the slower one. */
    WEIGHT_WAIT(2, "weight wait"),
    /** The input buffer is empty. */
    INPUT_WAIT(3, "input wait"),
    /** The output side is behind: accumulators, output buffer or write-back. */
    OUTPUT_BACK_PRESSURE(4, "output back-pressure"),
    /** A memory answers late and the outstanding limit is reached. */
    MEMORY_LATENCY(5, "memory latency"),
    /** Another channel has the port. */
    PORT_CONTENTION(6, "port contention"),
    /** The port or the memory gives no more bytes per cycle. */
    BANDWIDTH_CAP(7, "bandwidth cap"),
    /** An earlier operation has to finish first (block dependency, kernel or DMA wait). */
    DEPENDENCY(8, "dependency"),
    /** Commands are being fetched, parsed and issued. */
    ISSUE(9, "issue"),
    /** The pipeline fills or drains. */
    FILL_AND_DRAIN(10, "fill and drain"),
    /** Nothing is to be done. */
    IDLE(11, "idle");

    private static final CycleCategory[] BY_CODE = values();

    private final int code;
    private final String label;

    CycleCategory(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The number that stands for this category in the log. */
    public int code() {
        return code;
    }

    /** The words for it in tables and figures. */
    public String label() {
        return label;
    }

    /**
     * The category with the given number.
     *
     * @throws TraceFormatException if no category has it
     */
    public static CycleCategory ofCode(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new TraceFormatException(
                    "unknown accounting category " + code + " (known: 0 to " + (BY_CODE.length - 1) + ")");
        }
        return BY_CODE[code];
    }
}
