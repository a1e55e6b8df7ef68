package npusim.kernel;

/** An outcome that the specification leaves unpredictable and that no value can stand for; ends the run. */
public final class UnpredictableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What happened. */
    public enum Kind {
        INDEX_OUT_OF_RANGE,
        DIVISION_BY_ZERO
    }

    private final Kind kind;
    private final int index;

    UnpredictableException(Kind kind, int index, String message) {
        super(message);
        this.kind = kind;
        this.index = index;
    }

    public Kind kind() {
        return kind;
    }

    /** Linear index of the element. */
    public int index() {
        return index;
    }
}
