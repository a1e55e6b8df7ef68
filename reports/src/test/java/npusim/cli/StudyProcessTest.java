package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies in processes of their own, to which bad things happen. */
class StudyProcessTest {
    private static final long PATIENCE_SECONDS = 120;
    private static final int SIGTERM = 128 + 15;

    @TempDir
    private Path folder;

    private Path study;

    @BeforeEach
    void write() throws IOException {
        study = Files.writeString(folder.resolve("s.npu"), """
                import "ethos-u85.npu"

                study latency {
                  workload dnn_s
                  vary accelerator in [Ethos_U85_128, Ethos_U85_256]
                  vary timing.axi1.read_latency in 1 cycles .. 400 cycles step 1 cycles
                  minimize latency, energy
                }
                """);
    }

    @Test
    void killedStudyGoesOnAndEndsWithTheSameResults() throws Exception {
        Path out = folder.resolve("out");
        Path log = out.resolve("results.log");
        Process process = startAndGoOnFor(log, out);
        process.destroyForcibly().waitFor();
        int known = wholeLines(log);
        assertThat(known).as("killed before its end").isLessThan(801);
        assertThat(CommandRun.of("study", "report", out.toString()).err()).isEmpty();
        CommandRun again = CommandRun.of("study", study.toString(), "-d", out.toString());
        assertThat(again.out()).contains("Points   800 of 800, " + (801 - known) + " run now");
        assertThat(sorted(log)).isEqualTo(uninterrupted());
    }

    @Test
    void anInterruptedStudySaysHowFarItIs() throws Exception {
        Path out = folder.resolve("out");
        Process process = startAndGoOnFor(out.resolve("results.log"), out);
        process.destroy();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(SIGTERM);
        assertThat(errors().lines().toList().getLast())
                .matches("interrupted with [1-9][0-9]* of 800 points; the same command goes on with the rest");
    }

    private Process startAndGoOnFor(Path log, Path out) throws Exception {
        Process process = start(List.of(), out);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(log) || Files.size(log) < 20_000) {
            assertThat(System.nanoTime()).isLessThan(end);
            assertThat(process.isAlive()).as(errors()).isTrue();
            Thread.sleep(5);
        }
        return process;
    }

    @Test
    void fullDiskIsOneMessageAndTheSameCommandGoesOn() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash to limit the size of files with");
        Path out = folder.resolve("out");
        Process process = start(List.of("/bin/bash", "-c", "ulimit -f 100; exec \"$@\"", "limited"), out);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(errors()).isEqualTo(2);
        assertThat(errors().lines().filter(line -> line.startsWith("error:")))
                .singleElement()
                .asString()
                .contains("cannot append to")
                .contains("the results so far are kept");
        Path log = out.resolve("results.log");
        int known = wholeLines(log);
        assertThat(known).isBetween(2, 800);
        assertThat(CommandRun.of("study", study.toString(), "-d", out.toString())
                        .out())
                .contains("Points   800 of 800, " + (801 - known) + " run now");
        assertThat(sorted(log)).isEqualTo(uninterrupted());
    }

    private List<String> uninterrupted() throws IOException {
        Path whole = folder.resolve("whole");
        CommandRun run = CommandRun.of("study", study.toString(), "-d", whole.toString(), "--threads", "1");
        assertThat(run.err()).isEmpty();
        return sorted(whole.resolve("results.log"));
    }

    private static List<String> sorted(Path log) throws IOException {
        return Files.readAllLines(log).stream().sorted().toList();
    }

    private static int wholeLines(Path log) throws IOException {
        int lines = 0;
        for (byte next : Files.readAllBytes(log)) {
            lines += next == '\n' ? 1 : 0;
        }
        return lines;
    }

    private Process start(List<String> before, Path out) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "npusim.cli.Main",
                "study",
                study.toString(),
                "-d",
                out.toString(),
                "--threads",
                "2"));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve("errors").toFile())
                .start();
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("errors"));
    }
}
