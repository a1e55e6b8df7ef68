package npusim.schedule;

/** Side of the NPU on which a memory is attached: on two-port parts AXI0 and AXI1. */
public enum AxiSide {
    /** On-chip SRAM. */
    SRAM,
    /** Flash or DRAM outside the chip. */
    EXTERNAL
}
