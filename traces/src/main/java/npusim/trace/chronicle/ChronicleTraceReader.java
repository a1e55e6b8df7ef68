package npusim.trace.chronicle;

import static npusim.trace.chronicle.SampleBatchDescriptor.COUNT_OFFSET;
import static npusim.trace.chronicle.SampleBatchDescriptor.CYCLE_OFFSET;
import static npusim.trace.chronicle.SampleBatchDescriptor.END_DIGEST_OFFSET;
import static npusim.trace.chronicle.SampleBatchDescriptor.END_LENGTH;
import static npusim.trace.chronicle.SampleBatchDescriptor.END_TOTAL_OFFSET;
import static npusim.trace.chronicle.SampleBatchDescriptor.EVENT_OFFSET;
import static npusim.trace.chronicle.SampleBatchDescriptor.FORMAT_VERSION;
import static npusim.trace.chronicle.SampleBatchDescriptor.HEADER_LENGTH;
import static npusim.trace.chronicle.SampleBatchDescriptor.KIND_END;
import static npusim.trace.chronicle.SampleBatchDescriptor.KIND_OFFSET;
import static npusim.trace.chronicle.SampleBatchDescriptor.KIND_SAMPLES;
import static npusim.trace.chronicle.SampleBatchDescriptor.MAGIC;
import static npusim.trace.chronicle.SampleBatchDescriptor.MAGIC_OFFSET;
import static npusim.trace.chronicle.SampleBatchDescriptor.SAMPLE_LENGTH;
import static npusim.trace.chronicle.SampleBatchDescriptor.SCOPE_OFFSET;
import static npusim.trace.chronicle.SampleBatchDescriptor.UNIT_OFFSET;
import static npusim.trace.chronicle.SampleBatchDescriptor.VALUE_OFFSET;
import static npusim.trace.chronicle.SampleBatchDescriptor.VERSION_OFFSET;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.table.SingleTableStore;
import net.openhft.chronicle.queue.rollcycles.LargeRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wires;
import npusim.file.FileFaults;
import npusim.trace.PmuScope;
import npusim.trace.PmuSink;
import npusim.trace.TraceFormatException;
import npusim.trace.TraceReader;

/** Reads a log written by {@link ChronicleTraceWriter}, also one whose writer died or still writes. */
public final class ChronicleTraceReader implements TraceReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private static final String METADATA = "metadata" + SingleTableStore.SUFFIX;

    /** How long a writer may take from creating a file to the end of its header; the queue's own 10 s look like a hang. */
    private static final long PATIENCE_MILLIS = 2000;

    private static final long PAUSE_MILLIS = 10;
    private static final int LONGEST_HEADER = 0xffff;

    private final Path directory;
    private final boolean ended;
    private final SingleChronicleQueue queue;
    private final ExcerptTailer tailer;
    private final CRC32C digest = new CRC32C();
    private byte[] document = new byte[SampleBatchDescriptor.BATCH_LENGTH];
    private long polledSamples;

    private ChronicleTraceReader(Path directory, boolean ended) {
        this.directory = directory;
        this.ended = ended;
        queue = SingleChronicleQueueBuilder.single(directory.toFile())
                .rollCycle(LargeRollCycles.LARGE_DAILY)
                .blockSize(SampleBatchDescriptor.BLOCK_SIZE)
                .readOnly(true)
                .timeoutMS(PATIENCE_MILLIS)
                .build();
        tailer = queue.createTailer();
    }

    /** As {@link #open(Path, boolean)}, of a log whose writer may have died or may still write. */
    public static ChronicleTraceReader open(Path directory) {
        return open(directory, false);
    }

    /**
     * Opens a log; it is never written to.
     *
     * @param ended whether the writer is known to have finished, so that a log without its end is a damaged one
     * @throws TraceFormatException if the directory holds no log or a damaged one
     */
    public static ChronicleTraceReader open(Path directory, boolean ended) {
        requireReadable(directory);
        if (!Files.isRegularFile(directory.resolve(METADATA))) {
            throw new TraceFormatException("no sample log in " + directory + ": " + METADATA + " is missing");
        }
        try {
            if (ended) {
                requireHeader(directory.resolve(METADATA));
                requireHeaders(directory);
                return new ChronicleTraceReader(directory, true);
            }
            awaitHeader(directory.resolve(METADATA));
            return openWhenReady(directory);
        } catch (InternalError | EOFException e) {
            throw cutOff(directory, e);
        } catch (IOException | RuntimeException e) {
            throw unreadable(directory, e);
        }
    }

    /** Otherwise what nobody may read would be called missing or damaged. */
    private static void requireReadable(Path directory) {
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    file.getFileSystem().provider().checkAccess(file, AccessMode.READ);
                }
            } catch (IOException e) {
                throw new TraceFormatException(
                        "the sample log in " + directory + " cannot be read: " + FileFaults.describe(e), e);
            }
        }
    }

    /** Throws where a file has no header: the queue would wait for a writer to begin it. */
    private static void requireHeaders(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SingleChronicleQueue.SUFFIX)) {
            for (Path file : files) {
                requireHeader(file);
            }
        }
    }

    private static void requireHeader(Path file) throws IOException {
        try (DataInputStream start = new DataInputStream(Files.newInputStream(file))) {
            int header = Integer.reverseBytes(start.readInt());
            if (!Wires.isReadyMetaData(header) || Wires.lengthOf(header) > LONGEST_HEADER) {
                throw new StreamCorruptedException(file + " has no header");
            }
        }
    }

    /** Waits for a writer that has just created the file. */
    private static void awaitHeader(Path file) throws IOException {
        for (long waited = 0; ; waited += PAUSE_MILLIS) {
            try {
                requireHeader(file);
                return;
            } catch (StreamCorruptedException | EOFException e) {
                if (waited >= PATIENCE_MILLIS) {
                    throw e;
                }
                Jvm.pause(PAUSE_MILLIS);
            }
        }
    }

    /** Waits for a writer that has just created the file and has not put all into it that a queue reads first, which waits 0.5 s itself. */
    private static ChronicleTraceReader openWhenReady(Path directory) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (true) {
            try {
                return new ChronicleTraceReader(directory, false);
            } catch (IllegalStateException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Jvm.pause(PAUSE_MILLIS);
            }
        }
    }

    @Override
    public void replay(PmuSink sink) {
        toStart();
        poll(sink);
    }

    @Override
    public boolean poll(PmuSink sink) {
        Step step = Step.SAMPLES;
        while (step == Step.SAMPLES) {
            step = next(sink);
        }
        return step == Step.END;
    }

    @Override
    public LogState state() {
        toStart();
        boolean complete = poll(PmuSink.discarding());
        return new LogState(complete, polledSamples, digest.getValue());
    }

    private void toStart() {
        tailer.toStart();
        polledSamples = 0;
        digest.reset();
    }

    @Override
    public void close() {
        tailer.close();
        queue.close();
    }

    private enum Step {
        SAMPLES,
        END,
        NOTHING_MORE
    }

    private Step next(PmuSink sink) {
        int length = readDocument();
        if (length >= 0) {
            return accept(length, sink);
        }
        if (ended) {
            throw damaged("its run is complete and the log is not");
        }
        return Step.NOTHING_MORE;
    }

    /** Fills {@link #document} and gives its length; -1 if there is no more. Keeps the queue's faults apart from the sink's. */
    private int readDocument() {
        try (DocumentContext context = tailer.readingDocument()) {
            if (!context.isPresent()) {
                return -1;
            }
            final Bytes<?> bytes = Objects.requireNonNull(context.wire()).bytes();
            final int length = (int) bytes.readRemaining();
            if (length > document.length) {
                document = new byte[length];
            }
            bytes.read(document, 0, length);
            return length;
        } catch (InternalError e) {
            throw cutOff(directory, e);
        } catch (RuntimeException e) {
            throw unreadable(directory, e);
        }
    }

    private Step accept(int length, PmuSink sink) {
        final byte[] source = document;
        if (length < HEADER_LENGTH || (int) INT.get(source, MAGIC_OFFSET) != MAGIC) {
            throw damaged("a document of " + length + " bytes does not start as a sample batch");
        }
        final int version = (short) SHORT.get(source, VERSION_OFFSET);
        if (version != FORMAT_VERSION) {
            throw new TraceFormatException("the sample log in " + directory + " has format version " + version
                    + "; this program reads version " + FORMAT_VERSION);
        }
        final int kind = (short) SHORT.get(source, KIND_OFFSET);
        return switch (kind) {
            case KIND_SAMPLES -> acceptSamples(length, sink);
            case KIND_END -> acceptEnd(length);
            default -> throw damaged("unknown document kind " + kind);
        };
    }

    private Step acceptSamples(int length, PmuSink sink) {
        final byte[] source = document;
        final int count = (int) INT.get(source, COUNT_OFFSET);
        if (count < 0 || HEADER_LENGTH + (long) count * SAMPLE_LENGTH > length) {
            throw damaged(
                    "a batch says " + count + " samples and has room for " + (length - HEADER_LENGTH) / SAMPLE_LENGTH);
        }
        final int end = HEADER_LENGTH + count * SAMPLE_LENGTH;
        digest.update(source, HEADER_LENGTH, end - HEADER_LENGTH);
        for (int position = HEADER_LENGTH; position < end; position += SAMPLE_LENGTH) {
            sink.record(
                    (long) LONG.get(source, position + CYCLE_OFFSET),
                    (int) INT.get(source, position + UNIT_OFFSET),
                    PmuScope.ofCode((short) SHORT.get(source, position + SCOPE_OFFSET)),
                    (short) SHORT.get(source, position + EVENT_OFFSET) & 0xffff,
                    (long) LONG.get(source, position + VALUE_OFFSET));
        }
        polledSamples += count;
        return Step.SAMPLES;
    }

    private Step acceptEnd(int length) {
        if (length < END_LENGTH) {
            throw damaged("the end document has " + length + " bytes instead of " + END_LENGTH);
        }
        final long total = (long) LONG.get(document, END_TOTAL_OFFSET);
        if (total != polledSamples) {
            throw damaged("the log ends with " + total + " samples and " + polledSamples + " were read");
        }
        if (digest.getValue() != (long) LONG.get(document, END_DIGEST_OFFSET)) {
            throw damaged("the digest of the samples differs from the one recorded");
        }
        return Step.END;
    }

    /** A file that ends before its contents, mapped or not. */
    private static TraceFormatException cutOff(Path directory, Throwable fault) {
        return new TraceFormatException("the sample log in " + directory + " is damaged: its file was cut off", fault);
    }

    /** The queue throws whatever its own parsing trips over. */
    private static TraceFormatException unreadable(Path directory, Exception fault) {
        return new TraceFormatException(
                "the sample log in " + directory + " is damaged: its file is no readable queue", fault);
    }

    private TraceFormatException damaged(String what) {
        return new TraceFormatException("the sample log in " + directory + " is damaged: " + what);
    }
}
