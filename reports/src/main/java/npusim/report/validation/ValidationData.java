package npusim.report.validation;

import java.util.ArrayList;
import java.util.List;
import npusim.validation.ErrorSummary;
import npusim.validation.RowOutcome;
import npusim.validation.ScheduleComparison;
import npusim.validation.ValidationResult;
import org.jspecify.annotations.Nullable;

/**
 * A comparison as JSON.
 *
 * @param overall ACTIVE over all rows that publish it
 * @param generations ACTIVE of networks by generation
 * @param npus ACTIVE of networks by NPU
 * @param rows replayed rows
 * @param skipped rows not replayed
 * @param split error of the engine and of our schedules apart, empty if not asked for
 * @param ablations errors without one mechanism each, empty if not asked for
 */
public record ValidationData(
        ErrorSummary overall,
        List<ErrorSummary> generations,
        List<ErrorSummary> npus,
        List<Row> rows,
        List<Skipped> skipped,
        List<ScheduleComparison> split,
        List<Without> ablations) {

    /**
     * A replayed row.
     *
     * @param id name in the corpus
     * @param npu design
     * @param generation of the design, as in {@link #generations}
     * @param workload network or layer
     * @param schedule origin of the command stream
     * @param exact whether ACTIVE itself is published
     * @param basis what the published cycles are
     * @param publishedCycles published cycles
     * @param simulatedCycles simulated ACTIVE
     * @param errorPercent signed error
     * @param velaErrorPercent signed error of the compiler's estimate or null
     * @param simulatedBeats SRAM read, SRAM write, external read, external write
     * @param beatErrorPercent signed errors in the same order, null where not published
     */
    public record Row(
            String id,
            String npu,
            String generation,
            String workload,
            String schedule,
            boolean exact,
            String basis,
            long publishedCycles,
            long simulatedCycles,
            double errorPercent,
            @Nullable Double velaErrorPercent,
            List<Long> simulatedBeats,
            List<@Nullable Double> beatErrorPercent) {}

    /**
     * A row not replayed.
     *
     * @param id name in the corpus
     * @param reason one sentence
     */
    public record Skipped(String id, String reason) {}

    /**
     * The rows without a mechanism of the engine.
     *
     * @param mechanism what is left out
     * @param errors ACTIVE over all rows that publish it
     * @param worthPoints mean error without it less the mean error with it, in percent
     */
    public record Without(String mechanism, ErrorSummary errors, double worthPoints) {}

    /** These data and what else was asked for. */
    public ValidationData with(List<ScheduleComparison> comparisons, List<Without> without) {
        return new ValidationData(overall, generations, npus, rows, skipped, comparisons, without);
    }

    /** The data of {@code result}. */
    public static ValidationData of(ValidationResult result) {
        List<Row> rows = new ArrayList<>();
        for (RowOutcome.Replayed row : result.replayed()) {
            List<Long> beats = new ArrayList<>();
            List<@Nullable Double> errors = new ArrayList<>();
            for (int counter = 0; counter < 4; counter++) {
                beats.add(row.simulatedBeats(counter));
                errors.add(row.beatErrorPercent(counter));
            }
            rows.add(new Row(
                    row.row().id(),
                    row.row().npu(),
                    row.row().generation(),
                    row.row().workload(),
                    row.schedule(),
                    row.exact(),
                    row.basis(),
                    row.publishedCycles(),
                    row.activeCycles(),
                    row.errorPercent(),
                    row.velaErrorPercent(),
                    beats,
                    errors));
        }
        List<Skipped> skipped = result.skipped().stream()
                .map(row -> new Skipped(row.row().id(), row.reason()))
                .toList();
        return new ValidationData(
                result.overall(),
                result.grouped(
                        row -> row.row().generation(),
                        row -> row.exact() && !row.row().singleLayer()),
                result.grouped(
                        row -> row.row().npu(), row -> row.exact() && !row.row().singleLayer()),
                rows,
                skipped,
                List.of(),
                List.of());
    }
}
