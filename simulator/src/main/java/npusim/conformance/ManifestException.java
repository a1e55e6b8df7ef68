package npusim.conformance;

import java.io.IOException;

/** A manifest that is missing or malformed. */
public final class ManifestException extends IOException {
    private static final long serialVersionUID = 1;

    ManifestException(String message) {
        super(message);
    }
}
