package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThat(first.out()).contains("Points   2 of 2, 2 run now");
        assertThat(CommandRun.of("study", file.toString(), "-d", results).out()).contains("2 of 2, 0 run now");

        CommandRun best = CommandRun.of("study", "results", results, "--top", "1");
        assertThat(best.out().lines()).hasSize(2);
        assertThat(best.out()).startsWith("point  accelerator").contains("minimize latency");
        CommandRun query = CommandRun.of("study", "results", results, "--sql", "SELECT count(*) AS n FROM results");
        assertThat(query.out()).isEqualToNormalizingNewlines("n\n2\n");
    }

    @Test
    void fileWithoutAStudyIsBadInput() throws IOException {
        Path file = Files.writeString(folder.resolve("s.npu"), "import \"ethos-u85.npu\"\n");
        CommandRun run = CommandRun.of("study", file.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("declares no study");
    }

    @Test
    void directoryWithoutResultsIsBadInput() {
        CommandRun run = CommandRun.of("study", "results", folder.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("there are no results in");
    }
}
