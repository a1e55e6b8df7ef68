package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code npusim validate} over a corpus of one small network and one that does not exist; the measurements are made up. */
class ValidateCommandTest {
    @TempDir
    Path directory;

    private Path corpus;

    @BeforeEach
    void write() throws Exception {
        corpus = Files.writeString(directory.resolve("corpus.csv"), """
                id,workload,npu,npu_active_cycles,npu_total_cycles
                active,conv1x1_c128,u55-256,20000,
                total,conv1x1_c128,u55-128,,30000
                lost,no_such_network,u55-256,20000,
                """);
    }

    @Test
    void everyTableIsAlsoInTheJson() throws Exception {
        JsonNode json = json("--ablate", "latency");
        assertThat(json.path("overall").path("rows").asInt()).isEqualTo(1);
        assertThat(json.path("rows")).hasSize(2);
        assertThat(json.path("rows").path(1).path("basis").asText()).isEqualTo("total cycles (1000-cycle grid)");
        assertThat(json.path("skipped").path(0).path("id").asText()).isEqualTo("lost");
        assertThat(json.path("ablations").path(0).path("mechanism").asText()).isEqualTo("latency");
        assertThat(json.path("ablations").path(0).path("worthPoints").asDouble())
                .isNotZero();
    }

    @Test
    void policiesAreComparedForEveryRowThatCanBeReplayed() throws Exception {
        Files.writeString(corpus, "workload,model,npu,npu_active_cycles\nunknown,conv1x1_c128,u55-256,1\n");
        JsonNode line = json("--policies").path("networks").path(0);
        long compilers = Math.min(
                line.path("cycles").path("VELA_4_4").asLong(),
                line.path("cycles").path("VELA_5_0").asLong());
        long ours = line.path("cycles").path("NPUSIM").asLong();
        assertThat(compilers).isPositive();
        assertThat(line.path("changePercent").asDouble()).isEqualTo(100.0 * (ours - compilers) / compilers);
    }

    @Test
    void groupsOfOperatorsAreComparedWithTheRunTheyArePartOf() throws Exception {
        Path operators = Files.writeString(directory.resolve("operators.csv"), """
                model,binding,ops,active
                conv1x1_c128,256_Any,Conv2D,20000
                elsewhere,256_Any,Conv2D,20000
                """);
        JsonNode json = json("--operators", operators.toString());
        JsonNode run = json.path("runs").path(0);
        long simulated = run.path("groups").path(0).path("simulatedCycles").asLong();
        assertThat(run.path("row").asText()).isEqualTo("active");
        assertThat(simulated).isPositive();
        assertThat(json.path("overall").path("mean").asDouble())
                .isEqualTo(Math.abs(100.0 * (simulated - 20000) / 20000));
        assertThat(json.path("skipped").path(0).path("id").asText()).isEqualTo("elsewhere 256_Any");
    }

    @Test
    void aRunOfWhichNoGroupMatchesHasNoMeanError() throws Exception {
        Path operators = Files.writeString(directory.resolve("operators.csv"), """
                model,binding,ops,active
                conv1x1_c128,256_Any,Conv2D,20000
                conv1x1_c128,256_Low,DepthwiseConv2D,20000
                """);
        CommandRun run = CommandRun.of("validate", corpus.toString(), "--operators", operators.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("\nconv1x1_c128 256_Low: none of 1 groups compared: group 0 is DepthwiseConv2D");
    }

    @Test
    void operatorsOfNetworksThatTheCorpusDoesNotHaveAreRefusedWithTheReason() throws Exception {
        Path operators = Files.writeString(
                directory.resolve("operators.csv"), "model,binding,ops,active\nelsewhere,256_Any,Conv2D,20000\n");
        CommandRun run = CommandRun.of("validate", corpus.toString(), "--operators", operators.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("; elsewhere 256_Any: no row of this network");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aScheduleThatCannotBeReadIsBadInput() throws Exception {
        Path schedules = Files.createDirectories(directory.resolve("schedules"));
        Path file = Files.createDirectories(schedules.resolve("cells")).resolve("dnn_s-u55-128.ops.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("kind,ofm_hwc,ofm_block_hwc\nCONV,1x1x16,1x1\n".getBytes(StandardCharsets.UTF_8));
        }
        Path rows = Files.writeString(
                directory.resolve("rows.csv"), "workload,npu,npu_active_cycles\ndnn_s,u55-128,14000\n");
        CommandRun run = CommandRun.of("validate", rows.toString(), "--schedules", schedules.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err())
                .contains(file + ", line 2: column 'ofm_block_hwc' holds '1x1' in place of 3 whole numbers from 1 on")
                .doesNotContain("defect");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --policies --threads 2                     | --policies prints a table of its own: --threads
                    --policies --html page.html                | --policies prints a table of its own: --html
                    --fit engine.start_cycles=1,2 --summary    | --fit prints a table of its own: --summary
                    --operators corpus.csv --ablate all        | --operators prints a table of its own: --ablate
                    --split                                    | name them with --schedules DIR
                    --threads 0                                | --threads must be at least 1
                    --ablate nothing                           | nothing
                    --set engine.nothing=1                     | could be replayed; active:
                    --set nothing                              | --set takes PATH=VALUE, not 'nothing'
                    --rows x.*                                 | no row's id matches
                    --rows (                                   | --rows ( is no regular expression: Unclosed group
                    --fit engine.start_cycles                  | --fit
                    --fit engine.nothing=1,2                   | --fit: no row can be replayed with {engine.nothing=1}; active:
                    --threads 1000000000                       | --threads must be at most 1024
                    """)
    void wrongOptionsAreRefusedBeforeAnythingIsPrinted(String options, String message) {
        CommandRun run = CommandRun.of(("validate " + corpus + " " + options).split(" +"));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains(message);
        assertThat(run.out()).isEmpty();
    }

    private JsonNode json(String... options) throws Exception {
        Path file = directory.resolve("result.json");
        String[] arguments = new String[4 + options.length];
        arguments[0] = "validate";
        arguments[1] = corpus.toString();
        arguments[2] = "--json";
        arguments[3] = file.toString();
        System.arraycopy(options, 0, arguments, 4, options.length);
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.SUCCESS);
        return new ObjectMapper().readTree(file.toFile());
    }
}
