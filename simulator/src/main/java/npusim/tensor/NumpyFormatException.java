package npusim.tensor;

import java.io.IOException;

/** A {@code .npy} file that is malformed or holds another element type than the tensor needs. */
public final class NumpyFormatException extends IOException {
    private static final long serialVersionUID = 1;

    NumpyFormatException(String message) {
        super(message);
    }
}
