package npusim.trace.fvp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import npusim.trace.TraceFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FvpTraceTest {
    @TempDir
    Path directory;

    /** Written by hand in the two compilers' styles: quoted numbers, blank lines, a kernel carried by the one before it. */
    private static final String DATABASE = """
            <?xml version='1.0' encoding='UTF-8'?>
            <debug source="model">
            <table name="source"><![CDATA[
            "id","operator","kernel_w","kernel_h","ofm_w","ofm_h","ofm_d","ext_key"
            7,"Conv2D",3,3,8,8,16,4
            8,"Mul, \""wide\""\",1,1,8,8,16,9
            ]]></table>
            <table name="group"><![CDATA["id","group_id"
            32,31
            ]]></table>
            <table name="queue"><![CDATA[
            "offset","cmdstream_id","optimised_id","scheduled_id"
            100,1,5,31
            140,1,6,32
            "200",1,7,33

            ]]></table>
            <table name="perf"><![CDATA[
            "id","source_id","npu_cycles"
            31,7,0
            32,8,0
            33,8,0
            ]]></table>
            </debug>
            """;

    @Test
    void commandLastsUntilTheNextOneIsRead() throws IOException {
        OperatorDurations durations = OperatorDurations.of(
                trace("25:10", "35:12", "50:501", "51:900"), DebugDatabase.read(write("tables.xml", DATABASE)));
        // the first two kernels are one group: it ends when the third is read; the last ends when the stream is read
        assertThat(durations.cyclesByOperator()).isEqualTo(Map.of(4L, 500L, 9L, 399L));
        assertThat(durations.total()).isEqualTo(899);
    }

    @Test
    void databaseIsReadAsItWasWritten() throws IOException {
        DebugDatabase database = DebugDatabase.read(write("tables.xml", DATABASE));
        Path copy = directory.resolve("copy.xml");
        try (var writer = Files.newBufferedWriter(copy)) {
            database.write("a < \"b\" & c", writer);
        }
        assertThat(DebugDatabase.read(copy)).isEqualTo(database);
        assertThat(database.tables().get("source").rows().get(1)).contains("Mul, \"wide\"");
    }

    @Test
    void traceIsReadAsItWasWritten() throws IOException {
        PmuTrace trace = new PmuTrace(
                List.of(new PmuTrace.Read(3, 40), new PmuTrace.Read(9, 80)),
                List.of(new PmuTrace.Span("DMA", "copy", 1, 7)));
        Path file = directory.resolve("trace.json.gz");
        try (OutputStream stream = Files.newOutputStream(file)) {
            trace.write(stream);
        }
        assertThat(PmuTrace.read(file).reads()).isEqualTo(trace.reads());
    }

    @Test
    void whatIsNoTraceIsRefused() throws IOException {
        assertThatThrownBy(() -> PmuTrace.read(write("plain.json", "{}")))
                .isInstanceOf(TraceFormatException.class)
                .hasMessageContaining("is no gzipped trace: ");
        assertThatThrownBy(() -> PmuTrace.read(gzip("{\"traceEvents\": [{\"tid\": \"DMA\"}]}")))
                .isInstanceOf(TraceFormatException.class)
                .hasMessageContaining("has no events of thread 'qread'");
        assertThatThrownBy(() -> PmuTrace.read(
                        gzip("{\"traceEvents\": [{\"tid\": \"qread\", \"ts\": \"x\", \"args\": {\"qread\": 1}}]}")))
                .isInstanceOf(TraceFormatException.class)
                .hasMessageContaining("with 'x' for a number");
        assertThatThrownBy(() -> PmuTrace.read(gzip("not json"))).isInstanceOf(TraceFormatException.class);
    }

    @Test
    void whatIsNoDatabaseIsRefused() throws IOException {
        assertThatThrownBy(() -> DebugDatabase.read(write("no.xml", "nothing")))
                .isInstanceOf(TraceFormatException.class)
                .hasMessageContaining("is no XML debug database: ");
        assertThatThrownBy(
                        () -> DebugDatabase.read(write("utf9.xml", "<?xml version='1.0' encoding='UTF-9'?><debug/>")))
                .isInstanceOf(TraceFormatException.class)
                .hasMessageContaining("is no XML debug database: ");
        DebugDatabase empty = DebugDatabase.read(write("empty.xml", "<debug/>"));
        PmuTrace trace = trace("1:1");
        assertThatThrownBy(() -> OperatorDurations.of(trace, empty))
                .isInstanceOf(TraceFormatException.class)
                .hasMessageStartingWith("the debug database has no table 'queue'");
        DebugDatabase wrong =
                DebugDatabase.read(write("wrong.xml", "<debug><table name='queue'>\"offset\"\nfour\n</table></debug>"));
        assertThatThrownBy(() -> OperatorDurations.of(trace, wrong))
                .isInstanceOf(TraceFormatException.class)
                .hasMessageContaining("has 'four' for a number");
    }

    private static PmuTrace trace(String... wordsAndCycles) {
        return new PmuTrace(
                java.util.Arrays.stream(wordsAndCycles)
                        .map(text -> text.split(":"))
                        .map(pair -> new PmuTrace.Read(Long.parseLong(pair[1]), 4 * Long.parseLong(pair[0])))
                        .toList(),
                List.of());
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private Path gzip(String text) throws IOException {
        Path file = directory.resolve("trace.json.gz");
        try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(file))) {
            stream.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return file;
    }
}
