package npusim.schedule;

import npusim.hardware.HardwareConfiguration;
import npusim.hardware.Memory;

/** Refuses schedules that keep more in a memory than it holds; memories without a capacity hold everything. */
final class CheckCapacity {
    static final long UNLIMITED = Long.MAX_VALUE;

    private CheckCapacity() {}

    static void check(Schedule schedule, HardwareConfiguration hardware) throws ScheduleException {
        for (int side = 0; side < hardware.system().attached().size(); side++) {
            Memory memory = holding(hardware, side);
            if (memory.capacityBytes() != UNLIMITED) {
                long bytes = mostBytes(schedule, AxiSide.values()[side]);
                if (bytes > memory.capacityBytes()) {
                    throw new ScheduleException("memory '" + memory.name() + "' of " + memory.capacityBytes()
                            + " B is too small: " + bytes + " B are in use at once");
                }
            }
        }
    }

    /** What keeps the bytes of a side: the memory behind a cache. */
    static Memory holding(HardwareConfiguration hardware, int side) {
        Memory backing = hardware.backingMemory(side);
        return backing == null ? hardware.system().attachedMemory(side) : backing;
    }

    private static long mostBytes(Schedule schedule, AxiSide side) {
        long bytes = 0;
        long most = 0;
        for (long change : schedule.occupancyChanges(side)) {
            bytes += change;
            most = Math.max(most, bytes);
        }
        return most;
    }
}
