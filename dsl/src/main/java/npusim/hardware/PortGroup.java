package npusim.hardware;

/**
 * A group of equal AXI ports on one side of the NPU. The first group is axi0, the second axi1, and so on.
 *
 * @param name as in the description: {@code sram}, {@code external} …
 * @param index position: 0 for axi0
 * @param ports number of ports
 * @param widthBits data width of one port
 * @param maxReads outstanding reads of each port, which the driver programs
 * @param maxWrites outstanding writes of each port
 * @param maxBurstBytes longest burst the driver programs
 */
public record PortGroup(
        String name, int index, int ports, int widthBits, int maxReads, int maxWrites, int maxBurstBytes) {

    /** Bytes of one data beat. */
    public int beatBytes() {
        return widthBits / 8;
    }
}
