package npusim.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import npusim.SharedData;
import npusim.dsl.NpuLanguage;
import npusim.simulation.Ablation;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    private static ValidationResult replay(int threads) {
        Path corpus = SharedData.require("reference/pmu-calibration.csv");
        Path schedules = SharedData.require("vela-schedules");
        List<CorpusRow> networks = Corpus.read(corpus).stream()
                .filter(row -> row.id().startsWith("KW-") && !row.workload().startsWith("wav2letter"))
                .toList();
        return new Validator(
                        new CorpusHardware(NpuLanguage.shipped(), List.of()),
                        new VelaScheduleDirectory(schedules),
                        Ablation.NONE,
                        threads)
                .validate(networks, () -> {});
    }

    @Test
    void networksOfEachGenerationAreWithinFivePercentOnAverage() {
        ValidationResult result = replay(2);
        for (ErrorSummary generation : result.grouped(row -> row.row().generation())) {
            assertThat(generation.mean()).as(generation.group()).isLessThan(5);
        }
        for (int counter = 0; counter < 4; counter++) {
            assertThat(result.beats("counter " + counter, counter, 1000, row -> true)
                            .mean())
                    .isLessThan(2);
        }
    }

    @Test
    void theResultDoesNotDependOnTheNumberOfThreads() {
        assertThat(replay(1)).isEqualTo(replay(3));
    }
}
