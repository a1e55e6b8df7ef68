package npusim.replay;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.Schedule;
import npusim.schedule.ScheduleException;
import npusim.schedule.ScheduleKey;
import npusim.schedule.ScheduleOptions;
import npusim.schedule.SchedulePolicy;
import npusim.validation.CorpusRow;
import npusim.validation.ScheduleSource;
import npusim.zoo.WorkloadException;
import npusim.zoo.Workloads;

/** Our own schedules of the zoo's networks for the rows of a corpus. */
public final class ZooSchedules implements ScheduleSource {
    private final ScheduleOptions options;
    private final Map<Key, Found> known = new ConcurrentHashMap<>();

    private record Key(String workload, int height, int width, ScheduleKey design) {}

    /** Schedules as {@code policy} says. */
    public ZooSchedules(SchedulePolicy policy) {
        options = ScheduleOptions.of(policy);
    }

    @Override
    public Found find(CorpusRow row, HardwareConfiguration hardware) {
        String name = Workloads.resolve(row.workload())
                .or(() -> Workloads.resolve(row.model()))
                .orElse("");
        if (name.isEmpty()) {
            return new Missing("no workload " + row.workload() + " in the zoo");
        }
        Key key = new Key(name, row.height(), row.width(), ScheduleKey.of(hardware, options));
        return known.computeIfAbsent(key, unknown -> schedule(unknown, hardware));
    }

    private Found schedule(Key key, HardwareConfiguration hardware) {
        Map<String, String> sizes = new TreeMap<>();
        if (key.height() > 0) {
            sizes.put("height", String.valueOf(key.height()));
            sizes.put("width", String.valueOf(key.width()));
        }
        try {
            Schedule schedule = ScheduleWorkload.plan(Workloads.load(key.workload(), sizes), hardware, options);
            return new Stream(schedule.commands(), "scheduled as " + options.policy());
        } catch (ScheduleException | WorkloadException e) {
            return new Missing(String.valueOf(e.getMessage()));
        }
    }
}
