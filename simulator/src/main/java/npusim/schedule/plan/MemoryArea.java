package npusim.schedule.plan;

/** What a region of memory is used for. */
public enum MemoryArea {
    /** Weights, scales, tables and other constants. */
    CONSTANTS,
    /** Feature maps. */
    ARENA,
    /** Staging: weight buffers, rolling buffers and feature maps that fit. */
    CACHE
}
