package npusim.validation;

/** A file of a schedule cannot be read; the message says where and what is wrong. */
public final class WrongScheduleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongScheduleException(String message) {
        super(message);
    }

    WrongScheduleException(String message, Throwable cause) {
        super(message, cause);
    }
}
