package npusim.simulation;

/** A design uses something that the timing engine does not model; the message says what. */
public final class UnsupportedDesignException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is not modelled. */
    public UnsupportedDesignException(String message) {
        super(message);
    }
}
