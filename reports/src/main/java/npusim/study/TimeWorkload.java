package npusim.study;

import java.util.Map;
import npusim.cache.Memo;
import npusim.hardware.HardwareConfiguration;
import npusim.replay.LeftFree;
import npusim.replay.ScheduleWorkload;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduleKey;
import npusim.schedule.ScheduleMemory;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.simulation.PreparedStream;
import npusim.simulation.RunMemory;
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
    private final RunMemory runs = new RunMemory();
    private final LeftFree leftFree = new LeftFree();

    /**
     * A timed workload.
     *
     * @param result what the timing engine counted
     * @param metrics what a study can optimise, by name, in base units
     */
    public record Timed(SimulationResult result, Map<String, Double> metrics) {}

    private record Planned(PreparedStream stream, RunMetrics metrics) {}

    /** A search is led by the timing of the whole design, any other schedule by less. */
    private record Key(Object design, ScheduleOptions options, String workload) {}

    /**
     * Times a workload on a design.
     *
     * @throws ScheduleException if the design cannot run it
     */
    public Timed time(Workload workload, HardwareConfiguration hardware, ScheduleOptions options)
            throws ScheduleException {
        Planned planned = schedules.get(key(workload, hardware, options), maker(workload, hardware, options));
        SimulationResult result = Simulator.run(planned.stream().stream(), hardware, PmuSink.discarding());
        return new Timed(result, planned.metrics().of(hardware, result.totals()));
    }

    /**
     * The metrics alone, which takes less time.
     *
     * @param waiting is run if another thread is making the schedule
     * @throws ScheduleException if the design cannot run it
     */
    public Map<String, Double> metrics(
            Workload workload, HardwareConfiguration hardware, ScheduleOptions options, Runnable waiting)
            throws ScheduleException {
        Planned planned = schedules.get(key(workload, hardware, options), maker(workload, hardware, options), waiting);
        return planned.metrics().of(hardware, runs.totals(planned.stream(), hardware));
    }

    /**
     * Makes the schedule if it is neither remembered nor being made; whether it can be made is not said.
     *
     * @return whether there was anything to do
     */
    public boolean prepare(Workload workload, HardwareConfiguration hardware, ScheduleOptions options) {
        return schedules.prepare(key(workload, hardware, options), maker(workload, hardware, options));
    }

    private static Key key(Workload workload, HardwareConfiguration hardware, ScheduleOptions options) {
        return new Key(
                options.policy() == SchedulePolicy.NPUSIM ? hardware : ScheduleKey.of(hardware, options),
                options,
                workload.key());
    }

    private Memo.Computation<Key, Planned, ScheduleException> maker(
            Workload workload, HardwareConfiguration hardware, ScheduleOptions options) {
        return key -> {
            Schedule schedule = ScheduleWorkload.plan(workload, hardware, options, memory);
            leftFree.note(workload.name(), hardware, options.policy(), schedule);
            return new Planned(PreparedStream.of(schedule.commands()), new RunMetrics(schedule));
        };
    }

    /** How many schedules were made, how often one of them was taken again, from what, and how much is kept at most. */
    public String cacheReport() {
        return schedules.misses() + " schedules made and taken again " + schedules.hits() + " times (at most "
                + REMEMBERED_SCHEDULES + " are kept)\n" + memory.report();
    }

    /** The schedules that are not the compiler's. */
    LeftFree leftFree() {
        return leftFree;
    }
}
