package npusim.graph;

/** How RESCALE rounds (TOSA 1.0, RESCALE); numbered as in the file from 1. */
public enum RoundingMode {
    SINGLE_ROUND,
    INEXACT_ROUND,
    DOUBLE_ROUND;

    public int code() {
        return ordinal() + 1;
    }
}
