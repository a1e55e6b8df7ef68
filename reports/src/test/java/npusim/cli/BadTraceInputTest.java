package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import npusim.report.ExampleRun;
import npusim.report.RunResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each wrong use of the verbs that read runs is one diagnostic, and leaves nothing behind. */
class BadTraceInputTest {
    @TempDir
    static Path directory;

    @BeforeAll
    static void prepare() throws IOException {
        RunResult run = ExampleRun.load(directory.resolve("run"));
        assertThat(run.complete()).isTrue();
        Files.createDirectory(directory.resolve("empty"));
        Files.writeString(directory.resolve("file"), "x");
        for (String name : List.of("cut", "other", "nolog", "emptylog")) {
            Files.createDirectory(directory.resolve(name));
        }
        String manifest = Files.readString(directory.resolve("run/manifest.json"));
        Files.createFile(directory.resolve("cut/nothing"));
        Files.writeString(directory.resolve("cut/manifest.json"), manifest.substring(0, manifest.length() / 2));
        Files.writeString(
                directory.resolve("other/manifest.json"),
                manifest.replaceFirst("\"formatVersion\" : \\d+", "\"formatVersion\" : 99"));
        Files.writeString(directory.resolve("nolog/manifest.json"), manifest);
        Files.writeString(directory.resolve("emptylog/manifest.json"), manifest);
        Path log = Files.createDirectory(directory.resolve("emptylog/samples"));
        Files.copy(directory.resolve("run/samples/metadata.cq4t"), log.resolve("metadata.cq4t"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        trace                                      | a verb is missing
        trace stats                                | Missing required parameter: 'RUN'
        trace stats @missing                       | no such file: @missing
        trace stats @file                          | @file is not a run directory: it has no manifest.json
        trace stats @empty                         | @empty is not a run directory: it has no manifest.json
        trace stats @cut/..                        | @cut/.. is not a run directory: it has no manifest.json; its folders cut, emptylog, nolog, other, run are
        trace stats @cut                           | @cut/manifest.json is damaged: Unexpected end-of-input
        trace stats @other                         | @other/manifest.json has format version 99; this program reads version 1
        trace stats @nolog                         | no sample log in @nolog/samples: metadata.cq4t is missing
        trace stats --json @no/x.json @run         | --json @no/x.json: there is no directory @no
        trace stats --json @empty @run             | --json @empty: is a directory, not a file
        trace tail @nolog                          | no sample log in @nolog/samples: metadata.cq4t is missing
        trace stats @emptylog                      | the sample log in @emptylog/samples is damaged: its run is complete and the log is not
        trace tail @emptylog                       | the sample log in @emptylog/samples is damaged: its run is complete
        trace diff @run @emptylog                  | the sample log in @emptylog/samples is damaged: its run is complete
        trace query SELECT_1 @emptylog             | the sample log in @emptylog/samples is damaged: its run is complete
        trace export --csv -o @o @emptylog         | the sample log in @emptylog/samples is damaged: its run is complete
        trace tail -n -1 @run                      | --samples must be at least 0, is -1
        trace tail -f --json - @run                | --follow prints text as it comes: no --json
        trace query @run                           | Missing required parameter: 'RUN'
        trace query EMPTY @run                     | an argument is empty
        trace query SELECT @run                    | the query is wrong: Parser Error
        trace query SELECT_1 @missing              | no such file: @missing
        trace export @run                          | Missing required option: '--output=FILE'
        trace export --csv --parquet -o @o @run    | --csv and --parquet exclude each other
        trace export --parquet -o - @run           | --output -: only --csv and --json-lines go to standard output, give a FILE
        trace export --csv -o - --json - @run      | --json and --output both write to -: give each a place of its own
        report @run -o - --json /dev/stdout        | --json and --output both write to
        trace export --csv -o @no/o.csv @run       | --output @no/o.csv: there is no directory @no
        trace export --parquet -o @empty @run      | --output @empty: is a directory, not a file
        trace export --parquet -o @o.gz @run       | --output @o.gz: --parquet is compressed anyway, give a name without .gz
        trace query SELECT_1;SELECT_2 @run         | the query is wrong: there are 2 statements, give one at a time
        trace export --perfetto -o @o @cut         | @cut/manifest.json is damaged
        trace export --fvp-pmu-trace -o @o.gz @run | @run does not hold the network or the offsets of its commands
        trace import @missing @run                 | no such file: @missing
        trace import @file @run                    | @file is no gzipped trace
        trace import @cut/nothing @run             | @cut/nothing is no gzipped trace: it is empty or cut off
        trace import @empty @run                   | @empty: is a directory, not a file
        trace import -n -1 @file @run              | --operators must be at least 0, is -1
        trace diff @run                            | Missing required parameter: 'B'
        trace diff @run @empty                     | @empty is not a run directory
        trace diff -n -1 @run @run                 | --operators must be at least 0, is -1
        trace diff --threshold -1 @run @run        | --threshold must be at least 0, is -1
        trace diff --threshold NaN @run @run       | --threshold takes a number, not 'NaN'
        report                                     | name a run directory, or a directory of runs with --batch
        report @missing                            | no such file: @missing
        report @run --format pdf                   | --format takes html, md, csv or json, not 'pdf'
        report @run -o @r.pdf                      | --output @r.pdf: end it with .html, .md, .csv or .json, or say which with --format
        report @run -o @no/r.html                  | --output @no/r.html: there is no directory @no
        report @run @missing -o @r.html            | no such file: @missing
        report --batch @file                       | --batch @file: is a file, not a directory of runs
        report --batch @missing                    | no such file: @missing
        report --batch @empty                      | no readable run below @empty
        report --batch @empty @run                 | --batch takes no RUN
        report --batch @empty --format md          | --batch writes index.html, summary.csv and summary.parquet
        run conv1x1_c128 --trace @cut/..           | @cut/..: holds other files and is no run directory
        run conv1x1_c128 --report @no/r.html       | --report @no/r.html: there is no directory @no
        """)
    void isOneDiagnostic(String command, String message) throws IOException {
        List<String> before = files();
        String place = directory + "/";
        String[] arguments = Stream.of(command.split(" +"))
                .map(word -> word.equals("EMPTY") ? "" : word.startsWith("@") ? place + word.substring(1) : word)
                .toArray(String[]::new);
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).startsWith("error: " + message.replace("@", place));
        assertThat(run.err().lines().filter(line -> !line.startsWith("Try '"))).hasSize(1);
        assertThat(files()).isEqualTo(before);
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.map(Path::toString).sorted().toList();
        }
    }
}
