package npusim.report.validation;

import java.util.List;
import npusim.validation.ErrorSummary;
import npusim.validation.OperatorComparison;
import npusim.validation.OperatorReplay;

/**
 * Comparisons of groups of operators as JSON.
 *
 * @param overall errors of all groups
 * @param runs one per published run that was replayed
 * @param skipped the other published runs
 */
public record OperatorData(ErrorSummary overall, List<Run> runs, List<ValidationData.Skipped> skipped) {
    public OperatorData {
        runs = List.copyOf(runs);
        skipped = List.copyOf(skipped);
    }

    /** The data of {@code replay}. */
    public static OperatorData of(OperatorReplay replay) {
        return new OperatorData(
                replay.summary(),
                replay.compared().stream().map(Run::of).toList(),
                replay.skipped().stream()
                        .map(skip -> new ValidationData.Skipped(skip.run().title(), skip.reason()))
                        .toList());
    }

    /**
     * One run.
     *
     * @param model network as published
     * @param binding MACs per cycle and system
     * @param row the whole-network measurement whose design was replayed
     * @param summary errors of its groups
     * @param groups ends of groups, counted from the start of the run
     * @param unmatched why later groups are left out, or empty
     */
    public record Run(
            String model,
            String binding,
            String row,
            ErrorSummary summary,
            List<OperatorComparison.Point> groups,
            String unmatched) {
        public Run {
            groups = List.copyOf(groups);
        }

        private static Run of(OperatorReplay.Compared run) {
            OperatorComparison comparison = run.comparison();
            return new Run(
                    comparison.run().model(),
                    comparison.run().binding(),
                    run.row().id(),
                    comparison.summary(),
                    comparison.points(),
                    comparison.unmatched());
        }
    }
}
