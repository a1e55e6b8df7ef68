package npusim.trace;

/**
 * The one reason for which a cycle passed. Over an operation the categories add up to its cycles on the critical path,
 * over a run to its active cycles. The codes are part of the log format.
 */
public enum CycleCategory {
    /** The MAC array or the output unit does the operation's work. */
    COMPUTE(0, "compute"),
    /** Decoded weights are not there yet: the decoder is the slower one. */
    WEIGHT_WAIT(1, "weight wait"),
    /** The input buffer is empty. */
    INPUT_WAIT(2, "input wait"),
    /** The output side is behind: accumulators, output buffer or write-back. */
    OUTPUT_BACK_PRESSURE(3, "output back-pressure"),
    /** A memory answers late and the outstanding limit is reached. */
    MEMORY_LATENCY(4, "memory latency"),
    /** Another channel has the port. */
    PORT_CONTENTION(5, "port contention"),
    /** The port or the memory gives no more bytes per cycle. */
    BANDWIDTH_CAP(6, "bandwidth cap"),
    /** An earlier operation has to finish first (block dependency, kernel or DMA wait). */
    DEPENDENCY(7, "dependency"),
    /** Commands are being fetched, parsed and issued. */
    ISSUE(8, "issue"),
    /** The pipeline fills or drains. */
    FILL_DRAIN(9, "fill and drain"),
    /** Nothing is to be done. */
    IDLE(10, "idle");

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
