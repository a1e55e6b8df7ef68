package npusim.schedule.plan;

/** What a region of memory is used for (ethos-u.md §2.1). */
public enum MemoryArea {
    /** Weights, scales, tables and other constants. */
    CONSTANTS,
    /** Feature maps. */
    ARENA,
    /** Staging: weight buffers, rolling buffers and feature maps that fit. */
    CACHE
}
