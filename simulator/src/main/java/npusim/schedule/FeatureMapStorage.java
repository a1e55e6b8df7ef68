package npusim.schedule;

/** Where the elements of a feature map of one kernel live. */
public enum FeatureMapStorage {
    /** In a memory. */
    MEMORY,
    /** In the chaining buffer between two chained kernels; no memory traffic. */
    CHAINED,
    /** A single value in a register; no memory traffic. */
    SCALAR
}
