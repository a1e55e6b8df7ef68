package npusim.validation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import npusim.dsl.Library;
import npusim.dsl.Selection;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.ScheduleKey;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.simulation.Ablation;

/**
 * Chooses values of physical parameters on measurements, and says how well they predict workloads they were not chosen on: each
 * workload is held out once. Coordinate descent on the mean over workloads of the mean absolute error of the cycles; every
 * setting is replayed once, whatever the number of folds.
 */
public final class ParameterFit {
    private static final int PASSES = 4;
    private static final double LEAST_GAIN = 1e-6;

    private final Library library;
    private final ScheduleSource schedules;
    private final List<Selection.Change> overrides;
    private final int threads;
    private final List<FitCandidate> candidates;
    private final List<CorpusRow> rows;
    private final Map<List<Integer>, List<RowOutcome.Replayed>> replays = new HashMap<>();
    private final Runnable stepped;

    /**
     * What was chosen without a workload, and how well it predicts that workload.
     *
     * @param heldOut the workload left out, empty when none was
     * @param values chosen values by property
     * @param chosenOn errors of the rows that chose them
     * @param predicted errors of the rows held out, of no rows when there are none
     */
    public record Fold(String heldOut, Map<String, String> values, ErrorSummary chosenOn, ErrorSummary predicted) {
        public Fold {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /**
     * A fit.
     *
     * @param folds one per workload
     * @param all the fit on all rows
     * @param heldOut errors of every row as predicted by the fold that did not see its workload
     * @param settings how many settings were replayed
     */
    public record Result(List<Fold> folds, Fold all, ErrorSummary heldOut, int settings) {
        public Result {
            folds = List.copyOf(folds);
        }
    }

    /**
     * Fits {@code candidates} on {@code rows}, on designs changed by {@code overrides}; {@code stepped} is called after each
     * setting that was replayed.
     */
    public ParameterFit(
            Library library,
            List<Selection.Change> overrides,
            ScheduleSource schedules,
            List<CorpusRow> rows,
            List<FitCandidate> candidates,
            int threads,
            Runnable stepped) {
        this.library = library;
        this.overrides = List.copyOf(overrides);
        this.schedules = new Remembered(schedules);
        this.rows = List.copyOf(rows);
        this.candidates = List.copyOf(candidates);
        this.threads = threads;
        this.stepped = stepped;
    }

    /**
     * Runs the fit.
     *
     * @throws IllegalArgumentException when no row can be replayed with one of the settings
     */
    public Result run() {
        List<RowOutcome.Replayed> start = replay(Collections.nCopies(candidates.size(), 0));
        TreeSet<String> workloads = new TreeSet<>();
        start.forEach(row -> workloads.add(row.row().workload()));
        Fold all = fold("");
        List<Fold> folds = new ArrayList<>();
        List<Double> heldOut = new ArrayList<>();
        for (String workload : workloads) {
            List<Integer> setting = descend(row -> !row.row().workload().equals(workload));
            folds.add(summarise(workload, setting));
            heldOut.addAll(errors(replay(setting), row -> row.row().workload().equals(workload)));
        }
        return new Result(folds, all, ErrorSummary.of("held out", heldOut), replays.size());
    }

    private Fold fold(String heldOut) {
        return summarise(heldOut, descend(row -> !row.row().workload().equals(heldOut)));
    }

    private Fold summarise(String heldOut, List<Integer> setting) {
        List<RowOutcome.Replayed> replayed = replay(setting);
        return new Fold(
                heldOut,
                values(setting),
                ErrorSummary.of(
                        "chosen on",
                        errors(replayed, row -> !row.row().workload().equals(heldOut))),
                ErrorSummary.of(
                        heldOut, errors(replayed, row -> row.row().workload().equals(heldOut))));
    }

    private Map<String, String> values(List<Integer> setting) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < candidates.size(); i++) {
            values.put(candidates.get(i).property(), candidates.get(i).values().get(setting.get(i)));
        }
        return values;
    }

    private List<Integer> descend(Predicate<RowOutcome.Replayed> training) {
        List<Integer> best = new ArrayList<>(Collections.nCopies(candidates.size(), 0));
        double least = loss(best, training);
        boolean improved = true;
        for (int pass = 0; improved && pass < PASSES; pass++) {
            improved = false;
            for (int i = 0; i < candidates.size(); i++) {
                for (int value = 0; value < candidates.get(i).values().size(); value++) {
                    List<Integer> tried = new ArrayList<>(best);
                    tried.set(i, value);
                    double loss = loss(tried, training);
                    if (loss < least - LEAST_GAIN) {
                        least = loss;
                        best = tried;
                        improved = true;
                    }
                }
            }
        }
        return best;
    }

    /** Mean over workloads, so that a workload measured often counts no more than another. */
    private double loss(List<Integer> setting, Predicate<RowOutcome.Replayed> training) {
        return new ValidationResult(new ArrayList<>(replay(setting)))
                .grouped(row -> row.row().workload(), training).stream()
                        .mapToDouble(ErrorSummary::mean)
                        .average()
                        .orElse(0);
    }

    private static List<Double> errors(List<RowOutcome.Replayed> rows, Predicate<RowOutcome.Replayed> filter) {
        return rows.stream()
                .filter(filter)
                .map(RowOutcome.Replayed::errorPercent)
                .toList();
    }

    private List<RowOutcome.Replayed> replay(List<Integer> setting) {
        List<RowOutcome.Replayed> known = replays.get(setting);
        if (known != null) {
            return known;
        }
        List<Selection.Change> changes = new ArrayList<>(overrides);
        for (int i = 0; i < candidates.size(); i++) {
            FitCandidate candidate = candidates.get(i);
            changes.add(new Selection.Change(
                    candidate.property(), candidate.values().get(setting.get(i))));
        }
        CorpusHardware hardware = new CorpusHardware(library, changes);
        ValidationResult result = new Validator(hardware, schedules, Ablation.NONE, threads).validate(rows, () -> {});
        requireRows(result, setting);
        List<RowOutcome.Replayed> replayed = result.replayed();
        replays.put(List.copyOf(setting), replayed);
        stepped.run();
        return replayed;
    }

    /** Without a row there is no error, which would be the least of all. */
    private void requireRows(ValidationResult result, List<Integer> setting) {
        if (result.replayed().isEmpty()) {
            RowOutcome.Skipped first = result.skipped().getFirst();
            throw new IllegalArgumentException("no row can be replayed with " + values(setting) + "; "
                    + first.row().id() + ": " + first.reason());
        }
    }

    /** Reads each schedule once for all settings that do not change what schedules depend on. */
    private static final class Remembered implements ScheduleSource {
        private final ScheduleSource source;
        private final Map<Key, Found> known = new HashMap<>();

        private record Key(String row, ScheduleKey design) {}

        Remembered(ScheduleSource source) {
            this.source = source;
        }

        @Override
        public synchronized Found find(CorpusRow row, HardwareConfiguration hardware) {
            Key key = new Key(row.id(), ScheduleKey.of(hardware, ScheduleOptions.of(SchedulePolicy.VELA_5_0)));
            Found found = known.get(key);
            if (found == null) {
                found = source.find(row, hardware);
                known.put(key, found);
            }
            return found;
        }
    }
}
