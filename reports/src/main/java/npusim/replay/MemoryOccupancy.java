package npusim.replay;

import java.util.Arrays;
import npusim.schedule.AxiSide;
import npusim.schedule.Schedule;
import npusim.simulation.OperationTiming;
import npusim.simulation.SimulationResult;
import npusim.trace.PmuScope;
import npusim.trace.PmuSink;
import npusim.trace.TraceEvents;

/**
 * Bytes in use of each memory over time: what the schedule keeps there for an operation, from the operation's first command until
 * the next operation's. Constants and the network's inputs and outputs count.
 */
final class MemoryOccupancy {
    private static final long NOT_TIMED = Long.MAX_VALUE;

    private MemoryOccupancy() {}

    /** Records the level of each memory whenever it changes; memories are numbered as the sides are. */
    static void record(Schedule schedule, SimulationResult result, PmuSink sink) {
        long[] start = new long[schedule.operations().size()];
        Arrays.fill(start, NOT_TIMED);
        for (OperationTiming timing : result.operations()) {
            start[timing.operation()] = Math.min(start[timing.operation()], timing.startCycle());
        }
        for (AxiSide side : AxiSide.values()) {
            record(side.ordinal(), schedule.occupancyChanges(side), start, result.totalCycles(), sink);
        }
    }

    /** Transfers for an operation may begin before the one ahead of it; levels of the same cycle are the highest of them. */
    private static void record(int memory, long[] changes, long[] start, long end, PmuSink sink) {
        long cycle = 0;
        long level = 0;
        long recorded = 0;
        long highest = 0;
        for (int operation = 0; operation < start.length; operation++) {
            level += changes[operation];
            if (start[operation] == NOT_TIMED) {
                continue;
            }
            if (start[operation] > cycle) {
                if (highest != recorded) {
                    sink.record(cycle, memory, PmuScope.MEMORY, TraceEvents.MEMORY_OCCUPIED, highest);
                    recorded = highest;
                }
                cycle = start[operation];
                highest = level;
            } else {
                highest = Math.max(highest, level);
            }
        }
        if (highest != recorded) {
            sink.record(cycle, memory, PmuScope.MEMORY, TraceEvents.MEMORY_OCCUPIED, highest);
        }
        if (highest != 0) {
            sink.record(end, memory, PmuScope.MEMORY, TraceEvents.MEMORY_OCCUPIED, 0);
        }
    }
}
