package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PropertyLinesTest {
    private static final List<String> COLUMNS = List.of("bits", "macs_per_cycle");
    private static final List<String> EIGHT = List.of("8", "256");
    private static final List<String> SIXTEEN = List.of("16", "64");
    private static final List<String> ANY = List.of("any", "32");

    @Test
    void namesWithoutANameAreListedByKindAsWideAsATerminal() {
        CommandRun run = CommandRun.of("show");
        assertThat(run.out())
                .startsWith(
                        "accelerator     Ethos_U55_32 Ethos_U55_64 Ethos_U55_128 Ethos_U55_256\n                Ethos_U65")
                .doesNotContain("study");
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void barsAreAligned() {
        assertThat(PropertyLines.table(List.of(COLUMNS, EIGHT)))
                .containsExactly("| bits | macs_per_cycle |", "| 8    | 256            |");
        assertThat(PropertyLines.table(List.of())).isEmpty();
    }

    @Test
    void onlyRowsThatDifferAreMarked() {
        assertThat(PropertyLines.difference(
                        List.of(COLUMNS, EIGHT, SIXTEEN, ANY), List.of(COLUMNS, EIGHT, List.of("16", "128"), ANY)))
                .containsExactly(
                        "  | bits | macs_per_cycle |",
                        "  | 8    | 256            |",
                        "- | 16   | 64             |",
                        "+ | 16   | 128            |",
                        "  | any  | 32             |");
    }

    @Test
    void aRowThatIsRepeatedIsMarkedOnce() {
        assertThat(PropertyLines.difference(List.of(COLUMNS, EIGHT), List.of(COLUMNS, EIGHT, EIGHT)))
                .containsExactly(
                        "  | bits | macs_per_cycle |", "  | 8    | 256            |", "+ | 8    | 256            |");
    }

    @Test
    void tablesOfOtherColumnsDifferAltogether() {
        assertThat(PropertyLines.difference(List.of(List.of("bits"), List.of("8")), List.of(COLUMNS, EIGHT)))
                .containsExactly(
                        "- | bits |", "- | 8    |", "+ | bits | macs_per_cycle |", "+ | 8    | 256            |");
        assertThat(PropertyLines.difference(List.of(), List.of(COLUMNS)))
                .containsExactly("+ | bits | macs_per_cycle |");
    }

    @Test
    void showPutsRowsBelowTheirName() {
        assertThat(CommandRun.of("show", "Ethos_U85_256").out())
                .containsSubsequence(
                        "mac_array.rates  ", "table  ", "\n  | ifm_bits | weight_bits |", "\n  | 8        | 8  ");
    }

    @Test
    void diffShowsTheRowsThatDiffer() {
        CommandRun run = CommandRun.of("diff", "Ethos_U85_256", "Ethos_U85_512");
        assertThat(run.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.out())
                .containsSubsequence(
                        "mac_array.rates\n", "        | ifm_bits | weight_bits |", "\n      - | 8 ", "\n      + | 8 ");
    }

    @Test
    void diffRefusesDeclarationsOfTwoKinds() {
        CommandRun run = CommandRun.of("diff", "Ethos_U85_256", "Corstone_320");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Ethos_U85_256 is of kind accelerator, Corstone_320 of kind platform");
    }
}
