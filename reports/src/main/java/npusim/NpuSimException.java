package npusim;

import java.io.IOException;
import npusim.dsl.diagnostic.DiagnosticException;
import npusim.dsl.diagnostic.DiagnosticRenderer;
import npusim.file.FileFaults;
import org.jspecify.annotations.Nullable;

/** Something that a script asked for cannot be done; the message is written for the user. */
public final class NpuSimException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NpuSimException(String message) {
        super(message);
    }

    /** With all diagnostics and their places, as the command line prints them. */
    NpuSimException(DiagnosticException cause) {
        super(DiagnosticRenderer.render(cause.diagnostics()).strip(), cause);
    }

    /** The value, of which a script may have none although the types forbid it. */
    static <T> T given(@Nullable T value, String what) {
        if (value == null) {
            throw new NpuSimException("the " + what + " is null");
        }
        return value;
    }

    NpuSimException(Exception cause) {
        super(cause instanceof IOException fault ? FileFaults.describe(fault) : cause.getMessage(), cause);
    }
}
