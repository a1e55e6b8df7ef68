package npusim.graph;

/** Propagation of NaN: kept so that a graph is written as it was read, without effect on integers. */
public enum NanMode {
    UNSET,
    PROPAGATE,
    IGNORE;

    public int code() {
        return ordinal();
    }
}
