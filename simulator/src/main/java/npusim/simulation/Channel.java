package npusim.simulation;

/** Masters of the NPU on the AXI ports (ethos-u.md §1.5, §5.1). */
enum Channel {
    COMMANDS,
    IFM,
    WEIGHTS,
    WEIGHTS_FAST,
    SCALES,
    MEM_TO_MEM,
    IFM_STREAM,
    OFM,
    MEM_TO_MEM_WRITE
}
