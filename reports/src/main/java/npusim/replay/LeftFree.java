package npusim.replay;

import java.io.Serializable;
import java.util.List;
import java.util.TreeSet;
import npusim.hardware.HardwareConfiguration;
import npusim.schedule.Schedule;
import npusim.schedule.SchedulePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The schedules that follow a compiler's policy but are not its own, since the search for addresses found none for all that the
 * policy would keep in the staging memory ({@link Schedule#leftFreeBytes}). May be used by several threads.
 */
public final class LeftFree {
    private static final int NAMED = 3;

    private final TreeSet<String> schedules = new TreeSet<>();
    private long mostBytes;

    /**
     * What was seen so far, to be told to another.
     *
     * @param schedules names of the schedules
     * @param mostBytes most that one of them left free
     */
    public record Seen(List<String> schedules, long mostBytes) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** Looks at a schedule of a workload; our own policy follows no compiler. */
    public synchronized void note(
            String workload, HardwareConfiguration hardware, SchedulePolicy policy, Schedule schedule) {
        if (schedule.leftFreeBytes() > 0 && policy != SchedulePolicy.NPUSIM) {
            schedules.add(workload + " on " + hardware.accelerator().name() + " by " + policy);
            mostBytes = Math.max(mostBytes, schedule.leftFreeBytes());
        }
    }

    /** What was seen so far. */
    public synchronized Seen seen() {
        return new Seen(List.copyOf(schedules), mostBytes);
    }

    /** Takes in what another saw, any number of times. */
    public synchronized void add(Seen seen) {
        schedules.addAll(seen.schedules());
        mostBytes = Math.max(mostBytes, seen.mostBytes());
    }

    /** One sentence about all of them, or null if there was none. */
    public synchronized @Nullable String sentence() {
        if (schedules.isEmpty()) {
            return null;
        }
        int others = schedules.size() - NAMED;
        String named = String.join(", ", schedules.stream().limit(NAMED).toList());
        return (others > 0 ? named + " and " + others + (others > 1 ? " others" : " other") : named)
                + (schedules.size() > 1 ? " are not the compiler's schedules" : " is not the compiler's schedule")
                + ": no addresses were found for all that the policy would keep in the staging memory, of which "
                + (schedules.size() > 1 ? "up to " : "") + mostBytes + " B were left free";
    }
}
