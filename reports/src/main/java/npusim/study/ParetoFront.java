package npusim.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Points that no other point beats in every objective, gathered one by one in any order. Of points that are equal in all
 * objectives the one with the lowest number stays.
 *
 * @param <T> what a point is shown by
 */
public final class ParetoFront<T> {
    private final List<Member<T>> members = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // one object for each point, compared by its numbers
    private record Member<T>(long number, double[] objectives, T point) {
        /** Whether this is nowhere worse, and either somewhere better or the first of equals. */
        boolean beats(Member<T> other) {
            boolean better = false;
            for (int i = 0; i < objectives.length; i++) {
                if (objectives[i] > other.objectives[i]) {
                    return false;
                }
                better |= objectives[i] < other.objectives[i];
            }
            return better || Arrays.equals(objectives, other.objectives) && number < other.number;
        }
    }

    /**
     * Takes a point if none of those before beats it.
     *
     * @param number of the point
     * @param objectives smaller is better
     */
    public void add(long number, double[] objectives, T point) {
        Member<T> candidate = new Member<>(number, objectives.clone(), point);
        for (Member<T> member : members) {
            if (member.beats(candidate)) {
                return;
            }
        }
        members.removeIf(candidate::beats);
        members.add(candidate);
    }

    /** The points of the front by their numbers. */
    public List<T> points() {
        return points(Comparator.comparingLong(Member::number));
    }

    /** The points of the front, best first by the first objective. */
    List<T> pointsByFirstObjective() {
        return points(Comparator.<Member<T>>comparingDouble(member -> member.objectives()[0])
                .thenComparingLong(Member::number));
    }

    private List<T> points(Comparator<Member<T>> order) {
        return members.stream().sorted(order).map(Member::point).toList();
    }
}
