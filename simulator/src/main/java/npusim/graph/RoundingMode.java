package npusim.graph;

/** How RESCALE rounds (TOSA 1.0, RESCALE). */
public enum RoundingMode {
    SINGLE_ROUND(1),
    INEXACT_ROUND(2),
    DOUBLE_ROUND(3);

    private final int code;

    RoundingMode(int code) {
        this.code = code;
    }

    /** The number in a TOSA file. */
    public int code() {
        return code;
    }
}
