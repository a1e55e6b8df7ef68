package npusim.validation;

import java.util.ArrayList;
import java.util.List;
import npusim.hardware.HardwareConfiguration;
import npusim.simulation.Simulator;
import npusim.trace.PmuSink;

/**
 * Published runs with times of groups of operators, replayed.
 *
 * @param compared the runs that could be replayed, in the order given
 * @param skipped the others
 */
public record OperatorReplay(List<Compared> compared, List<Skipped> skipped) {
    public OperatorReplay {
        compared = List.copyOf(compared);
        skipped = List.copyOf(skipped);
    }

    /**
     * A run that was replayed.
     *
     * @param comparison its times
     * @param row the whole-network measurement on whose design it ran
     */
    public record Compared(OperatorComparison comparison, CorpusRow row) {}

    /**
     * A run that was not replayed.
     *
     * @param run what was published
     * @param reason one sentence
     */
    public record Skipped(OperatorRun run, String reason) {}

    /** Replays each of {@code runs} on the design of the row of {@code corpus} that measures the same network and array. */
    public static OperatorReplay of(
            List<OperatorRun> runs, List<CorpusRow> corpus, CorpusHardware hardware, ScheduleSource source) {
        List<Compared> compared = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        for (OperatorRun run : runs) {
            CorpusRow row = run.whole(corpus);
            if (row == null) {
                skipped.add(new Skipped(run, "no row of this network and array in the corpus"));
                continue;
            }
            HardwareConfiguration configuration = hardware.configure(row);
            switch (source.find(row, configuration)) {
                case ScheduleSource.Missing missing -> skipped.add(new Skipped(run, missing.reason()));
                case ScheduleSource.Stream found ->
                    compared.add(new Compared(
                            OperatorComparison.of(
                                    run,
                                    Simulator.run(found.stream(), configuration, PmuSink.discarding())
                                            .operations()),
                            row));
            }
        }
        return new OperatorReplay(compared, skipped);
    }

    /** Errors of all groups of all runs. */
    public ErrorSummary summary() {
        return ErrorSummary.of(
                "operators",
                compared.stream()
                        .flatMap(run -> run.comparison().points().stream())
                        .map(OperatorComparison.Point::errorPercent)
                        .toList());
    }
}
