package npusim.cli;

/**
 * Something the user gave cannot be used: the command prints the message as its one diagnostic and exits with 2. The
 * message says what was given, what is wrong with it and what would be right.
 */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadInputException(String message) {
        super(message);
    }

    public BadInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
