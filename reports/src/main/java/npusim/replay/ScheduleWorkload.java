package npusim.replay;

import npusim.hardware.HardwareConfiguration;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduleMemory;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.schedule.Scheduler;
import npusim.schedule.SearchSchedule;
import npusim.schedule.Tactics;
import npusim.simulation.OperationTiming;
import npusim.simulation.SimulationResult;
import npusim.simulation.Simulator;
import npusim.trace.PmuSink;
import npusim.zoo.Workload;
import org.eclipse.collections.api.factory.primitive.LongLists;

/** Schedules workloads by any policy. */
public final class ScheduleWorkload {
    private ScheduleWorkload() {}

    /**
     * Schedules a workload for a design; the policy {@code npusim} searches with the timing engine.
     *
     * @throws ScheduleException if the design cannot run it
     */
    public static Schedule plan(Workload workload, HardwareConfiguration hardware, ScheduleOptions options)
            throws ScheduleException {
        return plan(workload, hardware, options, new ScheduleMemory());
    }

    /**
     * As {@link #plan(Workload, HardwareConfiguration, ScheduleOptions)}, but keeps what other designs can use in
     * {@code memory}.
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
}
