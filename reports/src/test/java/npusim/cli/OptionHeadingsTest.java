package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Help that is too long for one list is read by heading. */
class OptionHeadingsTest {
    private static final int A_DOZEN = 12;

    @Test
    void standInTheOrderOfUse() {
        assertThat(headings("run"))
                .containsExactly(
                        "Workload and inputs:",
                        "Design:",
                        "Schedule:",
                        "What to run and check:",
                        "How to run it:",
                        "Outputs:",
                        "Display:");
        assertThat(help("run"))
                .startsWith("Usage: npusim run [OPTIONS] [WORKLOAD]\n")
                .containsSubsequence("Outputs:\n      --trace=DIR", "--report=", "--no-report", "--json=", "Display:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"study", "exec", "validate"})
    void areTheSameForAllVerbs(String verb) {
        assertThat(headings("run")).containsSubsequence(headings(verb)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void groupTheOptionsOfEveryVerbThatHasMoreThanADozen(CommandLine verb) {
        String help = verb.getUsageMessage();
        if (verb.getCommandSpec().options().size() > A_DOZEN) {
            assertThat(help).contains("\nOutputs:\n");
        }
        assertThat(verb.getCommandSpec().options())
                .allSatisfy(
                        option -> assertThat(help).contains(option.longestName().substring(2)));
    }

    static Stream<CommandLine> verbs() {
        return Main.commandLine().getSubcommands().values().stream();
    }

    private static List<String> headings(String verb) {
        return Arrays.stream(help(verb).split("\n"))
                .filter(line -> line.matches("[A-Z][a-z ]+:") && !line.equals("Verbs:"))
                .toList();
    }

    private static String help(String verb) {
        return CommandRun.of(verb, "--help").out();
    }
}
