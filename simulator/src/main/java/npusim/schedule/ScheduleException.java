package npusim.schedule;

import java.io.Serial;

/** A network cannot be scheduled on a design: the message names the operation, the limit and what to change. */
public final class ScheduleException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    public ScheduleException(String message) {
        super(message);
    }
}
