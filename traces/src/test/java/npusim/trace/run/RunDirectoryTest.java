package npusim.trace.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import npusim.trace.PmuScope;
import npusim.trace.PmuSink;
import npusim.trace.TraceFormatException;
import npusim.trace.TraceReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void givesBackManifestOperationsAndSamples() throws IOException {
        RunDirectory run = write(parent.resolve("run"), 1000);
        RunManifest manifest = run.manifest();
        assertThat(manifest.status()).isEqualTo(RunManifest.Status.COMPLETE);
        assertThat(manifest.log().samples()).isEqualTo(1000);
        assertThat(manifest.design()).isEqualTo(manifest().design());
        assertThat(manifest.stages()).containsEntry("timing", 0.5);
        assertThat(run.operations()).containsExactly(operation());
        try (TraceReader reader = run.openSamples()) {
            assertThat(reader.state().complete()).isTrue();
            assertThat(String.format("%08x", reader.state().digest()))
                    .isEqualTo(manifest.log().digest());
        }
    }

    @Test
    void samplesAreOpenedWithTheManifestThatWasRead() throws IOException {
        RunDirectory run = write(parent.resolve("run"), 10);
        RunManifest manifest = run.manifest();
        Files.delete(run.path().resolve("manifest.json"));
        try (TraceReader reader = run.openSamples(manifest)) {
            assertThat(reader.state().complete()).isTrue();
        }
    }

    @Test
    void equalRunsHaveEqualDigests() throws IOException {
        RunManifest first = write(parent.resolve("a"), 777).manifest();
        RunManifest second = write(parent.resolve("b"), 777).manifest();
        RunManifest other = write(parent.resolve("c"), 776).manifest();
        assertThat(second.log()).isEqualTo(first.log());
        assertThat(other.log().digest()).isNotEqualTo(first.log().digest());
    }

    @Test
    void secondRunReplacesTheFirst() throws IOException {
        Path path = parent.resolve("run");
        write(path, 1000);
        assertThat(write(path, 10).manifest().log().samples()).isEqualTo(10);
        try (TraceReader reader = new RunDirectory(path).openSamples()) {
            assertThat(reader.state().samples()).isEqualTo(10);
        }
    }

    @Test
    void secondRunIsRefusedWhileTheFirstIsRecorded() throws IOException {
        Path path = parent.resolve("run");
        try (RunWriter writer = RunWriter.create(path, manifest())) {
            writer.record(1, 0, PmuScope.RUN, 17, 1);
            assertThatThrownBy(() -> write(path, 10))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessage(path + ": another run is being recorded there");
            writer.complete(0, Map.of(), Map.of());
        }
        try (TraceReader reader = new RunDirectory(path).openSamples()) {
            assertThat(reader.state().samples()).isEqualTo(1);
        }
        assertThat(path.toFile().list()).containsExactlyInAnyOrder("manifest.json", "samples");
        assertThat(write(path, 10).manifest().log().samples()).isEqualTo(10);
    }

    @Test
    void runMayBeRecordedWhereOneDiedBeforeItSaidWhatItIs() throws IOException {
        Path path = Files.createDirectory(parent.resolve("run"));
        Files.createFile(path.resolve(RunLock.NAME));
        assertThat(write(path, 10).manifest().log().samples()).isEqualTo(10);
        assertThat(path.resolve(RunLock.NAME)).doesNotExist();
    }

    @Test
    void directoryWithOtherFilesIsLeftAlone() throws IOException {
        Files.writeString(parent.resolve("thesis.txt"), "chapter 1");
        assertThatThrownBy(() -> write(parent, 1))
                .isInstanceOf(FileSystemException.class)
                .hasMessageEndingWith(": holds other files and is no run directory");
        assertThat(parent.resolve("thesis.txt")).exists();
    }

    @Test
    void runThatStopsEarlyIsMarkedFailed() throws IOException {
        Path path = parent.resolve("run");
        try (RunWriter writer = RunWriter.create(path, manifest())) {
            assertThat(new RunDirectory(path).manifest().status()).isEqualTo(RunManifest.Status.RUNNING);
            writer.record(1, 0, PmuScope.RUN, 17, 1);
        }
        assertThat(new RunDirectory(path).manifest().status()).isEqualTo(RunManifest.Status.FAILED);
        try (TraceReader reader = new RunDirectory(path).openSamples()) {
            assertThat(reader.state())
                    .extracting(TraceReader.LogState::complete)
                    .isEqualTo(false);
            assertThat(reader.state().samples()).isEqualTo(1);
        }
    }

    /** Cut off before or within the queue's header, the queue's own parsing fails or sees an empty log. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 100, 4096, 65_536})
    void cutLogOfACompleteRunIsRefused(long length) throws IOException {
        RunDirectory run = write(parent.resolve("run"), 1000);
        try (Stream<Path> files = Files.list(run.samples())) {
            Path log = files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
            try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                channel.truncate(length);
            }
        }
        assertThatThrownBy(() -> {
                    try (TraceReader reader = run.openSamples()) {
                        reader.replay(PmuSink.discarding());
                    }
                })
                .isInstanceOf(TraceFormatException.class)
                .hasMessageContaining(" is damaged: its ");
    }

    /** What a reader's caller throws, such as a full disk of an export, is not taken for a fault of the log. */
    @Test
    void faultOfTheSinkIsPassedOn() throws IOException {
        RunDirectory run = write(parent.resolve("run"), 10);
        IllegalStateException fault = new IllegalStateException("the sink's own");
        try (TraceReader reader = run.openSamples()) {
            assertThatThrownBy(() -> reader.replay((cycle, unit, scope, event, value) -> {
                        throw fault;
                    }))
                    .isSameAs(fault);
        }
    }

    @Test
    void otherFormatVersionIsRefused() throws IOException {
        RunDirectory run = write(parent.resolve("run"), 1);
        Path file = run.path().resolve("manifest.json");
        Files.writeString(file, Files.readString(file).replace("\"formatVersion\" : 1", "\"formatVersion\" : 9"));
        assertThatThrownBy(run::manifest)
                .isInstanceOf(TraceFormatException.class)
                .hasMessage(file + " has format version 9; this program reads version 1");
    }

    @Test
    void damagedManifestIsRefused() throws IOException {
        RunDirectory run = write(parent.resolve("run"), 1);
        Files.writeString(run.path().resolve("manifest.json"), "{\"formatVersion\": 1,");
        assertThatThrownBy(run::manifest)
                .isInstanceOf(TraceFormatException.class)
                .hasMessageStartingWith(run.path().resolve("manifest.json") + " is damaged: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "design", "workload", "events"})
    void manifestWithAnEmptyPartIsRefused(String part) throws IOException {
        RunDirectory run = write(parent.resolve("run"), 1);
        Path file = run.path().resolve("manifest.json");
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode manifest = (ObjectNode) mapper.readTree(Files.readString(file));
        Files.writeString(file, mapper.writeValueAsString(manifest.putNull(part)));
        assertThatThrownBy(run::manifest)
                .isInstanceOf(TraceFormatException.class)
                .hasMessage(file + " is damaged: it has no valid " + part);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        "group":[                | "group":null,"x":[   | [0].group
        "group":[                | "group":[null,       | [0].group[0]
        "source":[               | "x":[                | [0].source
        "kind":"                 | "kind":null,"x":"    | [0].kind
        "ofmElements":           | "ofmElements":"x","x": | [0].ofmElements
        [{                       | [null,{              | [0]
        """)
    void whatIsWrongWithAFileIsSaidInItsOwnNames(String there, String damaged, String place) throws IOException {
        RunDirectory run = write(parent.resolve("run"), 1);
        Path file = run.path().resolve("operations.json");
        String text = Files.readString(file);
        assertThat(text).contains(there);
        Files.writeString(file, text.replaceFirst(Pattern.quote(there), Matcher.quoteReplacement(damaged)));
        assertThatThrownBy(run::operations)
                .isInstanceOf(TraceFormatException.class)
                .hasMessage(file + " is damaged: it has no valid " + place);
    }

    @Test
    void whatRunsOfOlderProgramsLackIsNotMissed() throws IOException {
        RunDirectory run = write(parent.resolve("run"), 1);
        Path file = run.path().resolve("operations.json");
        String text = Files.readString(file);
        Files.writeString(
                file,
                text.replace("\"window\"", "\"w\"")
                        .replace("\"chained\"", "\"c\"")
                        .replace("\"offsets\"", "\"o\""));
        assertThat(run.operations()).extracting(OperationRecord::window).containsOnly("");
        assertThat(run.operations()).extracting(OperationRecord::offsets).containsOnly(List.of());
    }

    @Test
    void absentOrForeignDirectoryIsRefused() {
        assertThatThrownBy(() -> RunDirectory.of(parent.resolve("nowhere"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> RunDirectory.of(parent))
                .isInstanceOf(TraceFormatException.class)
                .hasMessage(parent + " is not a run directory: it has no manifest.json");
    }

    @Test
    void directoryOfRunsIsRefusedWithTheirNames() throws IOException {
        write(parent.resolve("only"), 1);
        assertThatThrownBy(() -> RunDirectory.of(parent))
                .hasMessageEndingWith("; the run is in " + parent.resolve("only"));
        for (String name : List.of("f", "e", "d", "c", "b", "a")) {
            write(parent.resolve(name), 1);
        }
        assertThatThrownBy(() -> RunDirectory.of(parent))
                .hasMessageEndingWith("; its folders a, b, c, d, e and 2 others are");
    }

    static RunDirectory write(Path path, int samples) throws IOException {
        try (RunWriter writer = RunWriter.create(path, manifest())) {
            for (int i = 0; i < samples; i++) {
                writer.record(10L * i, i, PmuScope.OPERATION, 17, i);
            }
            writer.operations(List.of(operation()));
            return writer.complete(0, Map.of(), Map.of("timing", 0.5));
        }
    }

    private static OperationRecord operation() {
        return new OperationRecord(
                0,
                "conv1",
                "convolution",
                List.of("CONV2D conv1", "RESCALE conv1_out"),
                List.of("subsampling"),
                "1x749x39x144",
                "1x1500x80x1",
                "8x8",
                749L * 39 * 144,
                "2x8x16",
                "depth first",
                List.of(),
                List.of(1, 2),
                List.of(0),
                "",
                false,
                List.of());
    }

    private static RunManifest manifest() {
        return new RunManifest(
                RunDirectory.FORMAT_VERSION,
                RunManifest.Status.RUNNING,
                "npusim test",
                "25",
                List.of("run", "x"),
                new RunManifest.Design(
                        "Example_256",
                        "Example",
                        "Board",
                        "System",
                        "Mode",
                        "Adapters",
                        1_000_000_000L,
                        256,
                        512,
                        393_216,
                        Map.of("mac_array.macs_per_cycle", "256"),
                        null),
                new RunManifest.Workload("x", "00", Map.of("seconds", "15"), 1, 2, 15),
                Map.of("policy", "vela-4.4"),
                0,
                List.of(new RunManifest.Event(17, "CYCLE", "", "cycles", "")),
                List.of(),
                null,
                Map.of(),
                null,
                Map.of());
    }
}
