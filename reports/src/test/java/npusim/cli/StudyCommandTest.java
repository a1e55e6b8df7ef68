package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import npusim.report.RunResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyCommandTest {
    @TempDir
    private Path folder;

    @Test
    void runsAStudyResumesItAndShowsItsResults() throws IOException {
        Path file = Files.writeString(folder.resolve("s.npu"), """
                import "ethos-u85.npu"

                study macs {
                  workload dnn_s
                  vary accelerator in [Ethos_U85_128, Ethos_U85_256]
                  minimize latency, energy
                }
                """);
        String results = folder.resolve("out").toString();
        CommandRun first = CommandRun.of("study", file.toString(), "-d", results);
        assertThat(first.err()).isEmpty();
        assertThat(first.exitCode()).isZero();
        assertThat(first.out())
                .contains("Points   2 of 2, 2 run now")
                .contains("\nWork     2 schedules made and taken again 0 times (at most 48 are kept)\n         lowered"
                        + " networks: 1 (at most 16 are kept), encoded weights: ");
        assertThat(CommandRun.of("study", file.toString(), "-d", results).out()).contains("2 of 2, 0 run now");
        assertThat(CommandRun.of("study", file.toString(), "-d", results, "--json", "-")
                        .out())
                .contains("report.html\"")
                .containsPattern("\"reasons\" : \\[ ]");

        CommandRun best = CommandRun.of("study", "results", results, "--top", "1");
        assertThat(best.out().lines()).hasSize(2);
        assertThat(best.out()).startsWith("point  accelerator").contains("minimize latency, s  minimize energy, J");
        assertThat(points(results, "--by", "macs")).containsExactly("0", "1");
        assertThat(points(results, "--by", "area")).containsExactly("0", "1");
        assertThat(CommandRun.of("study", "results", results, "--sql", "SELECT nothing FROM results")
                        .err())
                .startsWith("error: the query is wrong: Binder Error")
                .contains("nothing");
        assertThat(points(results, "--by", "area", "--descending")).containsExactly("1", "0");
        CommandRun nothing = CommandRun.of("study", "results", results, "--by", "aera");
        assertThat(nothing.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(nothing.err()).contains("--by aera: no such column; there are point, ");
        assertThat(CommandRun.of("study", "results", results, "--top", "-1").err())
                .isEqualToNormalizingNewlines("error: --top must be at least 0, is -1\n");
        CommandRun noDirectory = CommandRun.of("study", file.toString(), "-d", file.toString());
        assertThat(noDirectory.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(noDirectory.err())
                .isEqualToNormalizingNewlines("error: --directory " + file + ": " + file + " is no directory\n");
        assertThat(CommandRun.of("study", file.toString(), "-d", "/proc/none").err())
                .startsWith("error: cannot create the directory /proc/none of the study: ")
                .doesNotContain("Exception");
        for (List<String> both : List.of(
                List.of("--pareto", "--sql=SELECT 1"),
                List.of("--sensitivity", "--pareto"),
                List.of("--top=1", "--sql=SELECT 1"),
                List.of("--pareto", "--by=area"))) {
            CommandRun refused = CommandRun.of("study", "results", results, both.getFirst(), both.getLast());
            assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err()).containsPattern("error: --[a-z]+ and --[a-z]+ exclude each other");
        }
        assertThat(CommandRun.of("study", results).err())
                .startsWith(
                        "error: " + results + " is the directory of a study: 'npusim study results " + results + "' ");
        assertThat(CommandRun.of("report", results).err())
                .startsWith(
                        "error: " + results + " is the directory of a study: 'npusim study report " + results + "' ");
        CommandRun query = CommandRun.of("study", "results", results, "--sql", "SELECT count(*) AS n FROM results");
        assertThat(query.out()).isEqualToNormalizingNewlines("n\n2\n");
    }

    @Test
    void sensitivityOfAGridIsARangeOfMeansAndOfMorrisAnEmptyCellWhereNothingIsDefined() throws IOException {
        String study = """
                import "ethos-u85.npu"

                study macs {
                  workload dnn_s
                  vary accelerator in [Ethos_U85_128, Ethos_U85_256]
                  vary accelerator.buffers.chaining in [512 B, 768 B]
                  minimize latency
                  MORE
                }
                """;
        CommandRun grid = sensitivity("grid", study.replace("MORE", ""));
        assertThat(grid.out().lines().map(line -> line.split(" {2,}")[0]).toList())
                .containsExactly("property", "accelerator", "accelerator.buffers.chaining");
        assertThat(grid.out()).contains("range_of_means").doesNotContain("NaN");
        CommandRun morris =
                sensitivity("morris", study.replace("MORE", "strategy = morris  budget = 3"), "--json", "-");
        assertThat(morris.out())
                .contains("\"mu_star\"")
                .contains("null, 1 ]") // of one elementary effect there is no deviation
                .doesNotContain("NaN");
        assertThat(sensitivity("none", study.replace("MORE", "require active_cycles < 1 cycles"))
                        .err())
                .startsWith("error: no property varies among the feasible points of ");
    }

    private CommandRun sensitivity(String name, String study, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".npu"), study);
        String results = folder.resolve(name).toString();
        assertThat(CommandRun.of("study", file.toString(), "-d", results).err()).isEmpty();
        List<String> arguments = new ArrayList<>(List.of("study", "results", results, "--sensitivity"));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static List<String> points(String results, String... options) {
        List<String> arguments = new ArrayList<>(List.of("study", "results", results));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new))
                .out()
                .lines()
                .skip(1)
                .map(String::strip)
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    @Test
    void aStudyThatNamesNoAcceleratorSaysOnWhichItRuns() throws IOException {
        String study = """
                import "ethos-u65.npu"

                study u65 {
                  ACCELERATOR
                  workload dnn_s
                  vary system.MEMORY.read_latency in [10 cycles]
                  minimize latency
                }
                """;
        Path none = Files.writeString(
                folder.resolve("none.npu"), study.replace("ACCELERATOR", "").replace("MEMORY", "Dram"));
        assertThat(CommandRun.of("study", none.toString(), "--dry-run").out())
                .startsWith(
                        "Design   Ethos_U85_256, as the study names no accelerator: 'accelerator = NAME' in it chooses"
                                + " another\n");
        Path wrong = Files.writeString(
                folder.resolve("wrong.npu"), study.replace("ACCELERATOR", "").replace("MEMORY", "Mram"));
        assertThat(CommandRun.of("study", wrong.toString(), "--dry-run").err())
                .contains("'Ethos_U85_SYS_DRAM_Low' has no 'Mram'")
                .contains("note: the study names no accelerator, which makes it Ethos_U85_256");
        Path one = Files.writeString(
                folder.resolve("one.npu"),
                study.replace("ACCELERATOR", "accelerator = Ethos_U65_256").replace("MEMORY", "Dram"));
        assertThat(CommandRun.of("study", one.toString(), "--dry-run").out()).startsWith("Study    u65");
    }

    @Test
    void latencyOfAMemoryBehindATimingAdapterIsDoubted() throws IOException {
        String study = """
                import "ethos-u85.npu"

                study latency {
                  accelerator = Ethos_U85_256
                  workload dnn_s
                  vary system.Dram.read_latency in [100 cycles, 200 cycles]
                  FOLLOWING
                  minimize latency
                }
                """;
        Path alone = Files.writeString(folder.resolve("alone.npu"), study.replace("FOLLOWING", ""));
        assertThat(CommandRun.of("study", alone.toString(), "--dry-run").err())
                .contains(
                        "warning: system.Dram.read_latency is what the compiler believes; the NPU waits for the timing"
                                + " adapter, timing.axi1.read_latency\n");
        Path both = Files.writeString(
                folder.resolve("both.npu"),
                study.replace("FOLLOWING", "vary timing.axi1.read_latency = system.Dram.read_latency"));
        assertThat(CommandRun.of("study", both.toString(), "--dry-run").err()).doesNotContain("believes");
    }

    @Test
    void fullRunsOfAPointCountWhatItsRowSays() throws IOException {
        Path file = Files.writeString(folder.resolve("s.npu"), """
                import "ethos-u85.npu"

                study two {
                  workload dnn_s
                  workload kws_micronet_m
                  vary accelerator in [Ethos_U85_128, Ethos_U85_256]
                  vary timing.axi1.read_latency in [100 cycles, 300 cycles]
                  minimize latency
                }
                """);
        Path results = folder.resolve("out");
        CommandRun.of("study", file.toString(), "-d", results.toString(), "--policy", "vela-5.0");
        CommandRun report = CommandRun.of("study", "report", results.toString(), "--runs", "1", "--point", "0");
        assertThat(report.err()).isEmpty();
        for (int point : new int[] {0, 2}) {
            assertThat(report.out()).contains("Run      point " + point);
            assertThat(replayed(results, point, "1-dnn_s")).isEqualTo(row(results, point, "dnn_s"));
            assertThat(replayed(results, point, "2-kws_micronet_m")).isEqualTo(row(results, point, "kws_micronet_m"));
        }
        assertThat(CommandRun.of("study", "report", results.toString(), "--point", "9")
                        .err())
                .contains("has no feasible point 9");
    }

    private static long replayed(Path results, int point, String run) throws IOException {
        return RunResult.load(results.resolve("runs").resolve("point-" + point).resolve(run))
                .activeCycles();
    }

    private static long row(Path results, int point, String workload) {
        String query =
                "SELECT CAST(\"" + workload + " active_cycles\" AS BIGINT) AS n FROM results WHERE point = " + point;
        return Long.parseLong(CommandRun.of("study", "results", results.toString(), "--sql", query)
                .out()
                .lines()
                .toList()
                .getLast());
    }

    @Test
    void partOfAStudyCanBeReportedAndOptionsOfAnotherEngineAreRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("s.npu"), """
                import "ethos-u85.npu"

                study macs {
                  workload dnn_s
                  vary accelerator in [Ethos_U85_128, Ethos_U85_256]
                  minimize latency, energy
                }
                """);
        Path results = folder.resolve("out");
        CommandRun.of("study", file.toString(), "-d", results.toString());
        Files.delete(results.resolve("results.parquet"));
        Path log = results.resolve("results.log");
        Files.write(log, Files.readAllLines(log).subList(0, 2));
        assertThat(CommandRun.of("study", "report", results.toString()).exitCode())
                .isZero();
        CommandRun soFar = CommandRun.of("study", "results", results.toString());
        assertThat(soFar.err()).isEqualTo("warning: the study has not finished; these are its points so far\n");
        assertThat(soFar.out().lines()).hasSize(2);
        assertThat(results.resolve("results.parquet")).doesNotExist();
        assertThat(CommandRun.of("study", file.toString(), "--master", "local[2]")
                        .err())
                .contains("--master is for --engine spark");
        assertThat(CommandRun.of("study", file.toString(), "--engine", "spark", "--threads", "2")
                        .err())
                .contains("--threads is for --engine local");
        assertThat(CommandRun.of("study", file.toString(), "--policy", "vela-9").err())
                .contains("--policy takes vela-4.4, vela-5.0 or npusim, not 'vela-9'");
    }

    @Test
    void dryRunCountsEstimatesAndWritesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("s.npu"), """
                import "ethos-u85.npu"

                study macs {
                  workload dnn_s
                  vary accelerator in [Ethos_U85_128, Ethos_U85_256]
                  vary timing.axi1.read_latency in [100 cycles, 200 cycles, 300 cycles]
                  require active_cycles < 1 cycles
                  minimize latency
                }
                """);
        Path results = folder.resolve("out");
        CommandRun run = CommandRun.of("study", file.toString(), "-d", results.toString(), "--dry-run");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("Study    macs, grid, 6 points")
                .contains("Point    accelerator = Ethos_U85_128, timing.axi1.read_latency = 300 cycles")
                .contains("\n         … and 1 more\nEach     ")
                .contains("6 of 6 points tried are infeasible, the first of them: requires active_cycles < 1 cycles")
                .contains("Time     about ");
        CommandRun elsewhere = CommandRun.of("study", file.toString(), "--engine", "spark", "--dry-run", "--json", "-");
        assertThat(elsewhere.out()).containsPattern("\"seconds\" ?: ?null").containsPattern("\"points\" ?: ?6");
        assertThat(results).doesNotExist();
    }

    @Test
    void fileWithoutAStudyIsBadInput() throws IOException {
        Path file = Files.writeString(folder.resolve("s.npu"), "import \"ethos-u85.npu\"\n");
        CommandRun run = CommandRun.of("study", file.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("declares no study");
    }

    @Test
    void directoryOfARunIsBadInput() throws IOException {
        Path file = Files.writeString(folder.resolve("s.npu"), """
                import "ethos-u85.npu"
                study s {
                  workload conv1x1_c128
                  vary accelerator in [Ethos_U85_128, Ethos_U85_256]
                  minimize latency
                }
                """);
        Path run = folder.resolve("run");
        assertThat(CommandRun.of("run", "conv1x1_c128", "--timing-only", "--trace", run.toString())
                        .err())
                .isEmpty();
        byte[] report = Files.readAllBytes(run.resolve("report.html"));
        CommandRun study = CommandRun.of("study", file.toString(), "-d", run.toString());
        assertThat(study.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(study.err()).startsWith("error: " + run + " is the directory of a run, whose report would be lost");
        assertThat(run.resolve("report.html")).hasBinaryContent(report);
    }

    @Test
    void directoryWithoutResultsIsBadInput() {
        CommandRun run = CommandRun.of("study", "results", folder.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("there are no results in");
    }
}
