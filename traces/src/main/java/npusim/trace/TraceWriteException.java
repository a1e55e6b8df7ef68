package npusim.trace;

/** The log cannot be written any further; what was committed before stays readable. */
public final class TraceWriteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TraceWriteException(String message) {
        super(message);
    }

    public TraceWriteException(String message, Throwable cause) {
        super(message, cause);
    }
}
