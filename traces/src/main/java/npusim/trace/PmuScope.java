package npusim.trace;

/**
 * What the {@code unit} of a sample numbers. The codes are part of the log format and never change their meaning.
 *
 * <p>For every counted event the samples of {@link #OPERATION} add up to those of {@link #RUN}, and so do the samples of
 * {@link #INTERVAL} where they were recorded. Those of {@link #SLICE} add up to their operation's apart from what was counted
 * outside its blocks, the fetching of its commands for instance.
 */
public enum PmuScope {
    /** The whole run; unit 0. */
    RUN(0),
    /**
     * One operation of the command stream: a DMA transfer, or the kernel of one stripe and depth slice of an operator; unit is its
     * index there, {@link TraceEvents#UNATTRIBUTED} if none.
     */
    OPERATION(1),
    /** One OFM block of an operation; unit is its running number in the run. */
    SLICE(2),
    /** One interval of constant length; unit is its index from the start of the run. */
    INTERVAL(3),
    /** One memory; unit is its index in the manifest. */
    MEMORY(4);

    private static final PmuScope[] BY_CODE = values();

    private final short code;

    PmuScope(int code) {
        this.code = (short) code;
    }

    /** The number that stands for this scope in the log. */
    public short code() {
        return code;
    }

    /**
     * The scope with the given number.
     *
     * @throws TraceFormatException if no scope has it
     */
    public static PmuScope ofCode(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new TraceFormatException(
                    "unknown scope code " + code + " (known: 0 to " + (BY_CODE.length - 1) + ")");
        }
        return BY_CODE[code];
    }
}
