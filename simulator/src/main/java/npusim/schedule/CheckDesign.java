package npusim.schedule;

import npusim.hardware.HardwareConfiguration;
import npusim.hardware.Memory;

/** Refuses designs with parts that scheduler and timing engine do not model, rather than timing them as something else. */
final class CheckDesign {

    private static final int MODELLED_SIDES = 2;

    private CheckDesign() {}

    static void check(HardwareConfiguration hardware) throws ScheduleException {
        for (int side = 0;
                side < Math.min(MODELLED_SIDES, hardware.system().attached().size());
                side++) {
            Memory backing = hardware.backingMemory(side);
            if (backing != null && backing.backing() != null) {
                throw new ScheduleException("system '" + hardware.system().name()
                        + "' has a cache behind a cache on axi" + side + "; one cache level on each side is modelled");
            }
        }
        if (hardware.system().attached().size() > MODELLED_SIDES) {
            throw new ScheduleException("system '" + hardware.system().name() + "' attaches "
                    + hardware.system().attached().size()
                    + " memories; scheduling places tensors in axi0 and axi1 only");
        }
    }
}
