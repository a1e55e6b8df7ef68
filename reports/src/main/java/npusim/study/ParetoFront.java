package npusim.study;

import java.util.ArrayList;
import java.util.List;

/** Points that no other point beats in every objective. */
public final class ParetoFront {
    private ParetoFront() {}

    /**
     * Indices of the non-dominated rows, in their order. Of equal rows all stay.
     *
     * @param rows objectives of each point, smaller is better
     */
    public static List<Integer> of(List<double[]> rows) {
        List<Integer> front = new ArrayList<>();
        for (int candidate = 0; candidate < rows.size(); candidate++) {
            double[] row = rows.get(candidate);
            boolean dominated = false;
            for (int member : front) {
                if (dominates(rows.get(member), row)) {
                    dominated = true;
                    break;
                }
            }
            if (!dominated) {
                front.removeIf(member -> dominates(row, rows.get(member)));
                front.add(candidate);
            }
        }
        front.sort(Integer::compareTo);
        return front;
    }

    /** Whether {@code a} is nowhere worse than {@code b} and somewhere better. */
    static boolean dominates(double[] a, double[] b) {
        boolean better = false;
        for (int objective = 0; objective < a.length; objective++) {
            if (a[objective] > b[objective]) {
                return false;
            }
            better |= a[objective] < b[objective];
        }
        return better;
    }
}
