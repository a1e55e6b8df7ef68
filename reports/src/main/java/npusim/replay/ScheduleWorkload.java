package npusim.replay;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.CommandStream;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.ScheduledOperation;
import npusim.schedule.Scheduler;
import npusim.zoo.Workload;

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
        Schedule schedule = new Scheduler(hardware, options).schedule(workload.graph(), workload.name());
        Map<Integer, List<String>> sources = new TreeMap<>();
        for (ScheduledOperation operation : schedule.operations()) {
            sources.put(operation.index(), operation.sources().castToList());
        }
        return new Scheduled(schedule.commands(), sources);
    }
}
