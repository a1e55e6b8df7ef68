package npusim.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import npusim.trace.CycleCategory;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;

/**
 * Several runs side by side; the first is what the others are measured by.
 *
 * @param labels one name per run, all different
 * @param rows figures of all runs
 * @param points one point per run for plots of one figure against another
 * @param operators operators that occur in the first run and some other, largest difference first
 */
public record Comparison(List<String> labels, List<Row> rows, List<Point> points, List<OperatorRow> operators) {
    /** Rows of the per-operator table; the rest differs less than any of these. */
    private static final int MOST_OPERATORS = 400;

    /**
     * One figure of all runs.
     *
     * @param label what it is
     * @param texts with units, by run
     * @param differences relative to the first run, null for the first
     */
    public record Row(String label, List<String> texts, List<@Nullable Double> differences) {}

    /**
     * What plots need of a run.
     *
     * @param macsPerCycle size of the MAC array
     * @param latencySeconds inference time
     * @param utilisation share of the array's capacity that was used
     * @param joules energy, absent without a table
     * @param squareMillimetres area, absent without a table
     * @param categoryCycles active cycles by category code
     */
    public record Point(
            long macsPerCycle,
            double latencySeconds,
            double utilisation,
            @Nullable Double joules,
            @Nullable Double squareMillimetres,
            long[] categoryCycles) {}

    /**
     * One operator in all runs.
     *
     * @param name name of its output
     * @param kind unit that does the work in the first run
     * @param cycles active cycles by run; −1 where the run has no such operator
     * @param reason category that changed most between the first run and the one that differs most
     */
    public record OperatorRow(String name, String kind, long[] cycles, String reason) {}

    /** Compares runs. */
    public static Comparison of(List<RunResult> runs) {
        return new Comparison(
                labels(runs), rows(runs), runs.stream().map(Comparison::point).toList(), operators(runs));
    }

    private static List<String> labels(List<RunResult> runs) {
        MutableList<String> labels = Lists.mutable.empty();
        for (RunResult run : runs) {
            long sameName = runs.stream()
                    .filter(other -> other.label().equals(run.label()))
                    .count();
            String label = sameName == 1
                    ? run.label()
                    : run.label() + " " + run.manifest().design().memoryMode();
            String unique = label;
            for (int i = 2; labels.contains(unique); i++) {
                unique = label + " (" + i + ")";
            }
            labels.add(unique);
        }
        return labels;
    }

    private static List<Row> rows(List<RunResult> runs) {
        Map<String, Metrics.@Nullable Quantity[]> byLabel = new LinkedHashMap<>();
        for (int i = 0; i < runs.size(); i++) {
            for (Metrics.Quantity quantity : new Metrics(runs.get(i)).headline()) {
                byLabel.computeIfAbsent(quantity.label(), label -> new Metrics.Quantity[runs.size()])[i] = quantity;
            }
        }
        MutableList<Row> rows = Lists.mutable.empty();
        rows.add(cyclesRow(
                "Active cycles", runs.stream().map(RunResult::activeCycles).toList()));
        byLabel.forEach((label, quantities) -> rows.add(row(label, quantities)));
        return rows;
    }

    private static Row cyclesRow(String label, List<Long> cycles) {
        MutableList<String> texts = Lists.mutable.empty();
        MutableList<@Nullable Double> differences = Lists.mutable.empty();
        for (int i = 0; i < cycles.size(); i++) {
            texts.add(Unit.CYCLES.format(cycles.get(i)));
            differences.add(i == 0 ? null : difference(cycles.get(i), cycles.getFirst()));
        }
        return new Row(label, texts, differences);
    }

    private static Row row(String label, Metrics.@Nullable Quantity[] quantities) {
        MutableList<String> texts = Lists.mutable.empty();
        MutableList<@Nullable Double> differences = Lists.mutable.empty();
        Metrics.Quantity first = quantities[0];
        for (int i = 0; i < quantities.length; i++) {
            Metrics.Quantity quantity = quantities[i];
            texts.add(quantity == null ? "" : quantity.text());
            differences.add(
                    i == 0 || quantity == null || first == null ? null : difference(quantity.value(), first.value()));
        }
        return new Row(label, texts, differences);
    }

    private static @Nullable Double difference(double value, double first) {
        return first == 0 ? null : value / first - 1;
    }

    private static Point point(RunResult run) {
        EnergyEstimate energy = EnergyEstimate.of(run);
        Metrics metrics = new Metrics(run);
        return new Point(
                run.manifest().design().macsPerCycle(),
                metrics.latencySeconds(),
                metrics.macUtilisation(),
                energy == null ? null : energy.joules(),
                energy == null ? null : energy.squareMillimetres(),
                run.sum().categoryCycles());
    }

    private static List<OperatorRow> operators(List<RunResult> runs) {
        List<Map<String, OperationResult>> byKey =
                runs.stream().map(OperatorAlignment::byKey).toList();
        MutableList<OperatorRow> rows = Lists.mutable.empty();
        byKey.getFirst().forEach((key, first) -> rows.add(operatorRow(key, first, byKey)));
        return rows.sortThis((left, right) -> Long.compare(spread(right.cycles()), spread(left.cycles())))
                .take(MOST_OPERATORS);
    }

    private static OperatorRow operatorRow(
            String key, OperationResult first, List<Map<String, OperationResult>> byKey) {
        long[] cycles = new long[byKey.size()];
        OperationResult mostDifferent = first;
        for (int i = 0; i < cycles.length; i++) {
            OperationResult operation = byKey.get(i).get(key);
            cycles[i] = operation == null ? -1 : operation.activeCycles();
            if (operation != null
                    && Math.abs(operation.activeCycles() - first.activeCycles())
                            > Math.abs(mostDifferent.activeCycles() - first.activeCycles())) {
                mostDifferent = operation;
            }
        }
        return new OperatorRow(
                first.operation().name(),
                first.operation().kind(),
                cycles,
                mostDifferent == first
                        ? ""
                        : largestChange(first, mostDifferent).label());
    }

    /** The category that grew most in what took longer, and shrank most in what took less. */
    static CycleCategory largestChange(OperationResult left, OperationResult right) {
        int sign = right.activeCycles() < left.activeCycles() ? -1 : 1;
        CycleCategory largest = CycleCategory.COMPUTE;
        long largestChange = Long.MIN_VALUE;
        for (CycleCategory category : CycleCategory.values()) {
            long change =
                    sign * (right.counters().cycles(category) - left.counters().cycles(category));
            if (change > largestChange) {
                largest = category;
                largestChange = change;
            }
        }
        return largest;
    }

    private static long spread(long[] cycles) {
        long lowest = Long.MAX_VALUE;
        long highest = 0;
        for (long value : cycles) {
            if (value >= 0) {
                lowest = Math.min(lowest, value);
                highest = Math.max(highest, value);
            }
        }
        return highest - lowest;
    }
}
