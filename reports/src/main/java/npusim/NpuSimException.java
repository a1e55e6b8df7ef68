package npusim;

import java.io.IOException;
import npusim.file.FileFaults;

/** Something that a script asked for cannot be done; the message is written for the user. */
public final class NpuSimException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NpuSimException(String message) {
        super(message);
    }

    NpuSimException(Exception cause) {
        super(cause instanceof IOException fault ? FileFaults.describe(fault) : cause.getMessage(), cause);
    }
}
