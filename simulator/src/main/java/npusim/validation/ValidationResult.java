package npusim.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Outcome of a validation.
 *
 * @param outcomes one per row, in the order of the corpus
 */
public record ValidationResult(List<RowOutcome> outcomes) {
    public ValidationResult {
        outcomes = List.copyOf(outcomes);
    }

    /** Rows that were replayed. */
    public List<RowOutcome.Replayed> replayed() {
        List<RowOutcome.Replayed> rows = new ArrayList<>();
        for (RowOutcome outcome : outcomes) {
            if (outcome instanceof RowOutcome.Replayed row) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** Rows that were not, with the reason. */
    public List<RowOutcome.Skipped> skipped() {
        List<RowOutcome.Skipped> rows = new ArrayList<>();
        for (RowOutcome outcome : outcomes) {
            if (outcome instanceof RowOutcome.Skipped row) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** ACTIVE over all rows that publish it. */
    public ErrorSummary overall() {
        return active("overall", RowOutcome.Replayed::exact);
    }

    /** Cycles over the rows that {@code filter} keeps. */
    public ErrorSummary active(String group, Predicate<RowOutcome.Replayed> filter) {
        return ErrorSummary.of(
                group,
                replayed().stream()
                        .filter(filter)
                        .map(RowOutcome.Replayed::errorPercent)
                        .toList());
    }

    /** Groups of rows with published ACTIVE by a key, in the order of the keys. */
    public List<ErrorSummary> grouped(Function<RowOutcome.Replayed, String> key) {
        return grouped(key, RowOutcome.Replayed::exact);
    }

    /** Groups of the rows that {@code filter} keeps by a key. */
    public List<ErrorSummary> grouped(
            Function<RowOutcome.Replayed, String> key, Predicate<RowOutcome.Replayed> filter) {
        Map<String, List<Double>> groups = new TreeMap<>();
        for (RowOutcome.Replayed row : replayed()) {
            if (filter.test(row)) {
                groups.computeIfAbsent(key.apply(row), name -> new ArrayList<>())
                        .add(row.errorPercent());
            }
        }
        List<ErrorSummary> summaries = new ArrayList<>();
        groups.forEach((name, errors) -> summaries.add(ErrorSummary.of(name, errors)));
        return summaries;
    }

    /** Errors of the compiler's own estimate. */
    public ErrorSummary vela(String group, Predicate<RowOutcome.Replayed> filter) {
        List<Double> errors = new ArrayList<>();
        for (RowOutcome.Replayed row : replayed()) {
            Double error = filter.test(row) ? row.velaErrorPercent() : null;
            if (error != null) {
                errors.add(error);
            }
        }
        return ErrorSummary.of(group, errors);
    }

    /** Errors of one beat counter; counters below {@code leastBeats} published beats are left out. */
    public ErrorSummary beats(String group, int counter, long leastBeats, Predicate<RowOutcome.Replayed> filter) {
        List<Double> errors = new ArrayList<>();
        for (RowOutcome.Replayed row : replayed()) {
            Long published = row.publishedBeats(counter);
            Double error = filter.test(row) ? row.beatErrorPercent(counter) : null;
            if (error != null && published != null && published >= leastBeats) {
                errors.add(error);
            }
        }
        return ErrorSummary.of(group, errors);
    }
}
