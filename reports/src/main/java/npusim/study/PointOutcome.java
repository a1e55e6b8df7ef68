package npusim.study;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of a point.
 *
 * @param point which
 * @param infeasible why it cannot be built or breaks a requirement, or null
 * @param metrics results by name, in base units (seconds, bytes, joules, cycles); may be there for an infeasible point too
 */
public record PointOutcome(StudyPoint point, @Nullable String infeasible, Map<String, Double> metrics) {
    public PointOutcome {
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }

    /** Whether all requirements hold. */
    public boolean feasible() {
        return infeasible == null;
    }
}
