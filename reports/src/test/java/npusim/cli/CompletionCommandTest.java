package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks a real bash what it would complete. */
class CompletionCommandTest {
    private static final Path BASH = Path.of("/bin/bash");

    @TempDir
    private Path folder;

    private Path script = Path.of("");

    @BeforeEach
    void writeScript() throws IOException {
        assumeTrue(Files.isExecutable(BASH), "there is no " + BASH + " to complete words");
        CommandRun run = CommandRun.of("completion");
        assertThat(run.exitCode()).isZero();
        script = Files.writeString(folder.resolve("completion.sh"), run.out());
    }

    @Test
    void completesVerbs() throws Exception {
        assertThat(completions("npusim", "ru")).containsExactly("run");
        assertThat(completions("npusim", "trace", "q")).containsExactly("query");
    }

    @Test
    void completesOptions() throws Exception {
        assertThat(completions("npusim", "run", "--timing-")).containsExactly("--timing-only", "--timing-profile");
    }

    @Test
    void completesShippedNames() throws Exception {
        assertThat(completions("npusim", "run", "--npu", "Ethos_U65"))
                .containsExactly("Ethos_U65_256", "Ethos_U65_512");
        assertThat(completions("npusim", "run", "--platform", "Corstone_32")).containsExactly("Corstone_320");
        assertThat(completions("npusim", "run", "--memory-mode", "Sram")).containsExactly("Sram_Only");
        assertThat(completions("npusim", "run", "--policy", "vela-5")).containsExactly("vela-5.0");
        assertThat(completions("npusim", "run", "conf")).containsExactly("conformer-s");
    }

    @Test
    void completesWordsOfAnOptionOrArgumentThatTakesFew() throws Exception {
        assertThat(completions("npusim", "run", "--kernels", "")).containsExactly("fast", "scalar");
        assertThat(completions("npusim", "run", "--timing-profile", "n")).containsExactly("none");
        assertThat(completions("npusim", "report", "--format", "")).containsExactly("html", "md", "csv", "json");
        assertThat(completions("npusim", "exec", "g.tosa", "--level", "")).containsExactly("8K", "none");
        assertThat(completions("npusim", "study", "--engine", "")).containsExactly("local", "spark");
        assertThat(completions("npusim", "validate", "--ablate", "a")).containsExactly("all");
        assertThat(completions("npusim", "show", "Corstone_32")).containsExactly("Corstone_320");
        assertThat(completions("npusim", "diff", "Ethos_U65_256", "Ethos_U65_5"))
                .containsExactly("Ethos_U65_512");
        assertThat(completions("npusim", "export-vela", "Sram")).containsExactly("Sram_Only");
        assertThat(completions("npusim", "explain", "NPU-070")).contains("NPU-0701");
    }

    @Test
    void completesValuesBehindAnEqualsSignAndNamesBetweenCommas() throws Exception {
        assertThat(completions("npusim", "run", "--npu", "=", "Ethos_U65"))
                .containsExactly("Ethos_U65_256", "Ethos_U65_512");
        assertThat(completions("npusim", "run", "--kernels", "=")).containsExactly("fast", "scalar");
        assertThat(completions("npusim", "run", "--kernels=s")).containsExactly("--kernels=scalar");
        assertThat(completions("npusim", "run", "--npu", "=", "Ethos_U85_256", "--platform", "Corstone_32"))
                .containsExactly("Corstone_320");
        assertThat(completions("npusim", "run", "--npu", "Ethos_U85_256,Ethos_U65_2"))
                .containsExactly("Ethos_U85_256,Ethos_U65_256");
        assertThat(completions("npusim", "run", "--npu=Ethos_U85_256,Ethos_U65_2"))
                .containsExactly("--npu=Ethos_U85_256,Ethos_U65_256");
    }

    /** Where the script has no words the shell takes files, if it is not told to leave them out. */
    @Test
    void leavesFilesToTheShell() throws Exception {
        assertThat(completions("npusim", "run", "model.to")).containsExactly("");
        assertThat(completions("npusim", "run", "--json", "x")).containsExactly("");
        assertThat(folder.resolve("told")).doesNotExist();
        assertThat(script)
                .content()
                .endsWith("complete -F _complete_npusim_values -o default npusim npusim.sh npusim.bash\n");
    }

    /** What bash offers for the last of the words. */
    private List<String> completions(String... words) throws IOException, InterruptedException {
        String line = List.of(words).stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        String program = "source '" + script + "'; compopt() { [[ $1 == +o ]] && touch '" + folder
                + "/told'; }; COMP_WORDS=(" + line + "); COMP_CWORD=" + (words.length - 1)
                + "; _complete_npusim_values 2>/dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process process = new ProcessBuilder(BASH.toString(), "--norc", "-c", program).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return out.lines().toList();
    }
}
