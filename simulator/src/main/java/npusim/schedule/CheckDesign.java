package npusim.schedule;

import npusim.hardware.Dataflow;
import npusim.hardware.HardwareConfiguration;
import npusim.hardware.Memory;

/** Refuses designs with parts that scheduler and timing engine do not model, rather than timing them as something else. */
final class CheckDesign {

    private static final int MODELLED_SIDES = 2;

    private CheckDesign() {}

    static void check(HardwareConfiguration hardware) throws ScheduleException {
        String design = hardware.accelerator().name();
        switch (hardware.accelerator().macArray().dataflow()) {
            case Dataflow.BlockDotProduct _ -> {
                // modelled
            }
            case Dataflow.WeightStationary _ ->
                throw new ScheduleException("design '" + design
                        + "' is weight-stationary; scheduling and timing model the dataflow dot_product only");
        }
        for (int side = 0; side < hardware.system().attached().size(); side++) {
            Memory memory = hardware.system().attachedMemory(side);
            if (memory.backing() != null) {
                throw new ScheduleException("memory '" + memory.name() + "' of system '"
                        + hardware.system().name() + "' is a cache in front of '" + memory.backing()
                        + "'; timing models memories without caches only");
            }
        }
        if (hardware.system().attached().size() > MODELLED_SIDES) {
            throw new ScheduleException("system '" + hardware.system().name() + "' attaches "
                    + hardware.system().attached().size()
                    + " memories; scheduling places tensors in axi0 and axi1 only");
        }
    }
}
