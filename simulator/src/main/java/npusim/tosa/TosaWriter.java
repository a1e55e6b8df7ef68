package npusim.tosa;

import java.io.IOException;
import java.nio.file.Path;
import npusim.graph.Graph;

/** Writes TOSA 1.0 flatbuffers. */
public final class TosaWriter {
    private TosaWriter() {}

    /** Writes {@code graph}; the file appears only when it is complete. */
    public static void write(Graph graph, Path file) throws IOException {
        throw new UnsupportedOperationException();
    }
}
