package npusim.simulation;

/** Where a cycle of the critical path went; every cycle is in exactly one category. */
public enum CycleCategory {
    COMPUTE,
    OUTPUT,
    WEIGHT_WAIT,
    INPUT_WAIT,
    OUTPUT_BACK_PRESSURE,
    MEMORY_LATENCY,
    PORT_CONTENTION,
    BANDWIDTH_CAP,
    DEPENDENCY,
    ISSUE,
    FILL_AND_DRAIN,
    IDLE
}
