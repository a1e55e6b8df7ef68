package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a command line by itself is one sentence, whatever the verb; {@code EMPTY} stands for an empty argument. */
class GivenOptionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        run --npu Ethos_U85_128,Ethos_U85_128         | --npu Ethos_U85_128: is given twice
        run --npu Ethos_U85_128 --npu Ethos_U85_128   | --npu Ethos_U85_128: is given twice
        run --npu ,                                   | --npu ,: ACCELERATOR is missing beside a comma
        run --npu Ethos_U85_128,                      | --npu Ethos_U85_128,: ACCELERATOR is missing beside a comma
        run --sample blocks,,1000                     | --sample blocks,,1000: CYCLES
        run --npu EMPTY                               | --npu '': ACCELERATOR is empty
        run --trace EMPTY                             | --trace '': DIR is empty
        run --report EMPTY                            | --report '': FILE.html is empty
        run --arena-cache EMPTY                       | --arena-cache '': SIZE is empty
        exec no.tosa --output-dir EMPTY               | --output-dir '': DIR is empty
        workload dnn_s -o EMPTY                       | --output '': FILE is empty
        study no.npu -d EMPTY                         | --directory '': DIR is empty
        study no.npu --engine EMPTY                   | --engine '': ENGINE is empty
        study results no --sql EMPTY                  | --sql '': QUERY is empty
        report --batch EMPTY                          | --batch '': DIR is empty
        check no.npu --json EMPTY                     | --json '': FILE is empty
        run EMPTY                                     | an argument is empty
        run --override a=1 --override a=2             | --override a: is given twice
        validate no.csv --set a=1 --set a=2           | --set a: is given twice
        show no --override =1                         | --override =1: nothing stands before the =
        show no --set a=1 --set a=2                   | --set a: is given twice
        show no --set foo                             | --set takes PATH=VALUE, not 'foo'
        show no --set a=1 --override foo              | --override takes PATH=VALUE, not 'foo'
        show no --set                                 | Missing required parameter for option '--set' (PATH=VALUE)
        run --set seconds                             | --set takes OPTION=VALUE, not 'seconds'
        validate no.csv --set EMPTY                   | --set takes PATH=VALUE, not ''
        run --seed x                                  | --seed takes a whole number, not 'x'
        exec no.tosa --stream 1.5                     | --stream takes a whole number, not '1.5'
        exec no.tosa --stream 9876543210              | --stream takes a whole number from -2147483648 to 2147483647, not '9876543210'
        study report no --point 1 --point x           | --point takes a whole number, not 'x'
        exec no.tosa --reference-cpu-seconds Infinity | --reference-cpu-seconds takes a number, not 'Infinity'
        run --kernels slow                            | --kernels takes fast or scalar, not 'slow'
        run --dry-run=maybe                           | --dry-run takes true or false, not 'maybe'
        run --chaining=maybe                          | --chaining takes true or false, not 'maybe'
        run --policy vela                             | --policy takes vela-4.4, vela-5.0 or npusim, not 'vela'
        report no --format pdf                        | --format takes html, md, csv or json, not 'pdf'
        run one two three                             | unexpected arguments 'two', 'three'
        completion tcsh                               | SHELL takes bash, zsh or fish, not 'tcsh'
        schedule no.tosa                              | there is no verb 'schedule'
        trace show                                    | there is no verb 'show'
        study results no --pareto --sql x             | --pareto and --sql exclude each other
        study --json - results no                     | --json stands before the verb 'results', which would not see it: put it behind the verb
        study --dry-run report no                     | --dry-run stands before the verb 'report', which would not see it: put it behind the verb
        study no.npu results no                       | no.npu stands before 'results', which is a verb there: leave one of them out, or put -- between them
        """)
    void areRefusedWhenTheySayNothingOrTwoThings(String command, String message) {
        CommandRun run = run(command);
        assertThat(run.err().lines().toList())
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.getFirst()).startsWith("error: " + message))
                .satisfies(lines -> assertThat(lines.getLast()).startsWith("Try 'npusim "));
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        run --arena-cache 8KiB --override memory_mode.arena_cache=8B | --arena-cache and --override memory_mode.arena_cache say the same: give one of them
        run conformer-s --seed 1 --set seed=2 --dry-run              | --seed and --set seed say the same: give one of them
        run --threads 0 --timing-only                                | --threads must be at least 1, is 0
        run --threads 0 --dry-run                                    | --threads must be at least 1, is 0
        study no.npu --engine LOCAL --dry-run                        | there is no engine 'LOCAL' on the class path
        show --whole                                                 | which accelerator? --whole and properties to change need the name of one
        show --set a=1                                               | which accelerator? --whole and properties to change need the name of one
        export-vela Ethos_U85_256                                    | Ethos_U85_256 is of kind accelerator; a vela.ini holds systems and memory modes
        exec no.tosa --input x=a --input x=b                         | --input gives x 2 files, of which --stream 1 takes 1: raise it or leave the others out
        conformance src/test                                         | src/test holds no MANIFEST.csv
        validate src/test                                            | src/test: is a directory, not a file
        """)
    void areRefusedByAVerbThatKnowsMoreOfThem(String command, String message) {
        CommandRun run = run(command);
        assertThat(run.err()).startsWith("error: " + message);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void areWrittenAsUsual() {
        assertThat(
                        run("run conv1x1_c128 --dry-run --policy VELA-5.0 --kernels Scalar --npu Ethos_U85_128,Ethos_U85_256")
                                .out())
                .contains("policy vela-5.0")
                .contains("Ethos_U85_256: ");
        assertThat(run("study --help results").exitCode()).isZero();
        assertThat(run("show Ethos_U85_256 --override macs=128").err()).doesNotContain("takes");
    }

    /** A name that is a verb as well is the study's behind two hyphens. */
    @Test
    void endWhereTwoHyphensSaySo() {
        assertThat(run("study no.npu -- results").err()).contains("NPU-0707");
    }

    private static CommandRun run(String command) {
        return CommandRun.of(Stream.of(command.split(" +"))
                .map(word -> word.equals("EMPTY") ? "" : word)
                .toArray(String[]::new));
    }
}
