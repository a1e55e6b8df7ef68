package npusim.replay;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.validation.CorpusRow;
import npusim.validation.ScheduleSource;
import npusim.zoo.WorkloadException;
import npusim.zoo.Workloads;

/** Our own schedules of the zoo's networks for the rows of a corpus. */
public final class ZooSchedules implements ScheduleSource {
    private final SchedulePolicy policy;
    private final Map<String, Found> known = new ConcurrentHashMap<>();

    /** Schedules as {@code policy} says. */
    public ZooSchedules(SchedulePolicy policy) {
        this.policy = policy;
    }

    @Override
    public Found find(CorpusRow row, HardwareConfiguration hardware) {
        String key = String.join(
                "/", row.workload(), row.height() + "x" + row.width(), row.npu(), row.systemConfig(), row.memoryMode());
        return known.computeIfAbsent(key, name -> schedule(row, hardware));
    }

    private Found schedule(CorpusRow row, HardwareConfiguration hardware) {
        if (Workloads.resolve(row.workload()).isEmpty()) {
            return new Missing("no workload " + row.workload() + " in the zoo");
        }
        Map<String, String> options = new TreeMap<>();
        if (row.singleLayer()) {
            options.put("height", String.valueOf(row.height()));
            options.put("width", String.valueOf(row.width()));
        }
        try {
            Schedule schedule = ScheduleWorkload.plan(
                    Workloads.load(row.workload(), options), hardware, ScheduleOptions.of(policy));
            return new Stream(schedule.commands(), "scheduled as " + policy);
        } catch (ScheduleException | WorkloadException e) {
            return new Missing(String.valueOf(e.getMessage()));
        }
    }
}
