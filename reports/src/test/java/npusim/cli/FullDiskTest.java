package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verbs in processes whose files cannot grow beyond 4 KiB, which fails like a disk without room. */
class FullDiskTest {
    private static final String OLD = "an older file";

    @TempDir
    private static Path runs;

    @TempDir
    private Path folder;

    private static Path run;

    @BeforeAll
    static void record() {
        run = runs.resolve("run");
        assertThat(CommandRun.of("run", "dnn_s", "--timing-only", "--no-report", "--trace", run.toString())
                        .err())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--csv", "--json-lines", "--perfetto", "--fvp-pmu-trace", "--model-explorer"})
    void exportNamesTheFileAndLeavesTheOldOne(String form) throws Exception {
        Path file = Files.writeString(folder.resolve("out.json"), OLD);
        assertThat(errors("trace", "export", form, "-o", file.toString(), run.toString()))
                .startsWith("error: " + folder + "/out")
                .endsWith(": File too large\n")
                .hasLineCount(1);
        assertThat(file).hasContent(OLD);
        assertThat(files()).containsExactly(file);
    }

    @Test
    void aDatabaseThatCannotBeUnpackedIsOneDiagnostic() throws Exception {
        assertThat(errors("trace", "query", "SELECT 1", run.toString()))
                .startsWith("error: the library of DuckDB cannot be unpacked into ")
                .endsWith(" (File too large); TMPDIR names another directory\n")
                .hasLineCount(1);
    }

    @Test
    void inputsOfAWorkloadAreWholeOrNotThere() throws Exception {
        assertThat(errors(
                        "workload",
                        "conformer-s",
                        "--set",
                        "layers=1",
                        "--input-dir",
                        folder.toString(),
                        "-o",
                        folder.resolve("c.tosa").toString()))
                .isEqualTo("error: " + folder.resolve("input.npy") + ": File too large\n");
        assertThat(files()).isEmpty();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** What a verb says that ends with exit code 2. */
    private static String errors(String... arguments) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash to limit the size of files with");
        List<String> command = new ArrayList<>(List.of("/bin/bash", "-c", "ulimit -f 4; exec \"$@\"", "limited"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "npusim.cli.Main"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(2);
        return said.replaceFirst("^WARNING: Using incubator modules.*\n", "");
    }
}
