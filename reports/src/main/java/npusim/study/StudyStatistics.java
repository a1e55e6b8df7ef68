package npusim.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import npusim.study.StudyPlan.Dimension;
import org.jspecify.annotations.Nullable;

/**
 * Each objective by the value of each property, gathered point by point: what it takes does not grow with their number.
 */
final class StudyStatistics {
    private final StudyPlan plan;
    private final int objectives;
    private final List<Cell[][]> cells = new ArrayList<>();
    private long points;

    /** Least, sum and most of an objective over the points with a value. */
    private static final class Cell {
        private double least = Double.POSITIVE_INFINITY;
        private double most = Double.NEGATIVE_INFINITY;
        private double sum;
        private long count;

        void add(double value) {
            least = Math.min(least, value);
            most = Math.max(most, value);
            sum += value;
            count++;
        }

        double mean() {
            return sum / count;
        }
    }

    /** @param objectives how many numbers come with each point */
    StudyStatistics(StudyPlan plan, int objectives) {
        this.plan = plan;
        this.objectives = objectives;
        for (Dimension dimension : plan.dimensions()) {
            Cell[][] byObjective = new Cell[objectives][dimension.values().size()];
            for (Cell[] byValue : byObjective) {
                Arrays.setAll(byValue, value -> new Cell());
            }
            cells.add(byObjective);
        }
    }

    /** Takes a feasible point with its objectives; further numbers behind them are left alone. */
    void add(StudyPoint point, double[] values) {
        points++;
        for (int dimension = 0; dimension < cells.size(); dimension++) {
            for (int objective = 0; objective < objectives; objective++) {
                cells.get(dimension)[objective][point.choice()[dimension]].add(values[objective]);
            }
        }
    }

    /** How many points were taken. */
    long points() {
        return points;
    }

    /** Range of the means of an objective over the values of a property; null without points. */
    @Nullable
    Double rangeOfMeans(int dimension, int objective) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (Cell cell : cells.get(dimension)[objective]) {
            if (cell.count > 0) {
                least = Math.min(least, cell.mean());
                most = Math.max(most, cell.mean());
            }
        }
        return points == 0 ? null : Double.valueOf(most - least);
    }

    /** {least, mean, most} of an objective by value of a property, null for a value without points. */
    List<double @Nullable []> byValue(int dimension, int objective) {
        List<double @Nullable []> byValue = new ArrayList<>();
        for (Cell cell : cells.get(dimension)[objective]) {
            byValue.add(cell.count == 0 ? null : new double[] {cell.least, cell.mean(), cell.most});
        }
        return byValue;
    }

    /** Whether a property takes more than one value. */
    boolean varies(int dimension) {
        return plan.dimensions().get(dimension).values().size() > 1;
    }
}
