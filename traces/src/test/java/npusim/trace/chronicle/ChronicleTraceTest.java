package npusim.trace.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.wire.Wires;
import npusim.trace.PmuSample;
import npusim.trace.PmuScope;
import npusim.trace.PmuSink;
import npusim.trace.TraceFormatException;
import npusim.trace.TraceWriteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChronicleTraceTest {
    private static final PmuScope[] SCOPES = PmuScope.values();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 257, 1000, 100_000})
    void givesBackEverySampleInOrder(int count) {
        List<PmuSample> written = samples(count);
        long digest;
        try (ChronicleTraceWriter writer = ChronicleTraceWriter.create(directory)) {
            record(written, writer);
            digest = writer.finish();
        }
        try (ChronicleTraceReader reader = ChronicleTraceReader.open(directory)) {
            assertThat(read(reader)).isEqualTo(written);
            assertThat(reader.state().complete()).isTrue();
            assertThat(reader.state().samples()).isEqualTo(count);
            assertThat(reader.state().digest()).isEqualTo(digest);
        }
    }

    @Test
    void logWithoutEndIsIncompleteAndKeepsItsSamples() {
        List<PmuSample> written = samples(700);
        try (ChronicleTraceWriter writer = ChronicleTraceWriter.create(directory)) {
            record(written, writer);
        }
        try (ChronicleTraceReader reader = ChronicleTraceReader.open(directory)) {
            assertThat(reader.state().complete()).isFalse();
            assertThat(read(reader)).isEqualTo(written);
        }
    }

    @Test
    void readerFollowsAWriterThatStillWrites() {
        List<PmuSample> written = samples(600);
        List<PmuSample> seen = new ArrayList<>();
        PmuSink collector =
                (cycle, unit, scope, event, value) -> seen.add(new PmuSample(cycle, unit, scope, event, value));
        try (ChronicleTraceWriter writer = ChronicleTraceWriter.create(directory)) {
            record(written.subList(0, 256), writer);
            try (ChronicleTraceReader reader = ChronicleTraceReader.open(directory)) {
                assertThat(reader.poll(collector)).isFalse();
                assertThat(seen).hasSize(256);
                record(written.subList(256, 600), writer);
                assertThat(reader.poll(collector)).isFalse();
                assertThat(seen).hasSize(512);
                writer.finish();
                assertThat(reader.poll(collector)).isTrue();
                assertThat(seen).isEqualTo(written);
            }
        }
    }

    @Test
    void smallLogTakesLittleDisk() {
        try (ChronicleTraceWriter writer = ChronicleTraceWriter.create(directory)) {
            record(samples(1000), writer);
            writer.finish();
        }
        long apparent = 0;
        for (var file : directory.toFile().listFiles()) {
            apparent += file.length();
        }
        assertThat(apparent).isLessThan(4L << 20);
    }

    @Test
    void fullDiskIsToldAndKeepsWhatWasWritten() {
        AtomicLong usable = new AtomicLong(1L << 40);
        List<PmuSample> written = samples(100_000);
        try (ChronicleTraceWriter writer = ChronicleTraceWriter.create(directory, usable::get)) {
            record(written.subList(0, 50_000), writer);
            usable.set(1L << 20);
            assertThatThrownBy(() -> record(written.subList(50_000, 100_000), writer))
                    .isInstanceOf(TraceWriteException.class)
                    .hasMessageStartingWith("the disk is full: 1024 KiB free for the trace in " + directory);
        }
        try (ChronicleTraceReader reader = ChronicleTraceReader.open(directory)) {
            List<PmuSample> seen = read(reader);
            assertThat(seen).hasSizeGreaterThan(50_000 - 256).isEqualTo(written.subList(0, seen.size()));
            assertThat(reader.state().complete()).isFalse();
        }
    }

    @Test
    void fileThatWasCutOffIsDamaged() throws IOException {
        write(samples(100_000));
        try (FileChannel file = FileChannel.open(logFile(), StandardOpenOption.WRITE)) {
            file.truncate(300_000);
        }
        assertThatThrownBy(() -> {
                    try (ChronicleTraceReader reader = ChronicleTraceReader.open(directory)) {
                        read(reader);
                    }
                })
                .isInstanceOf(TraceFormatException.class)
                .hasMessage("the sample log in " + directory + " is damaged: its file was cut off");
    }

    @Test
    void changedSampleIsNoticedByEveryReader() throws IOException {
        List<PmuSample> written = samples(1000);
        write(written);
        byte[] content = Files.readAllBytes(logFile());
        ByteBuffer view = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        PmuSample sample = written.get(500);
        int position = 0;
        while (view.getLong(position + 16) != sample.value() || view.getLong(position) != sample.cycle()) {
            position++;
        }
        content[position + 16] ^= 1;
        Files.write(logFile(), content);
        try (ChronicleTraceReader reader = ChronicleTraceReader.open(directory)) {
            assertThatThrownBy(() -> read(reader))
                    .isInstanceOf(TraceFormatException.class)
                    .hasMessageEndingWith("the digest of the samples differs from the one recorded");
        }
    }

    /** A header that says that it is being written keeps the queue waiting, by itself for 10 s. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(7)
    void headersThatNobodyCompletesAreNotWaitedForLong(boolean ended) throws IOException {
        write(samples(10));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                byte[] content = Files.readAllBytes(file);
                ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 0x8000_0000);
                Files.write(file, content);
            }
        }
        assertThatThrownBy(() -> {
                    try (ChronicleTraceReader reader = ChronicleTraceReader.open(directory, ended)) {
                        read(reader);
                    }
                })
                .isInstanceOf(TraceFormatException.class)
                .hasMessage("the sample log in " + directory + " is damaged: its file is no readable queue");
    }

    /** What stands behind the header of a queue's metadata comes after it, while its writer starts. */
    @Test
    @Timeout(7)
    void metadataThatIsBeingWrittenIsWaitedFor() throws Exception {
        List<PmuSample> written = samples(10);
        write(written);
        Path metadata = directory.resolve("metadata.cq4t");
        byte[] whole = Files.readAllBytes(metadata);
        int header = Integer.BYTES
                + Wires.lengthOf(
                        ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(0));
        byte[] begun = new byte[whole.length];
        System.arraycopy(whole, 0, begun, 0, header);
        Files.write(metadata, begun);
        Thread writer = Thread.ofPlatform().start(() -> {
            Jvm.pause(1000); // the queue itself waits for half of that
            try (FileChannel file = FileChannel.open(metadata, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(whole));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try (ChronicleTraceReader reader = ChronicleTraceReader.open(directory)) {
            assertThat(read(reader)).isEqualTo(written);
        }
        writer.join();
    }

    private void write(List<PmuSample> samples) {
        try (ChronicleTraceWriter writer = ChronicleTraceWriter.create(directory)) {
            record(samples, writer);
            writer.finish();
        }
    }

    private Path logFile() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void directoryWithoutLogIsRefused() {
        assertThatThrownBy(() -> ChronicleTraceReader.open(directory))
                .isInstanceOf(TraceFormatException.class)
                .hasMessage("no sample log in " + directory + ": metadata.cq4t is missing");
    }

    private static List<PmuSample> samples(int count) {
        List<PmuSample> samples = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            samples.add(new PmuSample(
                    3L * i << (i % 20),
                    i - 1,
                    SCOPES[i % SCOPES.length],
                    i % 0x4200,
                    Long.MAX_VALUE / (i + 1) * (i % 2 * 2 - 1)));
        }
        return samples;
    }

    private static void record(List<PmuSample> samples, PmuSink sink) {
        for (PmuSample sample : samples) {
            sink.record(sample.cycle(), sample.unit(), sample.scope(), sample.event(), sample.value());
        }
    }

    private static List<PmuSample> read(ChronicleTraceReader reader) {
        List<PmuSample> samples = new ArrayList<>();
        reader.replay(
                (cycle, unit, scope, event, value) -> samples.add(new PmuSample(cycle, unit, scope, event, value)));
        return samples;
    }
}
