package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import npusim.report.RunResult;
import npusim.trace.PmuScope;
import npusim.trace.TraceReader;
import npusim.trace.run.RunDirectory;
import npusim.trace.run.RunManifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code npusim run} from the option to the report, on a network that takes a moment. */
class RunCommandTest {
    private static final String[] SMALL = {"run", "conv3x3_c128", "--set", "height=4", "--set", "width=4"};

    @TempDir
    Path directory;

    @Test
    void printsThePmuBlockAndNamesWhatItWrote() throws IOException {
        Path trace = directory.resolve("trace");
        CommandRun run = run("--trace", trace.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        List<String> lines = run.out().lines().toList();
        RunResult result = RunResult.load(trace);
        assertThat(lines)
                .contains("NPU ACTIVE: " + result.activeCycles() + " cycles")
                .contains("NPU TOTAL: " + result.totalCycles() + " cycles")
                .contains("Trace   " + trace)
                .contains("Report  " + trace.resolve("report.html"));
        assertThat(lines)
                .filteredOn(line -> line.matches("(Engine|Took|  +and the outputs) .*"))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(result.activeCycles()).isPositive();
        assertThat(result.sum().macs()).isEqualTo(4L * 4 * 128 * 128 * 9);
        assertThat(trace.resolve("report.html")).exists();
        assertThat(result.manifest().commandLine()).startsWith(SMALL);
        assertThat(result.manifest().outputs()).hasSize(1);
        assertThat(result.manifest().reference()).isNull();
        assertThat(result.manifest().design().values()).containsKey("accelerator.mac_array.macs_per_cycle");
    }

    @Test
    void countersOfTheHardwareHoldTheEventsAskedFor() throws IOException {
        Path trace = directory.resolve("trace");
        CommandRun run = run("--trace", trace.toString(), "--timing-only", "--like-hardware", "NPU_ACTIVE,MAC_ACTIVE");
        RunResult result = RunResult.load(trace);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("Counters of the hardware (8 for events)")
                .containsPattern("MAC_ACTIVE +48 +" + result.total("MAC_ACTIVE") + "\\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NPU_ACTIVE,MAC_ACTIVE,AO_ACTIVE,WD_ACTIVE,NPU_IDLE | PMU Ethos_U55_Pmu has 4 event counters, 5 events are"
                        + " asked for: hardware would need 2 runs; ask for fewer, or leave --like-hardware out, which counts"
                        + " all at once",
                "MAC_BUSY | PMU Ethos_U55_Pmu has no event MAC_BUSY",
                "AXI_LATENCY_ANY | event AXI_LATENCY_ANY is not modelled; docs/pmu-counters.md lists those that are"
            })
    void eventsThatTheHardwareCannotCountAreRefusedBeforeTheRun(String events, String message) {
        Path trace = directory.resolve("trace");
        CommandRun run = run("--trace", trace.toString(), "--npu", "Ethos_U55_128", "--like-hardware", events);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--like-hardware: " + message);
        assertThat(trace).doesNotExist();
    }

    @Test
    void whatIfIsNotAskedOfMemoryBehindACache() {
        Path trace = directory.resolve("trace");
        CommandRun run = run(
                "--trace",
                trace.toString(),
                "--config",
                "../configs/examples/three-levels.npu",
                "--npu",
                "Ethos_U85_256_With_L2",
                "--timing-only",
                "--what-if");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("lies behind a cache").contains("--override");
        assertThat(trace).doesNotExist();
    }

    @Test
    void aDryRunSaysWhatWouldHappenAndWritesNothing() {
        Path trace = directory.resolve("trace");
        CommandRun run = run(
                "--dry-run",
                "--npu",
                "Ethos_U85_128,Ethos_U85_512",
                "--policy",
                "vela-5.0",
                "--trace",
                trace.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("Would replay conv3x3_c128")
                .contains("policy vela-5.0")
                .contains("trace into " + trace.resolve("Ethos_U85_128"))
                .contains("trace into " + trace.resolve("Ethos_U85_512"));
        assertThat(trace).doesNotExist();
    }

    @Test
    void equalRunsGiveEqualTraces() throws IOException {
        run("--timing-only", "--trace", directory.resolve("a").toString());
        run("--timing-only", "--trace", directory.resolve("b").toString());
        assertThat(RunResult.load(directory.resolve("b")).manifest().log())
                .isEqualTo(RunResult.load(directory.resolve("a")).manifest().log());
    }

    @Test
    void intervalsAddUpToTheTotals() throws IOException {
        Path trace = directory.resolve("trace");
        run("--timing-only", "--sample", "1000", "--trace", trace.toString());
        RunResult result = RunResult.load(trace);
        assertThat(result.manifest().intervalCycles()).isEqualTo(1000);
        for (int i = 0; i < result.manifest().memories().size(); i++) {
            RunManifest.Port port = result.manifest().memories().get(i);
            for (int event : new int[] {port.readEvent(), port.writeEvent()}) {
                assertThat(result.intervals(event).values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        .isEqualTo(result.total(event));
            }
        }
        for (RunManifest.Event event : result.manifest().events()) {
            long sum = result.intervals(event.number()).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(sum).as(event.name()).isIn(0L, result.total(event.number()));
        }
        assertThat(result.intervals(result.manifest().memories().get(1).readEvent()))
                .isNotEmpty();
    }

    @Test
    void samplesWhatIsAskedFor() throws IOException {
        Path blocks = directory.resolve("blocks");
        Path commands = directory.resolve("commands");
        assertThat(run("--timing-only", "--sample", "blocks,1000", "--no-report", "--trace", blocks.toString())
                        .exitCode())
                .isZero();
        assertThat(run("--timing-only", "--sample", "commands", "--trace", commands.toString())
                        .exitCode())
                .isZero();
        assertThat(blocks.resolve("report.html")).doesNotExist();
        assertThat(commands.resolve("report.html")).exists();
        assertThat(scopes(blocks)).contains(PmuScope.OPERATION, PmuScope.SLICE, PmuScope.INTERVAL);
        assertThat(scopes(commands)).contains(PmuScope.OPERATION).doesNotContain(PmuScope.SLICE, PmuScope.INTERVAL);
        assertThat(RunResult.load(blocks).activeCycles())
                .isEqualTo(RunResult.load(commands).activeCycles());
        Path chrome = directory.resolve("trace.json");
        CommandRun.of("trace", "export", "--perfetto", "-o", chrome.toString(), blocks.toString());
        assertThat(chrome).content().contains("\"OFM blocks\"");
    }

    /** Others were busy for as long as it ran; of a slice without length some readers take the end before the beginning. */
    @Test
    void aHiddenOperationIsAMarkInTheChromeTrace() throws IOException {
        Path trace = directory.resolve("hidden");
        assertThat(CommandRun.of(
                                "run",
                                "--set",
                                "layers=1",
                                "--set",
                                "seconds=1",
                                "--timing-only",
                                "--trace",
                                trace.toString())
                        .exitCode())
                .isZero();
        Path chrome = directory.resolve("hidden.json");
        CommandRun.of("trace", "export", "--perfetto", "-o", chrome.toString(), trace.toString());
        int marks = 0;
        Map<Integer, Double> begin = new HashMap<>();
        for (JsonNode event : new ObjectMapper().readTree(chrome.toFile()).get("traceEvents")) {
            double time = event.get("ts").asDouble();
            switch (event.get("ph").asText()) {
                case "i" -> {
                    marks++;
                    assertThat(event.at("/args/cycles").asLong()).isPositive();
                }
                case "B" -> begin.put(event.get("tid").asInt(), time);
                case "E" ->
                    assertThat(time).isGreaterThan(begin.get(event.get("tid").asInt()));
                default -> {}
            }
        }
        assertThat(marks).isPositive();
    }

    private static Set<PmuScope> scopes(Path run) throws IOException {
        Set<PmuScope> scopes = EnumSet.noneOf(PmuScope.class);
        try (TraceReader reader = RunDirectory.of(run).openSamples()) {
            reader.replay((cycle, unit, scope, event, value) -> scopes.add(scope));
        }
        return scopes;
    }

    // the first convolution's OFM of 32 x 32 x 192; the last one's of 7 x 7 x 1280 behind cascades with rolling buffers
    @ParameterizedTest
    @CsvSource({"ad_medium_int8, 196608", "mobilenet_v2, 62720"})
    void memoryFillsAndEmptiesWithinItsSize(String workload, long atLeast) throws IOException {
        Path trace = directory.resolve("trace");
        assertThat(CommandRun.of("run", workload, "--timing-only", "--trace", trace.toString())
                        .exitCode())
                .isZero();
        RunResult result = RunResult.load(trace);
        var levels = result.occupancy(0);
        assertThat(levels.values()).allMatch(level -> level >= 0);
        assertThat(levels.lastEntry().getValue()).isZero();
        long peak = levels.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        assertThat(peak).isBetween(atLeast, result.manifest().design().arenaCacheBytes());
    }

    @Test
    void severalDesignsAreComparedInOneReport() throws IOException {
        CommandRun run = run(
                "--timing-only",
                "--npu",
                "Ethos_U85_128,Ethos_U85_512",
                "--json",
                "-",
                "--trace",
                directory.toString());
        assertThat(run.exitCode()).isZero();
        JsonNode runs = new ObjectMapper().readTree(run.out());
        assertThat(runs).hasSize(2);
        assertThat(runs.at("/0/accelerator").asText()).isEqualTo("Ethos_U85_128");
        assertThat(runs.at("/0/counters/0/label").asText()).isEqualTo("NPU ACTIVE");
        assertThat(runs.at("/0/counters/0/value").asLong())
                .isGreaterThan(runs.at("/1/counters/0/value").asLong());
        assertThat(directory.resolve("Ethos_U85_128")).isDirectory();
        assertThat(directory.resolve("report.html")).exists();
    }

    @Test
    void sizesThatAreNoKibibytesAreShownInBytes() {
        assertThat(run("--dry-run", "--arena-cache", "1.5KiB").out())
                .contains("Dedicated_Sram with 1536 B arena cache");
        assertThat(run("--dry-run", "--arena-cache", "2048").out()).contains("Dedicated_Sram with 2 KiB arena cache");
        assertThat(run("--dry-run", "--arena-cache", "-1").err()).contains("-1 B is out of range: 0 B to ");
    }

    @Test
    void sizesAndOverridesReachTheDesign() throws IOException {
        Path trace = directory.resolve("trace");
        CommandRun run = run(
                "--timing-only",
                "--npu",
                "Ethos_U85_256",
                "--arena-cache",
                "192KiB",
                "--override",
                "system.core_clock=250 MHz",
                "--trace",
                trace.toString());
        assertThat(run.err()).isEmpty();
        assertThat(RunResult.load(trace).manifest().design().arenaCacheBytes()).isEqualTo(192 * 1024);
        assertThat(RunResult.load(trace).manifest().design().coreClockHertz()).isEqualTo(250_000_000);
    }

    @Test
    void wrongInputIsOneDiagnosticAndWritesNothing() throws IOException {
        refused(
                "error: no such file: " + directory.resolve("no.tosa"),
                directory.resolve("no.tosa").toString());
        Path text = Files.writeString(directory.resolve("text.tosa"), "this is no flatbuffer at all");
        refused("error: ", text.toString());
        Path cut = directory.resolve("cut.tosa");
        assertThat(CommandRun.of("workload", "conv1x1_c128", "-o", cut.toString())
                        .exitCode())
                .isZero();
        byte[] whole = Files.readAllBytes(cut);
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
        refused("error: ", cut.toString());
        refused("error: --seed and --set are for named workloads", cut.toString(), "--set", "seconds=5");
        Path loud = Files.copy(cut, directory.resolve("CUT.TOSA"));
        refused("error: --seed and --set are for named workloads", loud.toString(), "--seed", "5");
        Path other = Files.writeString(directory.resolve("graph.onnx"), "another format");
        refused("error: " + other + " is no workload", other.toString());
        refused("error: ", "conformer-xl");
        refused("error: --seed: the weights of dnn_s are always the same", "dnn_s", "--seed", "5");
        refused(
                "error: --set system.Dram.read_latency: options of a workload have no dot; a property of the design is"
                        + " changed by --override system.Dram.read_latency=VALUE",
                "conv1x1_c128",
                "--set",
                "system.Dram.read_latency=200 cycles");
        for (String sample : List.of("-1", "0", "often")) {
            refused(
                    "error: --sample takes a positive number of cycles, 'blocks' or 'commands', not '" + sample + "'",
                    "conv1x1_c128",
                    "--sample",
                    "blocks," + sample);
        }
        assertThat(CommandRun.of("run", "conv1x1_c128", "--npu", "Ethos_U85_255")
                        .err())
                .contains("Ethos_U85_256");
    }

    @Test
    void latencyOfAMemoryBehindATimingAdapterIsDoubted() {
        String memory = "system.Sram.read_latency=32 cycles";
        String adapter = "timing.axi0.read_latency=32 cycles";
        assertThat(run("--dry-run", "--override", memory).err())
                .isEqualTo(
                        "warning: --override system.Sram.read_latency is what the compiler believes; the NPU waits for the"
                                + " timing adapter, timing.axi0.read_latency\n");
        assertThat(run("--dry-run", "--override", memory, "--override", adapter).err())
                .isEmpty();
        assertThat(run("--dry-run", "--override", memory, "--timing-profile", "none")
                        .err())
                .isEmpty();
    }

    private void refused(String start, String... arguments) {
        Path trace = directory.resolve("never");
        String[] all = new String[arguments.length + 3];
        all[0] = "run";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--trace";
        all[arguments.length + 2] = trace.toString();
        CommandRun run = CommandRun.of(all);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).startsWith(start).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
        assertThat(trace).doesNotExist();
    }

    private static CommandRun run(String... more) {
        String[] all = new String[SMALL.length + more.length];
        System.arraycopy(SMALL, 0, all, 0, SMALL.length);
        System.arraycopy(more, 0, all, SMALL.length, more.length);
        return CommandRun.of(all);
    }
}
