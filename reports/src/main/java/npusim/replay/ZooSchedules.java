package npusim.replay;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import npusim.dsl.Library;
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
    private final Library library;
    private final SchedulePolicy policy;
    private final LeftFree leftFree;
    private final Map<Key, Found> known = new ConcurrentHashMap<>();

    private record Key(String workload, int height, int width, ScheduleKey design) {}

    /**
     * Schedules as {@code policy} and, where they name the network, the reference runs of {@code library} say.
     *
     * @param leftFree is shown each
     */
    public ZooSchedules(Library library, SchedulePolicy policy, LeftFree leftFree) {
        this.leftFree = leftFree;
        this.library = library;
        this.policy = policy;
    }

    /** The network of the zoo that a row was measured on. */
    static Optional<String> network(CorpusRow row) {
        return Workloads.resolve(row.workload()).or(() -> Workloads.resolve(row.model()));
    }

    @Override
    public Found find(CorpusRow row, HardwareConfiguration hardware) {
        Optional<String> name = network(row);
        if (name.isEmpty()) {
            return new Missing("no workload " + row.workload() + " in the zoo");
        }
        ScheduleOptions options = WorkloadScheduling.of(library, policy, name.get());
        Key key = new Key(name.get(), row.height(), row.width(), ScheduleKey.of(hardware, options));
        return known.computeIfAbsent(key, unknown -> schedule(unknown, hardware, options));
    }

    private Found schedule(Key key, HardwareConfiguration hardware, ScheduleOptions options) {
        Map<String, String> sizes = new TreeMap<>();
        if (key.height() > 0) {
            sizes.put("height", String.valueOf(key.height()));
            sizes.put("width", String.valueOf(key.width()));
        }
        try {
            Schedule schedule = ScheduleWorkload.plan(Workloads.load(key.workload(), sizes), hardware, options);
            leftFree.note(key.workload(), hardware, policy, schedule);
            return new Stream(schedule.commands(), "scheduled as " + options.policy());
        } catch (ScheduleException | WorkloadException e) {
            return new Missing(String.valueOf(e.getMessage()));
        }
    }
}
