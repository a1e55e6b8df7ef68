package npusim.study;

import java.util.Map;
import npusim.cache.Memo;
import npusim.hardware.HardwareConfiguration;
import npusim.replay.ScheduleWorkload;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduleKey;
import npusim.schedule.ScheduleMemory;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.simulation.PreparedStream;
import npusim.simulation.RunTotals;
import npusim.simulation.SimulationResult;
import npusim.simulation.Simulator;
import npusim.trace.PmuSink;
import npusim.zoo.Workload;

/**
 * Schedules and times workloads. Schedules are remembered by everything they are made from, so designs that differ in nothing
 * but timing share one, and those that do not still share encoded sizes of weights. May be used by several threads.
 */
public final class TimeWorkload {
    private static final int REMEMBERED_SCHEDULES = 48;

    private final Memo<Key, Planned, ScheduleException> schedules = new Memo<>(REMEMBERED_SCHEDULES);
    private final ScheduleMemory memory = new ScheduleMemory();

    /**
     * A timed workload.
     *
     * @param result what the timing engine counted
     * @param metrics what a study can optimise, by name, in base units
     */
    public record Timed(SimulationResult result, Map<String, Double> metrics) {}

    private record Planned(Schedule schedule, PreparedStream stream) {}

    /** A search is led by the timing of the whole design, any other schedule by less. */
    private record Key(Object design, ScheduleOptions options, String workload) {}

    /**
     * Times a workload on a design.
     *
     * @throws ScheduleException if the design cannot run it
     * @throws npusim.simulation.UnsupportedDesignException if the design uses something that the engine does not model
     */
    public Timed time(Workload workload, HardwareConfiguration hardware, ScheduleOptions options)
            throws ScheduleException {
        Schedule schedule = plan(workload, hardware, options).schedule();
        SimulationResult result = Simulator.run(schedule.commands(), hardware, PmuSink.discarding());
        RunTotals totals = new RunTotals(result.activeCycles(), result.idleCycles(), result.beats(), result.events());
        return new Timed(result, RunMetrics.of(hardware, schedule, totals));
    }

    /**
     * The metrics alone, which takes less time.
     *
     * @throws ScheduleException if the design cannot run it
     * @throws npusim.simulation.UnsupportedDesignException if the design uses something that the engine does not model
     */
    public Map<String, Double> metrics(Workload workload, HardwareConfiguration hardware, ScheduleOptions options)
            throws ScheduleException {
        Planned planned = plan(workload, hardware, options);
        RunTotals totals = Simulator.totals(planned.stream(), hardware);
        return RunMetrics.of(hardware, planned.schedule(), totals);
    }

    private Planned plan(Workload workload, HardwareConfiguration hardware, ScheduleOptions options)
            throws ScheduleException {
        Key wanted = new Key(
                options.policy() == SchedulePolicy.NPUSIM ? hardware : ScheduleKey.of(hardware, options),
                options,
                workload.key());
        return schedules.get(wanted, key -> {
            Schedule schedule = ScheduleWorkload.plan(workload, hardware, options, memory);
            return new Planned(schedule, PreparedStream.of(schedule.commands()));
        });
    }

    /** How often a schedule was remembered, how often it had to be made, from what, and how much is kept at most. */
    public String cacheReport() {
        return schedules.hits() + " schedules remembered, " + schedules.misses() + " made, at most "
                + REMEMBERED_SCHEDULES + " kept; " + memory.report();
    }
}
