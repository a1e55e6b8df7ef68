package npusim.conformance;

import java.io.IOException;

/** A test set that lacks its cases, or describes them wrongly. */
public final class TestSetException extends IOException {
    private static final long serialVersionUID = 1;

    TestSetException(String message) {
        super(message);
    }
}
