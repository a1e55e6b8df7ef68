package npusim.hardware;

/** Order in which a kernel walks the depth of its IFM. */
public enum Traversal {
    /** All of the IFM block depth for one kernel element, then the next element. */
    DEPTH_FIRST,

    /** Several kernel elements for a shallow IFM block depth. */
    PART_KERNEL_FIRST,

    /** One IFM channel per OFM channel. */
    DEPTHWISE;

    /** The name in descriptions: lower case with underscores. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
