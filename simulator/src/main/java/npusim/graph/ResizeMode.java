package npusim.graph;

/** How RESIZE samples (TOSA 1.0, RESIZE). */
public enum ResizeMode {
    NEAREST(1),
    BILINEAR(2);

    private final int code;

    ResizeMode(int code) {
        this.code = code;
    }

    /** The number in a TOSA file. */
    public int code() {
        return code;
    }
}
