package npusim.schedule;

/** Coding of a weight stream (ethos-u.md §1.7). */
public enum WeightFormat {
    /** Lossless coded, one stream per decoder core. */
    STANDARD,
    /** Fixed-width indices for the fast decoder. */
    FAST
}
