package npusim.simulation;

import npusim.schedule.KernelCommand;

/** What the output unit costs. */
interface OutputRates {
    /** Cycles per OFM element of one kernel, fused activation and transpose included. */
    double cyclesPerElement(KernelCommand kernel);
}
