package npusim.graph;

/** Propagation of NaN: kept so that a graph is written as it was read, without effect on integers. */
public enum NanMode {
    UNSET(0),
    PROPAGATE(1),
    IGNORE(2);

    private final int code;

    NanMode(int code) {
        this.code = code;
    }

    /** The number in a TOSA file. */
    public int code() {
        return code;
    }
}
