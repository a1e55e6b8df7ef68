package npusim.trace.chronicle;

import static npusim.trace.chronicle.SampleBatchDescriptor.BATCH_LENGTH;
import static npusim.trace.chronicle.SampleBatchDescriptor.BLOCK_SIZE;
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
import static npusim.trace.chronicle.SampleBatchDescriptor.RESERVED_OFFSET;
import static npusim.trace.chronicle.SampleBatchDescriptor.SAMPLE_LENGTH;
import static npusim.trace.chronicle.SampleBatchDescriptor.SCOPE_OFFSET;
import static npusim.trace.chronicle.SampleBatchDescriptor.UNIT_OFFSET;
import static npusim.trace.chronicle.SampleBatchDescriptor.VALUE_OFFSET;
import static npusim.trace.chronicle.SampleBatchDescriptor.VERSION_OFFSET;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LargeRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.posix.PosixAPI;
import npusim.trace.PmuScope;
import npusim.trace.PmuSink;
import npusim.trace.TraceWriteException;

/**
 * Appends samples to a Chronicle Queue. A document becomes visible to readers when its batch is full, on {@link #flush}
 * and on {@link #finish}; what is visible survives the death of the process.
 *
 * <p>The queue maps its file, and a page that the disk has no room for would end the JVM rather than fail a call; so the
 * free space is asked for before each new stretch of the file.
 */
public final class ChronicleTraceWriter implements PmuSink, AutoCloseable {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** The queue maps a block ahead, its index takes another; the rest is for whoever shares the disk. */
    private static final long RESERVE_BYTES = 8L * BLOCK_SIZE;

    private final Path directory;
    private final LongSupplier usableBytes;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final byte[] batch = new byte[BATCH_LENGTH];
    private final CRC32C digest = new CRC32C();
    private int batchPosition = HEADER_LENGTH;
    private long samples;
    private long bytesUntilSpaceCheck;
    private boolean finished;
    private boolean diskFull;

    private ChronicleTraceWriter(Path directory, LongSupplier usableBytes) {
        this.directory = directory;
        this.usableBytes = usableBytes;
        checkSpace();
        queue = SingleChronicleQueueBuilder.single(directory.toFile())
                .rollCycle(LargeRollCycles.LARGE_DAILY)
                .blockSize(BLOCK_SIZE)
                // the pages outlive the process; waiting for the disk at the end would only help against a power cut
                .syncMode(SyncMode.NONE)
                .build();
        appender = queue.createAppender();
    }

    /** Loads most of what the first log of a process needs. */
    public static void prepare() {
        Jvm.init();
        PosixAPI.posix();
    }

    /**
     * Starts a log in a directory of its own.
     *
     * @param directory created if absent
     * @throws TraceWriteException if the disk has no room for it
     */
    public static ChronicleTraceWriter create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return create(directory, () -> usableBytes(directory));
    }

    /** As {@link #create(Path)}, with the question for free space replaced. */
    static ChronicleTraceWriter create(Path directory, LongSupplier usableBytes) {
        return new ChronicleTraceWriter(directory, usableBytes);
    }

    @Override
    public void record(long cycle, int unit, PmuScope scope, int event, long value) {
        final byte[] target = batch;
        final int position = batchPosition;
        LONG.set(target, position + CYCLE_OFFSET, cycle);
        INT.set(target, position + UNIT_OFFSET, unit);
        SHORT.set(target, position + SCOPE_OFFSET, scope.code());
        SHORT.set(target, position + EVENT_OFFSET, (short) event);
        LONG.set(target, position + VALUE_OFFSET, value);
        batchPosition = position + SAMPLE_LENGTH;
        if (batchPosition == BATCH_LENGTH) {
            flush();
        }
    }

    /** Makes the samples recorded so far visible to readers. */
    public void flush() {
        final int length = batchPosition;
        if (length == HEADER_LENGTH) {
            return;
        }
        final int count = (length - HEADER_LENGTH) / SAMPLE_LENGTH;
        digest.update(batch, HEADER_LENGTH, length - HEADER_LENGTH);
        append(KIND_SAMPLES, count, length);
        samples += count;
        batchPosition = HEADER_LENGTH;
    }

    /**
     * Ends the log. Readers then see it as complete; nothing can be recorded afterwards.
     *
     * @return CRC-32C over all samples
     */
    public long finish() {
        flush();
        final long value = digest.getValue();
        LONG.set(batch, END_TOTAL_OFFSET, samples);
        LONG.set(batch, END_DIGEST_OFFSET, value);
        append(KIND_END, 0, END_LENGTH);
        finished = true;
        return value;
    }

    /** Number of samples made visible so far. */
    public long samples() {
        return samples;
    }

    /** Releases the files; a log that was not {@linkplain #finish finished} keeps what was recorded and stays incomplete. */
    @Override
    public void close() {
        try {
            if (!finished && !diskFull) {
                flush();
            }
        } finally {
            appender.close();
            queue.close();
        }
    }

    private void append(int kind, int count, int length) {
        bytesUntilSpaceCheck -= length;
        if (bytesUntilSpaceCheck < 0) {
            checkSpace();
        }
        INT.set(batch, MAGIC_OFFSET, MAGIC);
        SHORT.set(batch, VERSION_OFFSET, (short) FORMAT_VERSION);
        SHORT.set(batch, KIND_OFFSET, (short) kind);
        INT.set(batch, COUNT_OFFSET, count);
        INT.set(batch, RESERVED_OFFSET, 0);
        try (DocumentContext document = appender.writingDocument()) {
            Objects.requireNonNull(document.wire()).bytes().write(batch, 0, length);
        }
    }

    private void checkSpace() {
        final long usable = usableBytes.getAsLong();
        if (usable < RESERVE_BYTES) {
            diskFull = true;
            throw new TraceWriteException(
                    "the disk is full: " + (usable >> 10) + " KiB free for the trace in " + directory
                            + ", at least " + (RESERVE_BYTES >> 10) + " KiB needed to go on; " + samples
                            + " samples were kept");
        }
        bytesUntilSpaceCheck = BLOCK_SIZE;
    }

    private static long usableBytes(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
