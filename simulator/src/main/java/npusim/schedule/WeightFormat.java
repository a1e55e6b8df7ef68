package npusim.schedule;

/** Coding of a weight stream. */
public enum WeightFormat {
    /** Lossless coded, one stream per decoder core. */
    STANDARD,
    /** Fixed-width indices for the fast decoder. */
    FAST
}
