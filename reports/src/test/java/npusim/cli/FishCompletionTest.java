package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks a real fish what it would complete. */
class FishCompletionTest {
    @TempDir
    private Path folder;

    private String fish = "";

    @BeforeEach
    void writeScript() throws IOException {
        Path found = Stream.of(System.getenv("PATH").split(":"))
                .map(place -> Path.of(place, "fish"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(found != null, "there is no fish to complete words");
        fish = String.valueOf(found);
        CommandRun run = CommandRun.of("completion", "fish");
        assertThat(run.exitCode()).isZero();
        Files.writeString(folder.resolve("completion.fish"), run.out());
    }

    @Test
    void completesVerbs() throws Exception {
        assertThat(completions("ru")).containsExactly("run");
        assertThat(completions("trace ")).containsExactly("diff", "export", "import", "query", "stats", "tail");
        assertThat(completions("study --policy npusim res")).containsExactly("results");
    }

    @Test
    void completesOptionsOfTheVerb() throws Exception {
        assertThat(completions("run --timing-")).containsExactly("--timing-only", "--timing-profile");
        assertThat(completions("run --trace study --no-")).containsExactly("--no-chaining", "--no-report");
        assertThat(completions("study results --to")).containsExactly("--top");
        assertThat(completions("study --to")).isEmpty();
    }

    @Test
    void completesNamesAlsoBetweenCommas() throws Exception {
        assertThat(completions("run --npu Ethos_U65")).containsExactly("Ethos_U65_256", "Ethos_U65_512");
        assertThat(completions("run --npu=Ethos_U65_2")).containsExactly("--npu=Ethos_U65_256");
        assertThat(completions("run --npu Ethos_U85_256,Ethos_U65_2")).containsExactly("Ethos_U85_256,Ethos_U65_256");
        assertThat(completions("run conf")).containsExactly("conformer-s");
        assertThat(completions("run --kernels ")).containsExactly("fast", "scalar");
        assertThat(completions("diff Ethos_U65_256 Ethos_U65_5")).containsExactly("Ethos_U65_512");
    }

    @Test
    void leavesFilesToTheShell() throws Exception {
        Files.createFile(folder.resolve("conf.tosa"));
        assertThat(completions("run conf")).containsExactly("conf.tosa", "conformer-s");
        assertThat(completions("run --json co")).containsExactly("completion.fish", "conf.tosa");
        assertThat(completions("co")).containsExactly("completion", "conformance");
        assertThat(completions("run --kernels co")).isEmpty();
    }

    /** What fish offers for the last word, without its description; it says nothing of a script's mistakes but on stderr. */
    private List<String> completions(String words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        fish, "--no-config", "-c", "source completion.fish; complete -C 'npusim " + words + "'")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return out.lines().map(line -> line.replaceFirst("\t.*", "")).toList();
    }
}
