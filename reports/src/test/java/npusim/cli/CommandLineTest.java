package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
    @ParameterizedTest
    @ValueSource(strings = {"run", "show", "validate", "exec", "conformance", "report", "trace export"})
    void helpBreaksNoLineWithinAName(String verb) {
        assertThat(CommandRun.of((verb + " --help").split(" ")).out()).doesNotContainPattern("\\w\\.\\n +[a-z]");
    }

    @Test
    void helpNamesTheExitCodes() {
        CommandRun run = CommandRun.of("--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: npusim", "0 success, 1 failed check, 2 wrong usage or bad input");
    }

    @Test
    void versionIsOnStandardOutput() {
        CommandRun run = CommandRun.of("--version");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("npusim ");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void missingVerbIsWrongUsage() {
        CommandRun run = CommandRun.of();
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).startsWith("error: a verb is missing");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void unknownOptionIsWrongUsage() {
        CommandRun run = CommandRun.of("--nonsense");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).startsWith("error: Unknown option: '--nonsense'");
    }

    @Test
    void aFirstWordHelpMeansTheOption() {
        assertThat(CommandRun.of("help")).isEqualTo(CommandRun.of("--help"));
        assertThat(CommandRun.of("help", "trace", "export").exitCode()).isZero();
        assertThat(CommandRun.of("help", "trace", "export").out()).contains("Usage: npusim trace export");
    }

    @Test
    void aNameGivenTwiceIsExportedOnce() {
        CommandRun run = CommandRun.of("export-vela", "Sram_Only", "Dedicated_Sram", "Sram_Only");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().filter(line -> line.startsWith("[")))
                .containsExactly("[Memory_Mode.Sram_Only]", "[Memory_Mode.Dedicated_Sram]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense --help", "help nonsense", "trace nonsense --help"})
    void thereIsNoHelpForAVerbThatThereIsNot(String line) {
        CommandRun run = CommandRun.of(line.split(" "));
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).startsWith("error: ").contains("'nonsense'");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void suggestsOnlyWhatIsSpeltAlike() {
        assertThat(CommandRun.of("RUM").err()).contains("Did you mean 'npusim run'?");
        assertThat(CommandRun.of("trace", "exprt").err()).contains("Did you mean 'npusim trace export'?");
        assertThat(CommandRun.of("run", "--sytem", "x").err()).contains("Did you mean '--system'?");
        assertThat(CommandRun.of("nonsense").err()).doesNotContain("Did you mean");
        assertThat(CommandRun.of("--nonsense").err()).doesNotContain("Did you mean");
    }

    @Test
    void everyVerbIsListedUnderTheNameItBears() {
        assertThat(Main.VERBS)
                .allSatisfy(name -> assertThat(new CommandLine(Main.verb(name)).getCommandName())
                        .isEqualTo(name));
        assertThat(CommandRun.of("--help").out()).contains(Main.VERBS);
    }

    /** The lines of a description would be wrapped one by one, each with a rest of its own. */
    @Test
    void everyOptionIsDescribedInOnePiece() {
        assertThat(commands(Main.commandLine()).flatMap(command -> command.getCommandSpec().options().stream()))
                .hasSizeGreaterThan(100)
                .allSatisfy(option -> assertThat(option.description()).hasSize(1));
    }

    private static Stream<CommandLine> commands(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(CommandLineTest::commands));
    }

    @Test
    void theLanguageServerHasNoResultToWriteAsJson() {
        CommandRun run = CommandRun.of("language-server", "--json", "-");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).startsWith("error: unexpected argument '-'\n");
        assertThat(CommandRun.of("language-server", "--json=x").err()).startsWith("error: Unknown option: '--json=x'");
    }

    @Test
    void mistypedVerbIsWrongUsageAndSuggestsOne() {
        CommandRun run = CommandRun.of("conformence");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("conformance");
    }

    @ParameterizedTest
    @ValueSource(strings = {"format", "import-vela"})
    void unreadableTextIsNamed(String verb, @TempDir Path directory) throws IOException {
        Path binary = Files.write(directory.resolve("binary"), new byte[] {'a', (byte) 0xff});
        CommandRun run = CommandRun.of(verb, binary.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).isEqualTo("error: " + binary + ": is no UTF-8 text" + System.lineSeparator());
        assertThat(CommandRun.of(verb, directory.toString()).err())
                .isEqualTo("error: " + directory + ": is a directory, not a file" + System.lineSeparator());
    }

    @Test
    void fileThatCannotBeCheckedIsNotCounted(@TempDir Path directory) throws IOException {
        Path missing = directory.resolve("missing.npu");
        CommandRun run = CommandRun.of("check", missing.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("NPU-0707").contains(missing.toString());
        assertThat(run.out()).isEmpty();
        assertThat(CommandRun.of("check", missing.toString(), "--json", "-").out())
                .contains("\"NPU-0707\"");
    }
}
