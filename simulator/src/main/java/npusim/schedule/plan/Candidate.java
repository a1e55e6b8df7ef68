package npusim.schedule.plan;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A candidate schedule: how each operation runs, which run in cascades, and the staging memory in use over time. */
final class Candidate {
    private final @Nullable OperationCost[] costs;
    private Map<Integer, Cascade> cascades = new TreeMap<>();
    private int[] usage = new int[0];
    private long peak;

    Candidate(int operations) {
        costs = new OperationCost[operations];
    }

    /** How {@code operation} runs, or null when it is not part of this schedule. */
    @Nullable
    OperationCost costOrNull(PlannedOperation operation) {
        return costs[operation.index()];
    }

    /** How {@code operation} runs; throws {@link IllegalStateException} when it is not part of this schedule. */
    OperationCost cost(PlannedOperation operation) {
        OperationCost cost = costs[operation.index()];
        if (cost == null) {
            throw new IllegalStateException(operation + " is not scheduled");
        }
        return cost;
    }

    void set(PlannedOperation operation, OperationCost cost) {
        costs[operation.index()] = cost;
    }

    /** Cascades by number. */
    Map<Integer, Cascade> cascades() {
        return cascades;
    }

    void setCascades(Map<Integer, Cascade> other) {
        cascades = other;
    }

    /** Staging bytes in use at {@code time}. */
    int usageAt(int time) {
        return time >= 0 && time < usage.length ? usage[time] : 0;
    }

    void addUsage(int time, int bytes) {
        usage[time] += bytes;
    }

    void setUsage(int[] bytesByTime) {
        usage = bytesByTime;
        peak = 0;
        for (int bytes : bytesByTime) {
            peak = Math.max(peak, bytes);
        }
    }

    int[] usage() {
        return usage;
    }

    /** Largest staging use. */
    long peak() {
        return peak;
    }
}
