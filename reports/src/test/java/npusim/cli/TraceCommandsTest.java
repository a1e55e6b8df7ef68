package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import npusim.report.ExampleRun;
import npusim.report.RunResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceCommandsTest {
    @TempDir
    static Path directory;

    private static Path run;
    private static RunResult result;

    @BeforeAll
    static void writeRuns() throws IOException {
        run = directory.resolve("run");
        result = ExampleRun.load(run);
    }

    @Test
    void statsCountEverySample() {
        CommandRun stats = CommandRun.of("trace", "stats", run.toString());
        assertThat(stats.exitCode()).isZero();
        assertThat(stats.out().lines().skip(1).findFirst().orElseThrow())
                .isEqualTo(result.manifest().log().samples() + " samples, digest "
                        + result.manifest().log().digest() + ", complete");
        assertThat(stats.out()).containsPattern("run +35 +NPU_ACTIVE +1 +" + result.activeCycles());
    }

    @Test
    void tailPrintsTheNewestSamples() {
        CommandRun tail = CommandRun.of("trace", "tail", "-n", "3", run.toString());
        assertThat(tail.out().lines()).hasSize(4).startsWith("cycle,scope,unit,operation,event,name,value");
        CommandRun followed = CommandRun.of("trace", "tail", "--follow", run.toString());
        assertThat(followed.exitCode()).isZero();
    }

    @Test
    void queryAnswersSql() {
        CommandRun query = CommandRun.of(
                "trace", "query", "--csv", "SELECT sum(active_cycles) AS cycles FROM operations", run.toString());
        assertThat(query.out()).isEqualTo("cycles\n" + result.activeCycles() + "\n");
        CommandRun samples = CommandRun.of(
                "trace",
                "query",
                "--csv",
                "SELECT sum(value) FROM samples WHERE scope = 'operation' AND name = 'NPU_ACTIVE'",
                run.toString());
        assertThat(samples.out().lines().toList().get(1)).isEqualTo(Long.toString(result.activeCycles()));
    }

    @Test
    void samplesNameTheOperationTheyBelongTo() {
        CommandRun query = CommandRun.of(
                "trace",
                "query",
                "--csv",
                "SELECT o.operation, active_cycles, sum(value) FROM operations o JOIN samples s USING (run, operation)"
                        + " WHERE s.name = 'NPU_ACTIVE' GROUP BY ALL ORDER BY o.operation",
                run.toString());
        assertThat(query.out().lines().skip(1).map(line -> line.split(",")))
                .hasSizeGreaterThan(result.operations().size() / 2)
                .anySatisfy(row -> assertThat(row[0]).isEqualTo("-1"))
                .allSatisfy(row -> assertThat(row[2]).isEqualTo(row[1]));
    }

    @Test
    void wrongQueryIsBadInput() {
        CommandRun query = CommandRun.of("trace", "query", "SELECT nothing FROM nowhere", run.toString());
        assertThat(query.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(query.err()).startsWith("error: the query is wrong: ").contains("nowhere");
    }

    @Test
    void csvAndJsonLinesAndParquetHoldEverySample() throws IOException {
        long samples = result.manifest().log().samples();
        Path csv = export("--csv", "samples.csv");
        assertThat(Files.readAllLines(csv)).hasSize((int) samples + 1);
        Path json = export("--json-lines", "samples.jsonl");
        assertThat(Files.readAllLines(json)).hasSize((int) samples);
        assertThat(new ObjectMapper()
                        .readTree(Files.readAllLines(json).getFirst())
                        .get("value")
                        .isNumber())
                .isTrue();
        Path parquet = export("--parquet", "samples.parquet");
        CommandRun query =
                CommandRun.of("trace", "query", "--csv", "SELECT count(*) FROM '" + parquet + "'", run.toString());
        assertThat(query.out()).endsWith("\n" + samples + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "/dev/stdout"})
    void standardOutputGetsTheSamplesAndNothingElse(String place) throws IOException {
        for (String form : List.of("--csv", "--json-lines")) {
            Path file = export(form, "whole");
            CommandRun printed = CommandRun.of("trace", "export", form, "-o", place, run.toString());
            assertThat(printed.out()).isEqualTo(Files.readString(file));
        }
        CommandRun report = CommandRun.of("report", "--format", "json", "-o", place, run.toString());
        assertThat(new ObjectMapper().readTree(report.out())).hasSize(1);
        CommandRun stats = CommandRun.of("trace", "stats", "--json", place, run.toString());
        assertThat(new ObjectMapper().readTree(stats.out()).isObject()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"--csv, x.csv", "--json-lines, x.jsonl", "--perfetto, x.json"})
    void aNameInGzIsKept(String form, String name) throws IOException {
        byte[] plain = Files.readAllBytes(export(form, name));
        try (InputStream packed = Files.newInputStream(export(form, name + ".gz"));
                InputStream unpacked = new GZIPInputStream(packed)) {
            assertThat(unpacked.readAllBytes()).isEqualTo(plain);
        }
    }

    @Test
    void aPipeOrDeviceGetsOneFileWhoseBytesAreCounted() throws IOException {
        Path device = Path.of("/dev/null");
        assumeThat(device).as("there is a device to write to").exists();
        long size = Files.size(export("--csv", "size.csv"));
        CommandRun export = CommandRun.of("trace", "export", "--csv", "-o", device.toString(), run.toString());
        assertThat(export.out()).isEqualTo("Exported  " + device + "  " + size + " bytes\n");
        for (String several : List.of("--fvp-pmu-trace", "--model-explorer")) {
            CommandRun refused = CommandRun.of("trace", "export", several, "-o", device.toString(), run.toString());
            assertThat(refused.err())
                    .isEqualTo("error: --output /dev/null: this form writes files beside it, which a pipe or device has"
                            + " no place for\n");
            assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        }
    }

    @Test
    void chromeTraceNestsItsSlicesAndJoinsItsArrows() throws IOException {
        JsonNode events = new ObjectMapper()
                .readTree(export("--perfetto", "trace.json").toFile())
                .get("traceEvents");
        Map<Integer, Deque<String>> open = new HashMap<>();
        Map<Integer, Double> latest = new HashMap<>();
        Set<Integer> begun = new HashSet<>();
        Set<Integer> ended = new HashSet<>();
        Set<String> counters = new HashSet<>();
        int slices = 0;
        for (JsonNode event : events) {
            int track = event.get("tid").asInt();
            switch (event.get("ph").asText()) {
                case "B" -> {
                    slices++;
                    // exactly: what reads the file drops a slice that seems to begin in its neighbour and to end after
                    // it
                    assertThat(event.get("ts").asDouble()).isGreaterThanOrEqualTo(latest.getOrDefault(track, 0.0));
                    open.computeIfAbsent(track, key -> new ArrayDeque<>())
                            .push(event.get("name").asText());
                    latest.put(track, event.get("ts").asDouble());
                }
                case "E" -> {
                    assertThat(event.get("name").asText())
                            .isEqualTo(open.get(track).pop());
                    assertThat(event.get("ts").asDouble()).isGreaterThanOrEqualTo(latest.get(track));
                    latest.put(track, event.get("ts").asDouble());
                }
                case "s" -> assertThat(begun.add(event.get("id").asInt())).isTrue();
                case "f" -> assertThat(ended.add(event.get("id").asInt())).isTrue();
                case "C" -> counters.add(event.get("name").asText());
                case "M" -> assertThat(event.at("/args/name").asText()).isNotEmpty();
                default -> throw new AssertionError("phase " + event.get("ph"));
            }
        }
        assertThat(open.values()).allMatch(Deque::isEmpty);
        assertThat(slices)
                .isEqualTo(24 + 3 + 6 + 48 + 12); // operations, layers, modules, kernels, kernels with weights
        assertThat(begun).hasSize(23).isEqualTo(ended);
        assertThat(counters).contains("Sram in use, B", "Sram read, B/cycle", "Dram read, B/cycle");
    }

    /** What the Trace Event Format asks of each phase, for what reads it more strictly than the Perfetto UI does. */
    @Test
    void chromeTraceCountsNothingInQuietIntervals() throws IOException {
        JsonNode trace =
                new ObjectMapper().readTree(export("--perfetto", "quiet.json").toFile());
        Map<Long, Double> read = new HashMap<>();
        double cyclesPerMicrosecond = result.manifest().design().coreClockHertz() / 1e6;
        for (JsonNode event : trace.get("traceEvents")) {
            if (event.get("name").asText().equals("Sram read, B/cycle")) {
                read.put(
                        Math.round(event.get("ts").asDouble() * cyclesPerMicrosecond),
                        event.at("/args/value").asDouble());
            }
        }
        Set<Long> busy = result.intervals(ExampleRun.SRAM_READ).keySet();
        Set<Long> quiet = new HashSet<>();
        busy.forEach(start -> quiet.add(start + result.manifest().intervalCycles()));
        quiet.removeAll(busy);
        assertThat(quiet)
                .hasSizeGreaterThan(5)
                .allSatisfy(start -> assertThat(read).containsEntry(start, 0.0));
        assertThat(busy).allSatisfy(start -> assertThat(read.get(start)).isPositive());
    }

    @Test
    void chromeTraceKeepsToTheTraceEventFormat() throws IOException {
        JsonNode trace =
                new ObjectMapper().readTree(export("--perfetto", "format.json").toFile());
        assertThat(trace.get("displayTimeUnit").asText()).isIn("ns", "ms");
        Set<Integer> named = new HashSet<>();
        Map<Integer, Deque<Double>> open = new HashMap<>();
        Map<Integer, List<double[]>> slices = new HashMap<>();
        Map<String, Double> lastCount = new HashMap<>();
        Map<Integer, Double> arrowStart = new HashMap<>();
        for (JsonNode event : trace.get("traceEvents")) {
            double time = event.get("ts").asDouble();
            int track = event.get("tid").asInt();
            assertThat(event.get("pid").isInt() && event.get("tid").isInt()).isTrue();
            assertThat(event.get("name").asText()).isNotEmpty();
            assertThat(time).isNotNegative().isFinite();
            switch (event.get("ph").asText()) {
                case "M" -> {
                    assertThat(event.get("name").asText()).isIn("process_name", "thread_name");
                    named.add(track);
                }
                case "B", "i" -> {
                    assertThat(event.get("cat").asText()).isNotEmpty();
                    assertThat(event.get("args").isObject()).isTrue();
                    if (event.has("s")) {
                        assertThat(event.get("s").asText()).isEqualTo("t");
                    } else {
                        open.computeIfAbsent(track, key -> new ArrayDeque<>()).push(time);
                    }
                }
                case "E" -> {
                    double start = open.get(track).pop();
                    assertThat(time).isGreaterThan(start);
                    slices.computeIfAbsent(track, key -> new ArrayList<>()).add(new double[] {start, time});
                }
                case "C" -> {
                    assertThat(event.at("/args/value").isNumber()).isTrue();
                    assertThat(event.at("/args/value").asDouble()).isNotNegative();
                    String counter = event.get("name").asText();
                    assertThat(time).isGreaterThanOrEqualTo(lastCount.getOrDefault(counter, 0.0));
                    lastCount.put(counter, time);
                }
                case "s", "f" -> {
                    boolean end = event.get("ph").asText().equals("f");
                    assertThat(slices.get(track)).anyMatch(slice -> slice[0] <= time && time <= slice[1]);
                    assertThat(event.get("cat").asText()).isEqualTo("data");
                    assertThat(end).isEqualTo(event.path("bp").asText().equals("e"));
                    assertThat(time)
                            .isGreaterThanOrEqualTo(
                                    arrowStart.getOrDefault(event.get("id").asInt(), 0.0));
                    arrowStart.put(event.get("id").asInt(), time);
                }
                default -> throw new AssertionError("phase " + event.get("ph"));
            }
        }
        assertThat(named).containsAll(slices.keySet());
        assertThat(arrowStart).isNotEmpty();
    }

    @Test
    void equalRunsDoNotDiffer() {
        CommandRun diff = CommandRun.of("trace", "diff", run.toString(), run.toString());
        assertThat(diff.exitCode()).isZero();
        assertThat(diff.out())
                .isEqualTo(
                        "NPU ACTIVE: " + result.activeCycles() + " → " + result.activeCycles() + " cycles  +0.0 %\n");
    }

    @Test
    void diffHasTheSameDigitsInEveryLanguage() throws IOException {
        Path slower = new ExampleRun("Example_256", 256, 120, false).write(directory.resolve("slower"));
        String[] words = {"trace", "diff", run.toString(), slower.toString()};
        String expected = CommandRun.of(words).out();
        Locale before = Locale.getDefault(Locale.Category.FORMAT);
        try {
            Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG"));
            assertThat(CommandRun.of(words).out()).isEqualTo(expected);
        } finally {
            Locale.setDefault(Locale.Category.FORMAT, before);
        }
    }

    @Test
    void diffSaysWhatChangedAndFailsAboveTheThreshold() throws IOException {
        Path slower = new ExampleRun("Example_256", 256, 120, false).write(directory.resolve("slower"));
        CommandRun diff = CommandRun.of("trace", "diff", run.toString(), slower.toString());
        assertThat(diff.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(diff.out())
                .containsPattern("layer\\d\\.op\\d +\\d+ +\\d+ +\\+\\d+ +work .* MMAC; compute \\+\\d+ cycles");
        assertThat(CommandRun.of("trace", "diff", "--csv", "-n", "1", run.toString(), slower.toString())
                        .out())
                .startsWith("operator,cycles_before,cycles_after,change,cause,reason\nlayer")
                .containsPattern("\nlayer\\d\\.op\\d,\\d+,\\d+,\\d+,work,[^\n]+\nlayer");
        assertThat(CommandRun.of("trace", "diff", "--threshold", "50", run.toString(), slower.toString())
                        .exitCode())
                .isZero();
    }

    @Test
    void contributionsOfTheDifferenceAddUp() throws IOException {
        RunResult slower =
                RunResult.load(new ExampleRun("Example_256", 256, 130, false).write(directory.resolve("s2")));
        npusim.report.RunDifference difference = npusim.report.RunDifference.between(result, slower);
        assertThat(difference.changes().stream()
                        .mapToLong(change -> change.cycles())
                        .sum())
                .isEqualTo(difference.after() - difference.before());
        assertThat(difference.causes().stream()
                        .mapToLong(cause -> cause.cycles())
                        .sum())
                .isEqualTo(difference.after() - difference.before());
        assertThat(difference.causes().getFirst().name()).isEqualTo("work");
        assertThat(difference.causes().stream()
                        .mapToInt(cause -> cause.operators())
                        .sum())
                .isEqualTo(difference.changes().size());
    }

    @Test
    void diffNamesTheSettingAndTheWaitThatFollowsFromIt() {
        Path near = directory.resolve("near");
        Path far = directory.resolve("far");
        for (Path trace : List.of(near, far)) {
            CommandRun.of(
                    "run",
                    "dnn_s",
                    "--timing-only",
                    "--no-report",
                    "--trace",
                    trace.toString(),
                    "--override",
                    "timing.axi1.read_latency=" + (trace == near ? "100" : "800") + " cycles");
        }
        CommandRun diff = CommandRun.of("trace", "diff", near.toString(), far.toString());
        assertThat(diff.out())
                .containsPattern("timing.axi1.read_latency +100 cycles +800 cycles")
                .containsPattern("(weight wait|memory latency) +\\+\\d+ +\\d+\n")
                .doesNotContain("schedule choice");
    }

    @Test
    void diffNamesWhatTheNetworkAndItsScheduleWereGiven() {
        Path first = directory.resolve("compiler");
        Path second = directory.resolve("ours");
        String[] common = {"run", "conv1x1_c128", "--timing-only", "--no-report", "--trace"};
        CommandRun.of(with(common, first.toString()));
        CommandRun.of(with(common, second.toString(), "--policy", "npusim", "--set", "height=8"));
        CommandRun diff = CommandRun.of("trace", "diff", first.toString(), second.toString());
        assertThat(diff.out())
                .containsPattern("workload.height +8\n")
                .containsPattern("schedule.policy +vela-4.4 +npusim\n")
                .contains("workload.sha256")
                .doesNotContain("workload.seed", "schedule.elementwise_chaining");
    }

    private static String[] with(String[] common, String... more) {
        return Stream.concat(Arrays.stream(common), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void reportIsWrittenBesideTheRun() {
        CommandRun report = CommandRun.of("report", run.toString());
        assertThat(report.exitCode()).isZero();
        assertThat(report.out()).isEqualTo("Report  " + run.resolve("report.html") + "\n");
        assertThat(run.resolve("report.html")).exists();
    }

    @Test
    void reportIsWrittenInEveryForm() throws IOException {
        String active = Long.toString(result.activeCycles());
        assertThat(CommandRun.of("report", "--format", "md", "-o", "-", run.toString())
                        .out())
                .startsWith("# example on Example_256\n")
                .contains("| NPU ACTIVE | " + active + " | cycles | 900000 |");
        Path csv = directory.resolve("report.csv");
        assertThat(CommandRun.of("report", "-o", csv.toString(), run.toString()).exitCode())
                .isZero();
        List<String> rows = Files.readAllLines(csv);
        assertThat(rows).hasSize(result.operations().size() + 1);
        assertThat(rows.getFirst()).startsWith("workload,accelerator,operation,name,kind,block,active_cycles");
        JsonNode json = new ObjectMapper()
                .readTree(CommandRun.of("report", "--format", "json", "-o", "-", run.toString())
                        .out());
        assertThat(json.at("/0/counters/0/value").asText()).isEqualTo(active);
        assertThat(json.at("/0/operations")).hasSize(result.operations().size());
    }

    @Test
    void batchIndexesEveryRunBelowADirectory() throws IOException {
        Path batch = directory.resolve("batch");
        new ExampleRun("Example_256", 256, 100, false).write(batch.resolve("a/small"));
        new ExampleRun("Example_512", 512, 80, false).write(batch.resolve("b"));
        CommandRun index = CommandRun.of("report", "--batch", batch.toString());
        assertThat(index.err()).isEmpty();
        assertThat(index.exitCode()).isZero();
        assertThat(index.out()).startsWith("Index   " + batch.resolve("index.html") + "  2 runs\n");
        List<String> rows = Files.readAllLines(batch.resolve("summary.csv"));
        assertThat(rows).hasSize(3);
        assertThat(rows.get(1)).startsWith("a/small,example,Example_256,");
        CommandRun query = CommandRun.of(
                "trace",
                "query",
                "--csv",
                "SELECT run, active_cycles FROM '" + batch.resolve("summary.parquet") + "'",
                run.toString());
        assertThat(query.out().lines().toList())
                .hasSize(3)
                .element(1)
                .asString()
                .startsWith("a/small,");
        assertThat(Files.readString(batch.resolve("index.html"))).contains("<h1>2 runs</h1>", "Below batch<");

        Files.writeString(Files.createDirectories(batch.resolve("c")).resolve("manifest.json"), "{");
        CommandRun damaged = CommandRun.of("report", "--batch", batch.toString());
        assertThat(damaged.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(damaged.err()).startsWith("left out: " + batch.resolve("c")).hasLineCount(1);
        assertThat(damaged.out()).contains("2 runs, 1 left out");
    }

    private static Path export(String form, String name) {
        Path file = directory.resolve(name);
        CommandRun export = CommandRun.of("trace", "export", form, "-o", file.toString(), run.toString());
        assertThat(export.err()).isEmpty();
        assertThat(export.exitCode()).isZero();
        return file;
    }
}
