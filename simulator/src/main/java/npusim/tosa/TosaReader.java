package npusim.tosa;

import java.io.IOException;
import java.nio.file.Path;
import npusim.graph.Graph;
import npusim.graph.InvalidGraphException;

/** Reads TOSA 1.0 flatbuffers. */
public final class TosaReader {
    private TosaReader() {}

    /**
     * Reads and verifies a file.
     *
     * @throws InvalidGraphException if the file is not a valid integer graph of TOSA 1.0
     * @throws IOException if the file cannot be read
     */
    public static Graph read(Path file) throws IOException, InvalidGraphException {
        throw new UnsupportedOperationException();
    }
}
