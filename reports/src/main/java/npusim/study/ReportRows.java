package npusim.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The points of a study that its report shows, gathered one by one: all of the front, those that are asked for, and of the
 * others a bounded number, chosen by their numbers alone.
 */
final class ReportRows {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
    private static final int UPPER_HALF = 32;

    private final boolean[] maximize;
    private final int most;
    private final Map<Long, Row> asked = new HashMap<>();
    private final Set<Long> wanted;
    private final ParetoFront<Row> front = new ParetoFront<>();
    private List<Row> others = new ArrayList<>();
    private long step = 1;

    /**
     * A feasible point.
     *
     * @param values what it is shown by, objectives first
     */
    @SuppressWarnings("ArrayRecordComponent") // one object for each point, compared by identity of its arrays
    record Row(StudyPoint point, double[] values) {}

    /**
     * @param maximize of each objective, whether more of it is better
     * @param most how many points besides the front and those that are asked for
     * @param wanted numbers of the points that are asked for
     */
    ReportRows(boolean[] maximize, int most, Collection<Long> wanted) {
        this.maximize = maximize.clone();
        this.most = most;
        this.wanted = Set.copyOf(wanted);
    }

    void add(Row row) {
        long number = row.point().index();
        if (wanted.contains(number)) {
            asked.put(number, row);
        }
        front.add(number, minimized(row), row);
        if (drawn(row)) {
            others.add(row);
            while (others.size() > most) {
                step *= 2;
                others = new ArrayList<>(others.stream().filter(this::drawn).toList());
            }
        }
    }

    /** A coin for each number, which any order of the points gives the same side. */
    private boolean drawn(Row row) {
        return ((row.point().index() * GOLDEN_RATIO >>> UPPER_HALF) & (step - 1)) == 0;
    }

    private double[] minimized(Row row) {
        double[] values = new double[maximize.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = maximize[i] ? -row.values()[i] : row.values()[i];
        }
        return values;
    }

    /** Points that none beats in every objective, best first by the first objective. */
    List<Row> front() {
        return front.pointsByFirstObjective();
    }

    /** Those that were asked for and found, by number. */
    Map<Long, Row> asked() {
        return Map.copyOf(asked);
    }

    /** All to be shown, by number. */
    List<Row> shown() {
        Set<Row> shown = new LinkedHashSet<>(front.points());
        shown.addAll(asked.values());
        shown.addAll(others);
        return shown.stream()
                .sorted(Comparator.comparingLong(row -> row.point().index()))
                .toList();
    }
}
