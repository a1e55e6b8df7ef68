package npusim.hardware;

/** Who drives data on an AXI channel. */
public enum PortDirection {
    /** Memory to NPU. */
    READ,

    /** NPU to memory. */
    WRITE;

    /** The name in descriptions: lower case with underscores. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
