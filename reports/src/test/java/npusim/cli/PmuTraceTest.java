package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import npusim.report.RunResult;
import npusim.trace.run.OperatorRecord;
import npusim.trace.run.RunDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The export in the platform's form, read by nothing of ours, and its import. */
class PmuTraceTest {
    @TempDir
    static Path directory;

    private static Path run;
    private static Path trace;

    @BeforeAll
    static void export() {
        run = directory.resolve("run");
        trace = directory.resolve("run.json.gz");
        assertThat(CommandRun.of("run", "ad_medium_int8", "--timing-only", "--trace", run.toString())
                        .exitCode())
                .isZero();
        CommandRun export = CommandRun.of("trace", "export", "--fvp-pmu-trace", "-o", trace.toString(), run.toString());
        assertThat(export.err()).isEmpty();
        assertThat(export.out().lines().map(line -> line.split(" +")[1]))
                .containsExactly(
                        trace.toString(), directory.resolve("run_debug.xml").toString());
    }

    @Test
    void readsAdvanceThroughTheQueueToTheEndOfTheRun() throws IOException {
        List<String[]> queue = rows("queue");
        JsonNode events = new ObjectMapper()
                .readTree(new GZIPInputStream(Files.newInputStream(trace)))
                .get("traceEvents");
        long lastCycle = -1;
        long lastOffset = -1;
        Set<Long> offsets = new TreeSet<>();
        for (JsonNode event : events) {
            if (event.get("tid").asText().equals("qread")) {
                long cycle = Long.parseLong(event.get("ts").textValue());
                long offset = 4 * event.at("/args/qread").longValue();
                assertThat(cycle).isGreaterThanOrEqualTo(lastCycle);
                assertThat(offset).isGreaterThan(lastOffset);
                lastCycle = cycle;
                lastOffset = offset;
                offsets.add(offset);
            }
        }
        assertThat(queue).isNotEmpty().allSatisfy(row -> assertThat(offsets).contains(Long.parseLong(row[0])));
        assertThat(lastOffset).isGreaterThan(Long.parseLong(queue.getLast()[0]));
        assertThat(lastCycle - 1).isEqualTo(RunResult.load(run).activeCycles());
    }

    @Test
    void everyScheduledOperationLeadsToAnOperatorOfTheFile() throws IOException {
        List<OperatorRecord> graph = RunDirectory.of(run).graph();
        List<String[]> sources = rows("source");
        assertThat(sources).hasSameSizeAs(graph);
        for (int i = 0; i < graph.size(); i++) {
            assertThat(sources.get(i)[1]).isEqualTo('"' + graph.get(i).op() + '"');
            assertThat(sources.get(i)[7])
                    .isEqualTo(Integer.toString(graph.get(i).index()));
        }
        Set<String> ids = new TreeSet<>();
        sources.forEach(row -> ids.add(row[0]));
        Set<String> scheduled = new TreeSet<>();
        rows("perf").forEach(row -> {
            scheduled.add(row[0]);
            assertThat(ids).contains(row[1]);
        });
        assertThat(rows("queue")).allSatisfy(row -> assertThat(scheduled).contains(row[3]));
    }

    @Test
    void importOfOurOwnTraceDiffersNowhere() throws IOException {
        Path json = directory.resolve("import.json");
        CommandRun same = CommandRun.of("trace", "import", trace.toString(), run.toString(), "--json", json.toString());
        assertThat(same.err()).isEmpty();
        assertThat(same.exitCode()).isZero();
        JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertThat(result.get("ours").longValue())
                .isEqualTo(RunResult.load(run).activeCycles())
                .isEqualTo(result.get("theirs").longValue());
        long sum = 0;
        for (JsonNode row : result.get("rows")) {
            assertThat(row.get("ours").longValue()).isEqualTo(row.get("theirs").longValue());
            sum += row.get("ours").longValue();
        }
        assertThat(sum).isEqualTo(result.get("ours").longValue());
    }

    @Test
    void importOfAnotherDesignsTraceShowsTheDifference() {
        Path other = directory.resolve("other");
        CommandRun.of("run", "ad_medium_int8", "--npu", "Ethos_U85_512", "--timing-only", "--trace", other.toString());
        CommandRun compared = CommandRun.of("trace", "import", trace.toString(), other.toString());
        assertThat(compared.exitCode()).isZero();
        assertThat(compared.out()).containsPattern("conv3/sum +CONV2D \\+ RESCALE +\\d+ +\\d+ +[-−]\\d");
    }

    @Test
    void badInputIsOneDiagnostic() {
        CommandRun noTables = CommandRun.of(
                "trace", "import", trace.toString(), run.toString(), "--tables", directory.resolve("no.xml") + "");
        assertThat(noTables.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(noTables.err()).isEqualTo("error: no such file: " + directory.resolve("no.xml") + "\n");
        CommandRun folder = CommandRun.of("trace", "import", trace + "", run + "", "--tables", directory + "");
        assertThat(folder.err()).isEqualTo("error: " + directory + ": is a directory, not a file\n");
        CommandRun noTrace = CommandRun.of("trace", "import", run.resolve("manifest.json") + "", run.toString());
        assertThat(noTrace.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(noTrace.err()).contains("is no gzipped trace").hasLineCount(1);
    }

    /** Rows of a table of the debug database, without its header; no value there holds a comma. */
    private static List<String[]> rows(String table) throws IOException {
        String text = Files.readString(directory.resolve("run_debug.xml"));
        Matcher matcher = Pattern.compile(
                        "<table name=\"" + table + "\"><!\\[CDATA\\[\n[^\n]*\n(.*?)]]></table>", Pattern.DOTALL)
                .matcher(text);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1).lines().map(line -> line.split(",", -1)).toList();
    }
}
