package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import npusim.tosa.TosaReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadCommandTest {
    @TempDir
    private Path folder;

    @Test
    void withoutNameListsEveryWorkloadWithItsOptions() {
        CommandRun run = CommandRun.of("workload");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "conformer-s",
                        "mobilenet_v2",
                        "options: height=16 width=16",
                        "options: seconds=15 frames=1500");
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(run.out()).contains("""
                        conformer-s         Conformer small: speech to log-probabilities, int8 as
                                            ExecuTorch lowers it
                                            options: seconds=15 frames=1500 layers=16 dimension=144
                        """);
    }

    @Test
    void writesAGraphThatReadsBackAndItsInputs() throws Exception {
        Path graph = folder.resolve("conv.tosa");
        CommandRun run = CommandRun.of(
                "workload",
                "conv1x1_c128",
                "--set",
                "height=4",
                "--set",
                "width=9",
                "-o",
                graph.toString(),
                "--input-dir",
                folder.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        "Workload    conv1x1_c128 height=4 width=9\nOperators   2",
                        "Input       input INT8[1,4,9,128]");
        assertThat(TosaReader.read(graph).outputs().getFirst().shape()).hasToString("[1,4,9,128]");
        assertThat(Files.size(folder.resolve("input.npy"))).isEqualTo(128 + 4 * 9 * 128);
    }

    @Test
    void optionsWithoutAWorkloadAreRefused() {
        CommandRun run = CommandRun.of("workload", "--set", "seconds=5");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("error: which workload? ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void unknownWorkloadIsBadInputAndWritesNothing() {
        Path graph = folder.resolve("x.tosa");
        CommandRun run = CommandRun.of("workload", "mobilnet_v2", "-o", graph.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no workload named 'mobilnet_v2'; nearest: mobilenet_v2, mobilenet_v1");
        assertThat(graph).doesNotExist();
    }

    @Test
    void wrongOptionIsBadInput() {
        CommandRun run = CommandRun.of("workload", "conv1x1_c128", "--set", "width=many", "-o", folder + "/x.tosa");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("width must be a whole number, is 'many'");
    }
}
