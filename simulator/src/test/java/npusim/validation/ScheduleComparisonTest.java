package npusim.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import npusim.simulation.Beats;
import org.junit.jupiter.api.Test;

class ScheduleComparisonTest {
    private static RowOutcome.Replayed replayed(String id, long published, long simulated) {
        CorpusRow row = new CorpusRow(
                id,
                "net",
                "",
                0,
                0,
                "u85-256",
                "corstone-320",
                "FVP",
                "vela-5.0",
                "",
                "",
                0,
                Map.of(),
                false,
                published,
                null,
                null,
                new CorpusRow.Measured(null, null, null, null),
                null);
        return new RowOutcome.Replayed(row, "", simulated, new Beats(0, 0, 0, 0));
    }

    @Test
    void splitsTheErrorAndLeavesOutWhatOnlyOneSideReplays() {
        ValidationResult reference = new ValidationResult(List.of(replayed("a", 100, 110), replayed("b", 100, 90)));
        ValidationResult ours = new ValidationResult(List.of(replayed("a", 100, 121)));
        List<ScheduleComparison> groups = ScheduleComparison.of(reference, ours);
        assertThat(groups).hasSize(1);
        ScheduleComparison group = groups.getFirst();
        assertThat(group.group()).isEqualTo("networks on u85");
        assertThat(group.engine().mean()).isEqualTo(10);
        assertThat(group.scheduler().mean()).isEqualTo(10);
        assertThat(group.both().mean()).isEqualTo(21);
        assertThat(group.engine().rows()).isEqualTo(1);
    }
}
