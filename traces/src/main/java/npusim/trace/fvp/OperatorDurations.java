package npusim.trace.fvp;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Cycles by operator of the network as a trace and its debug database give them: a command lasts until the stream has been
 * read up to the next command that no earlier one carries along, and its cycles go to the operator it was made from.
 *
 * @param cyclesByOperator by position of the operator in the network's file
 * @param total last cycle that a command ended in
 */
public record OperatorDurations(NavigableMap<Long, Long> cyclesByOperator, long total) {
    /** Follows a trace through the queue of a debug database. */
    public static OperatorDurations of(PmuTrace trace, DebugDatabase database) {
        List<Long> offsets = database.numbers("queue", "offset");
        List<Long> scheduled = database.numbers("queue", "scheduled_id");
        Set<Long> carried = carried(database);
        Map<Long, Long> operatorByScheduled = operatorByScheduled(database);
        NavigableMap<Long, Long> cycles = new TreeMap<>();
        long start = 0;
        int command = 0;
        for (PmuTrace.Read read : trace.reads()) {
            if (command >= offsets.size()) {
                break;
            }
            int next = command + 1;
            while (next < offsets.size() && carried.contains(scheduled.get(next))) {
                next++;
            }
            boolean ended =
                    next >= offsets.size() ? read.offset() > offsets.get(command) : read.offset() == offsets.get(next);
            if (ended) {
                long end = read.cycle() - 1;
                Long operator = operatorByScheduled.get(scheduled.get(command));
                if (operator != null) {
                    cycles.merge(operator, end - start, Long::sum);
                }
                start = end;
                command = next;
            }
        }
        return new OperatorDurations(cycles, start);
    }

    /** Scheduled operations that are part of another. */
    private static Set<Long> carried(DebugDatabase database) {
        List<Long> members = database.numbers("group", "id");
        List<Long> groups = database.numbers("group", "group_id");
        Set<Long> carried = new HashSet<>();
        for (int i = 0; i < members.size(); i++) {
            if (!members.get(i).equals(groups.get(i))) {
                carried.add(members.get(i));
            }
        }
        return carried;
    }

    private static Map<Long, Long> operatorByScheduled(DebugDatabase database) {
        Map<Long, Long> operatorBySource = new HashMap<>();
        List<Long> sources = database.numbers("source", "id");
        List<Long> operators = database.numbers("source", "ext_key");
        for (int i = 0; i < sources.size(); i++) {
            operatorBySource.put(sources.get(i), operators.get(i));
        }
        Map<Long, Long> operatorByScheduled = new HashMap<>();
        List<Long> scheduled = database.numbers("perf", "id");
        List<Long> sourceOf = database.numbers("perf", "source_id");
        for (int i = 0; i < scheduled.size(); i++) {
            Long operator = operatorBySource.get(sourceOf.get(i));
            if (operator != null) {
                operatorByScheduled.put(scheduled.get(i), operator);
            }
        }
        return operatorByScheduled;
    }
}
