package npusim.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import npusim.SharedData;
import npusim.dsl.NpuLanguage;
import org.junit.jupiter.api.Test;

class OperatorComparisonTest {
    private static final String NO_ROW = "no row of this network and array in the corpus";

    @Test
    void groupsOfOperatorsEndWithinTenPercentOfThePublishedTimes() {
        Path corpus = SharedData.require("reference/pmu-calibration.csv");
        Path operators = SharedData.require("reference/per_op_u85.csv");
        ScheduleSource schedules = new VelaScheduleDirectory(SharedData.require("vela-schedules"));
        List<CorpusRow> rows = Corpus.read(corpus);
        CorpusHardware hardware = new CorpusHardware(NpuLanguage.shipped(), List.of());
        OperatorReplay replay = OperatorReplay.of(OperatorRun.read(operators), rows, hardware, schedules);
        assertThat(replay.skipped()).extracting(OperatorReplay.Skipped::reason).doesNotContain(NO_ROW);
        ErrorSummary summary = replay.summary();
        assertThat(summary.rows()).isGreaterThan(120);
        assertThat(summary.mean()).isLessThan(10);
    }

    @Test
    void aGroupThatTheStreamDoesNotHaveIsNamed() {
        OperatorRun run =
                new OperatorRun("net", "256_Low", List.of(new OperatorRun.Unit(List.of("Conv2D", "Add"), 1007L)));
        OperatorComparison comparison = OperatorComparison.of(run, List.of());
        assertThat(comparison.points()).isEmpty();
        assertThat(comparison.unmatched()).isEqualTo("group 0 is Conv2D+Add, kernel 0 does not exist");
    }

    @Test
    void aRunWhoseNetworkTheCorpusDoesNotHaveIsSkippedWithTheReason() {
        OperatorRun run = new OperatorRun("net", "256_Low", List.of());
        CorpusHardware hardware = new CorpusHardware(NpuLanguage.shipped(), List.of());
        OperatorReplay replay =
                OperatorReplay.of(List.of(run), List.of(), hardware, (row, design) -> new ScheduleSource.Missing(""));
        assertThat(replay.compared()).isEmpty();
        assertThat(replay.skipped()).containsExactly(new OperatorReplay.Skipped(run, NO_ROW));
        assertThat(replay.summary().rows()).isZero();
    }

    @Test
    void aFitNeedsAPropertyAndValues() {
        assertThat(FitCandidate.parse("engine.stop_cycles=50 cycles,60 cycles").values())
                .containsExactly("50 cycles", "60 cycles");
        assertThatThrownBy(() -> FitCandidate.parse("engine.stop_cycles="))
                .hasMessage("engine.stop_cycles=: PROPERTY=VALUE,VALUE is expected");
    }

    @Test
    void aFitKeepsTheBestSettingOfEachFoldAndPredictsWhatItDidNotSee() {
        Path corpus = SharedData.require("reference/pmu-calibration.csv");
        ScheduleSource schedules = new VelaScheduleDirectory(SharedData.require("vela-schedules"));
        List<CorpusRow> rows = Corpus.read(corpus).stream()
                .filter(row -> row.id().matches("H3R-(conv1x1|dw3x3)-6x6-(256|512)-base"))
                .toList();
        ParameterFit.Result result = new ParameterFit(
                        NpuLanguage.shipped(),
                        List.of(),
                        schedules,
                        rows,
                        List.of(FitCandidate.parse("engine.start_cycles=5000 cycles,100 cycles")),
                        1,
                        () -> {})
                .run();
        assertThat(result.settings()).isEqualTo(2);
        assertThat(result.folds()).hasSize(2);
        assertThat(result.folds()).allSatisfy(fold -> assertThat(fold.values()).containsValue("100 cycles"));
        assertThat(result.heldOut().rows()).isEqualTo(rows.size());
        assertThat(result.heldOut().mean()).isLessThan(20);
    }
}
