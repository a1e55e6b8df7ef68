package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An option that a verb does not know is what is told of a command, whatever it lacks besides. */
class UnknownOptionTest {
    static Stream<String> verbs() {
        return Stream.concat(
                Main.VERBS.stream(),
                Main.commandLine("trace").getSubcommands().get("trace").getSubcommands().keySet().stream()
                        .map("trace "::concat));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void isToldByEachVerb(String verb) {
        CommandRun run = CommandRun.of((verb + " --bogus=1").split(" "));
        assertThat(run.err())
                .startsWith("error: Unknown option: '--bogus=1'")
                .contains("Try 'npusim " + verb + " --help'.");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    }

    @ParameterizedTest
    @CsvSource({
        "exec --output-di x, parameter: 'MODEL.tosa'",
        "exec --o-d=x, parameter: 'MODEL.tosa'",
        "exec --input, parameter for option '--input' (NAME=FILE.npy)"
    })
    void isNoneThatIsShortForOne(String command, String message) {
        assertThat(CommandRun.of(command.split(" ")).err()).startsWith("error: Missing required " + message);
    }

    @Test
    void isToldWithWhatItMayMean() {
        assertThat(CommandRun.of("exec", "--otput-dir", "x").err()).contains("Did you mean '--output-dir'");
    }
}
