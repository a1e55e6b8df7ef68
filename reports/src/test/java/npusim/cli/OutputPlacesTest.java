package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Where outputs go is looked at before the work, which leaves no trace then. */
class OutputPlacesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        run conv1x1_c128 --timing-only --trace @run --json @no/x.json  | --json @no/x.json: there is no directory @no
        run conv1x1_c128 --timing-only --trace @run --json @run/no/x   | --json @run/no/x: there is no directory @run/no
        run conv1x1_c128 --timing-only --trace @file/run               | --trace @file/run: @file is no directory
        exec @missing.tosa --output-dir @file                          | --output-dir @file: @file is no directory
        exec @missing.tosa --json @no/x.json                           | --json @no/x.json: there is no directory @no
        study @missing.npu -d @s --json @no/x.json                     | --json @no/x.json: there is no directory @no
        study @missing.npu -d @file                                    | --directory @file: @file is no directory
        validate @missing.csv --html @no/x.html                        | --html @no/x.html: there is no directory @no
        conformance @missing.zip --json @no/x.json                     | --json @no/x.json: there is no directory @no
        workload conv1x1_c128 -o @no/x.tosa                            | --output @no/x.tosa: there is no directory @no
        run conv1x1_c128 --timing-only --trace -                       | --trace -: does not go to standard output, give a DIR
        run conv1x1_c128 --timing-only --report /dev/stdout            | --report /dev/stdout: does not go to standard output, give a FILE.html
        workload conv1x1_c128 -o -                                     | --output -: does not go to standard output, give a FILE
        workload conv1x1_c128 -o @x --json @y/../x                     | --json and --output both write to @x: give each a place of its own
        trace stats @missing --json @no/x.json                         | --json @no/x.json: there is no directory @no
        import-vela @file -o @file                                     | --output @file: is what the verb reads, and would be lost
        validate @file --html @./file                                  | --html @./file: is what the verb reads, and would be lost
        run @file --json @file                                         | --json @file: is what the verb reads, and would be lost
        exec @missing.tosa --input x=@file --json @file                | --json @file: is what the verb reads, and would be lost
        check @missing.npu @file --json @file                          | --json @file: is what the verb reads, and would be lost
        show --config @file --json @file                               | --json @file: is what the verb reads, and would be lost
        """)
    void areCheckedBeforeAnythingIsReadOrWritten(String command, String message) throws IOException {
        Files.createFile(folder.resolve("file"));
        CommandRun run = CommandRun.of(command.replace("@", folder + "/").split(" +"));
        assertThat(run.err()).isEqualToNormalizingNewlines("error: " + message.replace("@", folder + "/") + "\n");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(folder.toFile().list()).containsExactly("file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        trace stats @run --json @run/manifest.json                       | --json @run/manifest.json: is a file of the run
        trace export @run --csv -o @run/operations.json                  | --output @run/operations.json: is a file of the run
        report @run -o @run/graph.json.gz                                | --output @run/graph.json.gz: is a file of the run
        show --json @run/samples/metadata.cq4t                           | --json @run/samples/metadata.cq4t: is a file of the run
        show --json @link                                                | --json @link: is a file of the run
        run conv1x1_c128 --timing-only --trace @new --json @new/manifest.json | --json @new/manifest.json: is a file of the run
        show --json @study/results.log                                   | --json @study/results.log: is a file of the study
        study results @study --json @study/results.parquet               | --json @study/results.parquet: is a file of the study
        validate @missing --html @study/study.json                       | --html @study/study.json: is a file of the study
        """)
    void areNoFilesThatARunOrAStudyIsMadeOf(String command, String message) throws IOException {
        Path samples = Files.createDirectories(folder.resolve("run/samples"));
        Path manifest = Files.createFile(samples.resolveSibling("manifest.json"));
        Files.createSymbolicLink(folder.resolve("link"), manifest);
        Files.createFile(Files.createDirectory(folder.resolve("study")).resolve("study.json"));
        CommandRun run = CommandRun.of(command.replace("@", folder + "/").split(" +"));
        assertThat(run.err())
                .isEqualToNormalizingNewlines(
                        "error: " + message.replace("@", folder + "/") + " there, which would be lost\n");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(manifest).isEmptyFile();
        assertThat(samples).isEmptyDirectory();
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --trace @a/run                                       | @a/run/x.json
        --trace @a/run                                       | @a/x.json
        --trace @runs --npu Ethos_U85_128,Ethos_U85_256      | @runs/Ethos_U85_256/x.json
        """)
    void mayLieInADirectoryThatTheRunMakes(String options, String json) {
        String command = "run conv1x1_c128 --timing-only --no-report " + options + " --json " + json;
        CommandRun run = CommandRun.of(command.replace("@", folder + "/").split(" +"));
        assertThat(run.err()).isEmpty();
        assertThat(Path.of(json.replace("@", folder + "/"))).isNotEmptyFile();
    }

    @Test
    void mayLieWhereARunGoesOfWhichNothingIsSaid() {
        Path runs = Path.of("runs").toAbsolutePath();
        RunCommand run = new RunCommand();
        assertThat(run.makes(runs)).isTrue();
        assertThat(run.makes(runs.resolve("conformer-s-Ethos_U85_256"))).isTrue();
        assertThat(run.makes(runs.resolve("conformer-s-Ethos_U85_256/none"))).isFalse();
        assertThat(run.makes(runs.resolveSibling("none"))).isFalse();
    }

    @Test
    void mayLieInTheDirectoryOfTheStudyOrOfInputs() throws IOException {
        Path study = Files.writeString(folder.resolve("s.npu"), """
                import "ethos-u85.npu"
                study s {
                  workload conv1x1_c128
                  vary accelerator in [Ethos_U85_128, Ethos_U85_256]
                  minimize latency
                }
                """);
        Path summary = folder.resolve("made/x.json");
        assertThat(CommandRun.of("study", study.toString(), "-d", folder.resolve("made") + "", "--json", summary + "")
                        .err())
                .isEmpty();
        assertThat(summary).isNotEmptyFile();

        Path inputs = folder.resolve("inputs");
        Path graph = inputs.resolve("x.tosa");
        assertThat(CommandRun.of("workload", "conv1x1_c128", "--input-dir", inputs + "", "-o", graph + "")
                        .err())
                .isEmpty();
        assertThat(graph).isNotEmptyFile();
    }

    /** An option that takes a file to write and lacks the mark would be found late. */
    @Test
    void areMarkedAtEveryOptionThatSaysWhereSomethingGoes() {
        List<String> marked = new ArrayList<>();
        collect(Main.commandLine(), marked);
        assertThat(marked)
                .contains("run --report", "run --trace", "exec --output-dir", "study --directory", "validate --html")
                .contains("workload --output", "workload --input-dir", "import-vela --output", "export-vela --output")
                .contains("export --output", "report --output", "results --json", "query --json");
    }

    private static void collect(CommandLine command, List<String> marked) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            boolean output = option.userObject() instanceof Field field && field.isAnnotationPresent(Output.class);
            if (output) {
                marked.add(command.getCommandName() + " " + option.longestName());
            }
            boolean writes =
                    option.paramLabel().startsWith("FILE") && option.description()[0].matches("(Where|Write) .*");
            assertThat(output || !writes)
                    .as(command.getCommandName() + " " + option.longestName())
                    .isTrue();
        }
        command.getSubcommands().values().forEach(verb -> collect(verb, marked));
    }
}
