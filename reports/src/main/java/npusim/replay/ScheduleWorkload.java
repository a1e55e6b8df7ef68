package npusim.replay;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.CommandStream;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduleMemory;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.schedule.ScheduledOperation;
import npusim.schedule.Scheduler;
import npusim.schedule.SearchSchedule;
import npusim.schedule.Tactics;
import npusim.simulation.OperationTiming;
import npusim.simulation.SimulationResult;
import npusim.simulation.Simulator;
import npusim.trace.PmuSink;
import npusim.zoo.Workload;
import org.eclipse.collections.api.factory.primitive.LongLists;

/** Makes a command stream for a workload and keeps what the trace needs to know of the schedule. */
public final class ScheduleWorkload {
    private ScheduleWorkload() {}

    /**
     * A schedule.
     *
     * @param stream what the NPU is told to do
     * @param sources outputs of the TOSA operators that an operation stands for, by operation
     */
    public record Scheduled(CommandStream stream, Map<Integer, List<String>> sources) {}

    /**
     * Schedules a workload for a design.
     *
     * @throws ScheduleException if the design cannot run it
     */
    public static Scheduled schedule(Workload workload, HardwareConfiguration hardware, ScheduleOptions options)
            throws ScheduleException {
        return schedule(workload, hardware, options, new ScheduleMemory());
    }

    /**
     * Schedules a workload for a design; the policy {@code npusim} searches with the timing engine.
     *
     * @throws ScheduleException if the design cannot run it
     */
    public static Schedule plan(
            Workload workload, HardwareConfiguration hardware, ScheduleOptions options, ScheduleMemory memory)
            throws ScheduleException {
        if (options.policy() != SchedulePolicy.NPUSIM || !options.tactics().equals(Tactics.NONE)) {
            return new Scheduler(hardware, options, memory).schedule(workload.graph(), workload.name());
        }
        return SearchSchedule.apply(
                workload.graph(),
                workload.name(),
                hardware,
                options.chaining(),
                memory,
                stream -> cycles(Simulator.run(stream, hardware, PmuSink.discarding())));
    }

    private static SearchSchedule.Cycles cycles(SimulationResult result) {
        int operations =
                1 + result.operations().collectInt(OperationTiming::operation).maxIfEmpty(-1);
        long[] byOperation = new long[operations];
        result.operations().forEach(timing -> byOperation[timing.operation()] += timing.criticalCycles());
        return new SearchSchedule.Cycles(result.activeCycles(), LongLists.immutable.with(byOperation));
    }

    private static Scheduled schedule(
            Workload workload, HardwareConfiguration hardware, ScheduleOptions options, ScheduleMemory memory)
            throws ScheduleException {
        Schedule schedule = plan(workload, hardware, options, memory);
        Map<Integer, List<String>> sources = new TreeMap<>();
        for (ScheduledOperation operation : schedule.operations()) {
            sources.put(operation.index(), operation.sources().castToList());
        }
        return new Scheduled(schedule.commands(), sources);
    }
}
