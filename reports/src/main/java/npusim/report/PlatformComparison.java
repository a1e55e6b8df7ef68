package npusim.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import npusim.trace.fvp.DebugDatabase;
import npusim.trace.fvp.DescribeRun;
import npusim.trace.fvp.OperatorDurations;
import npusim.trace.fvp.PmuTrace;
import npusim.trace.run.OperationRecord;
import npusim.trace.run.OperatorRecord;
import npusim.trace.run.RunDirectory;
import org.jspecify.annotations.Nullable;

/**
 * A run of ours beside a trace of the same network from Arm's Fixed Virtual Platform. Both are measured by what was read of
 * the command stream when, and both compilers may fuse differently: a row holds the operators that one operation of ours
 * stands for.
 *
 * @param ours cycles of our run
 * @param theirs cycles of the platform's
 * @param rows in the order of the network
 */
public record PlatformComparison(long ours, long theirs, List<Row> rows) {
    /**
     * Operators that are timed together.
     *
     * @param name the first one's name
     * @param operators their TOSA operators
     * @param ours cycles in our run, absent if only the platform has a command for them
     * @param theirs cycles on the platform, absent if it has no command for them
     */
    public record Row(
            String name,
            String operators,
            @Nullable Long ours,
            @Nullable Long theirs) {
        /** Relative difference of ours, absent unless both are there. */
        public @Nullable Double difference() {
            Long mine = ours;
            Long other = theirs;
            return mine == null || other == null || other == 0 ? null : (double) mine / other - 1;
        }
    }

    /** Lays a run beside a trace and the debug database of the program that was traced. */
    public static PlatformComparison of(RunDirectory run, PmuTrace trace, DebugDatabase database) throws IOException {
        DescribeRun.Description description = DescribeRun.of(run);
        OperatorDurations ours = OperatorDurations.of(description.trace(), description.database());
        OperatorDurations theirs = OperatorDurations.of(trace, database);
        List<OperatorRecord> graph = run.graph();
        Map<Long, Set<Long>> groups = groups(run.operations(), graph);
        List<Row> rows = new ArrayList<>();
        Set<Set<Long>> seen = new LinkedHashSet<>();
        for (OperatorRecord operator : graph) {
            long index = operator.index();
            Set<Long> members = groups.getOrDefault(index, Set.of(index));
            Long mine = sum(ours, members);
            Long other = sum(theirs, members);
            if (seen.add(members) && (mine != null || other != null)) {
                rows.add(new Row(operator.name(), operators(members, graph), mine, other));
            }
        }
        return new PlatformComparison(ours.total(), theirs.total(), rows);
    }

    /** Operators that some operation of ours stands for together, by each of them. */
    private static Map<Long, Set<Long>> groups(List<OperationRecord> operations, List<OperatorRecord> graph) {
        Map<String, Long> indexByName = new HashMap<>();
        graph.forEach(operator -> indexByName.put(operator.name(), (long) operator.index()));
        Map<Long, Set<Long>> groups = new HashMap<>();
        for (OperationRecord operation : operations) {
            Set<Long> members = new LinkedHashSet<>();
            for (String source : operation.sourceOutputs()) {
                Long index = indexByName.get(source);
                if (index != null) {
                    members.addAll(groups.getOrDefault(index, Set.of(index)));
                }
            }
            members.forEach(index -> groups.put(index, members));
        }
        return groups;
    }

    private static @Nullable Long sum(OperatorDurations durations, Set<Long> members) {
        return members.stream()
                .map(durations.cyclesByOperator()::get)
                .filter(java.util.Objects::nonNull)
                .reduce(Long::sum)
                .orElse(null);
    }

    private static String operators(Set<Long> members, List<OperatorRecord> graph) {
        return String.join(
                " + ",
                graph.stream()
                        .filter(operator -> members.contains((long) operator.index()))
                        .map(OperatorRecord::op)
                        .toList());
    }
}
