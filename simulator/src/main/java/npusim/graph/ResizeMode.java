package npusim.graph;

/** How RESIZE samples (TOSA 1.0, RESIZE); numbered as in the file from 1. */
public enum ResizeMode {
    NEAREST,
    BILINEAR;

    public int code() {
        return ordinal() + 1;
    }
}
