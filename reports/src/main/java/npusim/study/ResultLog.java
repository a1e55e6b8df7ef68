package npusim.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The results of a study as they come: a text file to which whole lines are appended. What an interruption left of a last
 * line is cut off when the file is opened again; a damaged line between others counts as a point that was not run.
 */
final class ResultLog implements AutoCloseable {
    private static final String FORMAT = "npusim-study-1";
    private static final Duration SYNC_PERIOD = Duration.ofSeconds(1);

    private final Path file;
    private final FileChannel channel;
    private final long damagedLines;
    private final DiskSync disk;

    private ResultLog(Path file, FileChannel channel, long damagedLines) throws IOException {
        this.file = file;
        this.channel = channel;
        this.damagedLines = damagedLines;
        Object key = key(file);
        disk = new DiskSync(
                () -> {
                    channel.force(false);
                    requireInPlace(file, key);
                },
                SYNC_PERIOD);
    }

    /** What stays the same for as long as it is the same file; null where the system has no such thing. */
    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** A removed file takes all that is appended, until the program ends. */
    private static void requireInPlace(Path file, @Nullable Object key) throws IOException {
        boolean there;
        try {
            there = Objects.equals(key, key(file));
        } catch (NoSuchFileException e) {
            there = false;
        }
        if (!there) {
            throw new MovedException(file);
        }
    }

    /** The file is no longer where it was. */
    private static final class MovedException extends FileSystemException {
        private static final long serialVersionUID = 1L;

        MovedException(Path file) {
            super(file.toString(), null, "was removed or renamed while the study ran; further results would be lost");
        }
    }

    /** What {@link #read} found: the length up to the last whole line, and how many lines before that are damaged. */
    private record Found(long validBytes, long damagedLines) {}

    /**
     * Opens a file to go on with it, or a new one.
     *
     * @param known told every outcome that is there already
     * @throws StudyException if the file belongs to another study, or another process is writing it
     */
    static ResultLog open(Path file, StudyPlan plan, Consumer<PointOutcome> known) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
        try {
            lock(file, channel);
            Found found = read(file, Channels.newInputStream(channel), plan.key(), known);
            channel.truncate(found.validBytes()).position(found.validBytes());
            if (found.validBytes() == 0) {
                write(
                        file,
                        channel,
                        ResultLine.encode(ResultLine.object()
                                .put("format", FORMAT)
                                .put("plan", plan.key())
                                .put("study", plan.study().name())));
            }
            return new ResultLog(file, channel, found.damagedLines()); // last, as it starts a thread
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new StudyException(file + " is being written by another run of this study");
        }
    }

    /** Reads all whole lines. */
    static void forEach(Path file, StudyPlan plan, Consumer<PointOutcome> consumer) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            read(file, in, plan.key(), consumer);
        }
    }

    /** Lines that were there but cannot be read; their points are as if they had not been run. */
    long damagedLines() {
        return damagedLines;
    }

    /** Appends outcomes; whole when this returns, on their way to the disk a second later. */
    synchronized void append(EncodedOutcomes outcomes) throws IOException {
        write(file, channel, outcomes.lines());
        try {
            disk.changed();
        } catch (MovedException e) {
            throw e;
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static void write(Path file, FileChannel channel, byte[] lines) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(lines);
        long start = channel.position();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            channel.truncate(start);
            throw failure(file, e);
        }
    }

    private static IOException failure(Path file, IOException cause) {
        return new IOException(
                "cannot append to " + file + " (" + cause.getMessage()
                        + "); the results so far are kept, and the same command goes on from there",
                cause);
    }

    @Override
    public synchronized void close() throws IOException {
        try (channel) {
            disk.close();
        }
    }

    private static Found read(Path file, InputStream stream, String key, Consumer<PointOutcome> consumer)
            throws IOException {
        Lines lines = new Lines(stream);
        Found found = new Found(0, 0);
        long damaged = 0;
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            JsonNode node = ResultLine.parse(line);
            if (found.validBytes() == 0) {
                checkHeader(file, node, key);
            } else if (node == null) {
                damaged++;
                continue;
            } else {
                consumer.accept(ResultLine.outcome(node));
            }
            found = new Found(lines.position(), damaged);
        }
        if (found.validBytes() == 0 && lines.unfinished()) {
            throw new StudyException(file + " is no results file of a study");
        }
        return found;
    }

    /** Lines of a stream as bytes, without the line feeds; what follows the last line feed is none. */
    private static final class Lines {
        private final InputStream in;
        private byte[] buffer = new byte[1 << 16];
        private int start;
        private int end;
        private long position;

        Lines(InputStream in) {
            this.in = in;
        }

        /** Bytes up to the end of the last line that was given. */
        long position() {
            return position;
        }

        /** Whether there is something behind the last line feed. */
        boolean unfinished() {
            return end > start;
        }

        byte @Nullable [] next() throws IOException {
            for (int at = start; ; at++) {
                if (at == end) {
                    int before = at - start;
                    if (!fill()) {
                        return null;
                    }
                    at = start + before;
                }
                if (buffer[at] == '\n') {
                    byte[] line = Arrays.copyOfRange(buffer, start, at);
                    position += line.length + 1;
                    start = at + 1;
                    return line;
                }
            }
        }

        private boolean fill() throws IOException {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
            if (end == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * end);
            }
            int read = in.read(buffer, end, buffer.length - end);
            end += Math.max(0, read);
            return read > 0;
        }
    }

    private static void checkHeader(Path file, @Nullable JsonNode header, String key) {
        if (header == null || !header.path("format").asText().equals(FORMAT)) {
            throw new StudyException(file + " is no results file of a study");
        }
        if (!header.path("plan").asText().equals(key)) {
            throw new StudyException(file
                    + " holds results of another study or of another version of it, of its designs or"
                    + " of this program (" + header.path("study").asText()
                    + "); give another directory, or remove this one with all that is in it");
        }
    }
}
