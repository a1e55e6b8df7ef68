package npusim.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Standard output that remembers why something was lost, which {@code System.out} would not say. */
final class StandardOutput extends OutputStream {
    /** What the system says when the reader of a pipe, such as {@code head}, has enough. */
    private static final String READER_LEFT = "Broken pipe";

    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private @Nullable String failure;

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            failure = e.getMessage();
            throw e;
        }
    }

    /** Why something was lost that somebody waits for, or null. */
    @Nullable
    String loss() {
        return READER_LEFT.equals(failure) ? null : failure;
    }
}
