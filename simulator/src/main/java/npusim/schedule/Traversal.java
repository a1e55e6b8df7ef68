package npusim.schedule;

/** Order in which one OFM block walks kernel elements and IFM depth. */
public enum Traversal {
    /** All IFM depth of a kernel element before the next kernel element. */
    DEPTH_FIRST,
    /** Several kernel elements of a thin IFM depth slice at once. */
    PART_KERNEL,
    /** One input channel per output channel. */
    DEPTHWISE
}
