package npusim.simulation;

import npusim.schedule.KernelCommand;

/** What the output unit costs (ethos-u.md §1.5). */
interface OutputRates {
    /** Cycles per OFM element of one kernel, fused activation and transpose included. */
    double cyclesPerElement(KernelCommand kernel);
}
