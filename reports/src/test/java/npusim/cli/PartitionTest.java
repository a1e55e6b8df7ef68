package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import npusim.report.HostCycles;
import npusim.report.OperationResult;
import npusim.report.Partition;
import npusim.report.RunResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pair of Arm's course on ExecuTorch: MobileNetV2 is one delegate, local response normalization divides it. */
class PartitionTest {
    @TempDir
    static Path directory;

    private static RunResult whole;
    private static RunResult divided;
    private static CommandRun output;

    @BeforeAll
    static void run() throws IOException {
        whole = RunResult.load(run("mobilenet_v2", "whole").path);
        Ran ran = run("mobilenet_v2_lrn", "divided");
        divided = RunResult.load(ran.path);
        output = ran.run;
    }

    private record Ran(Path path, CommandRun run) {}

    private static Ran run(String workload, String name, String... further) {
        Path path = directory.resolve(name);
        List<String> arguments =
                new java.util.ArrayList<>(List.of("run", workload, "--timing-only", "--trace", path + ""));
        arguments.addAll(List.of(further));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        return new Ran(path, run);
    }

    @Test
    void normalizationMakesTwoDelegatesAndOneOperatorOfTheCpu() {
        assertThat(Partition.of(whole).segments()).hasSize(1);
        Partition partition = Partition.of(divided);
        assertThat(partition.segments()).extracting(Partition.Segment::side).containsExactly("NPU", "CPU", "NPU");
        assertThat(partition.transitions()).isEqualTo(2);
        assertThat(partition.segments().get(1).operations()).hasSize(1);
        OperationResult mean =
                divided.operations().detect(operation -> operation.operation().onCpu());
        assertThat(mean.operation().kind()).isEqualTo("cpu conv3d");
        assertThat(mean.operation().source()).containsExactly("CONV3D lrn1.mean/sum");
        assertThat(mean.operation().details()).isEqualTo("on Cortex_M85: the scheduler has no kernel for it");
    }

    /** 7·7·1280 outputs of 5 products; int8 in, int32 out; the processor has twice the clock of the NPU. */
    @Test
    void hostCostsFollowTheTable() {
        long elements = 7 * 7 * 1280;
        double compute = elements * 5 * 2.5 + 500;
        double bytes = elements + 4 * elements + 5 + 4 + 1 + 1;
        HostCycles host = divided.sum().host();
        assertThat(host)
                .isEqualTo(new HostCycles(Math.ceilDiv((long) compute, 2), (long) Math.ceil(bytes / 4 / 2), 1500));
        assertThat(divided.idleCycles()).isEqualTo(host.total());
        assertThat(divided.totalCycles()).isEqualTo(divided.activeCycles() + host.total());
        assertThat(whole.idleCycles()).isZero();
        assertThat(whole.sum().host().total()).isZero();
    }

    @Test
    void bothSidesAreTimedOneAfterTheOther() {
        long end = 0;
        for (OperationResult operation : divided.operations()) {
            if (operation.operation().onCpu()) {
                assertThat(operation.counters().startCycle()).isGreaterThanOrEqualTo(end);
                assertThat(operation.counters().endCycle()
                                - operation.counters().startCycle())
                        .isEqualTo(operation.counters().host().total());
                assertThat(operation.activeCycles()).isZero();
            }
            end = Math.max(end, operation.counters().endCycle());
        }
        assertThat(divided.activeCycles()).isGreaterThan(whole.activeCycles());
    }

    @Test
    void textAndMarkdownShowTheFragmentation() throws IOException {
        assertThat(output.out())
                .contains("3 segments, 2 transitions")
                .containsPattern("CPU computes +\\d+ +\\d+\\.\\d %")
                .containsPattern("cpu conv3d +1 +" + divided.sum().host().total()
                        + " +on Cortex_M85: the scheduler has no kernel for it");
        String markdown = CommandRun.of("report", "--format", "md", "-o", "-", divided.directory() + "")
                .out();
        assertThat(markdown)
                .contains("| CPU | 1 | lrn1.mean/sum | lrn1.mean/sum | ")
                .contains("| cpu conv3d | 1 | " + divided.sum().host().total() + " | on Cortex_M85: ");
        assertThat(CommandRun.of("report", "--format", "md", "-o", "-", whole.directory() + "")
                        .out())
                .doesNotContain("segments");
    }

    @Test
    void platformWithoutProcessorIsRefusedWithTheRemedy() throws IOException {
        Path file = Files.writeString(directory.resolve("board.npu"), """
                import "arm-systems.npu"
                import "ethos-u85.npu"
                import "memory-modes.npu"

                platform Bare_Board {
                  defaults = table {
                    | accelerators    | system                 | memory_mode    |
                    | [Ethos_U85_256] | Ethos_U85_SYS_DRAM_Low | Dedicated_Sram |
                  }
                }
                """);
        CommandRun refused = CommandRun.of(
                "run",
                "mobilenet_v2_lrn",
                "--timing-only",
                "--config",
                file + "",
                "--platform",
                "Bare_Board",
                "--npu",
                "Ethos_U85_256",
                "--trace",
                directory.resolve("bare") + "");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(refused.err())
                .isEqualTo(
                        "error: operator CONV3D (output lrn1.mean/sum) has no schedule on Ethos_U85_256 (the scheduler has no"
                                + " kernel for it), and platform"
                                + " 'Bare_Board' names no processor to run it on: give the platform 'cpu = NAME', or rewrite the"
                                + " network\n");
    }
}
