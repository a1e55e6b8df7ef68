package npusim.study;

import java.util.Map;
import npusim.hardware.Accelerator;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.MemoryMode;
import npusim.hardware.SystemConfig;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.Scheduler;
import npusim.simulation.SimulationResult;
import npusim.simulation.Simulator;
import npusim.trace.PmuSink;
import npusim.zoo.Workload;

/**
 * Schedules and times workloads. Schedules are remembered by everything they are made from, so designs that differ in nothing
 * but timing share one. May be used by several threads.
 */
public final class TimeWorkload {
    private static final int REMEMBERED_SCHEDULES = 12;
    private static final int REMEMBERED_SCHEDULERS = 4;

    private final ScheduleOptions options;
    private final Memo<ScheduleKey, Schedule, ScheduleException> schedules = new Memo<>(REMEMBERED_SCHEDULES);
    private final Memo<DesignKey, Scheduler, RuntimeException> schedulers = new Memo<>(REMEMBERED_SCHEDULERS);

    /**
     * A timed workload.
     *
     * @param result what the timing engine counted
     * @param metrics what a study can optimise, by name, in base units
     */
    public record Timed(SimulationResult result, Map<String, Double> metrics) {}

    private record DesignKey(Accelerator accelerator, SystemConfig system, MemoryMode memoryMode) {
        static DesignKey of(HardwareConfiguration hardware) {
            return new DesignKey(hardware.accelerator(), hardware.system(), hardware.memoryMode());
        }
    }

    private record ScheduleKey(DesignKey design, String workload) {}

    public TimeWorkload(ScheduleOptions options) {
        this.options = options;
    }

    /**
     * Times a workload on a design.
     *
     * @throws ScheduleException if the design cannot run it
     * @throws npusim.simulation.UnsupportedDesignException if the design uses something that the engine does not model
     */
    public Timed time(Workload workload, HardwareConfiguration hardware) throws ScheduleException {
        DesignKey design = DesignKey.of(hardware);
        Schedule schedule = schedules.get(new ScheduleKey(design, workload.key()), key -> {
            Scheduler scheduler = schedulers.get(design, ignored -> new Scheduler(hardware, options));
            synchronized (scheduler) {
                return scheduler.schedule(workload.graph(), workload.name());
            }
        });
        SimulationResult result = Simulator.run(schedule.commands(), hardware, PmuSink.discarding());
        return new Timed(result, RunMetrics.of(hardware, schedule, result));
    }

    /** How often a schedule was remembered, how often it had to be made, and how many are kept at most. */
    public String cacheReport() {
        return schedules.hits() + " schedules remembered, " + schedules.misses() + " made, at most "
                + REMEMBERED_SCHEDULES + " kept";
    }
}
