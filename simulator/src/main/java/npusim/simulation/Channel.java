package npusim.simulation;

/** Masters of the NPU on the AXI ports. */
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
