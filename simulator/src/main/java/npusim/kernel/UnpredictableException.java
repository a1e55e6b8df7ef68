package npusim.kernel;

import npusim.graph.InvalidGraphException;
import npusim.graph.Rule;

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

    /** The same as the refusal of a run, naming the operator. */
    public InvalidGraphException at(String place) {
        Rule rule = switch (kind) {
            case INDEX_OUT_OF_RANGE -> Rule.INDEX_OUT_OF_RANGE;
            case DIVISION_BY_ZERO -> Rule.DIVISION_BY_ZERO;
        };
        return new InvalidGraphException(rule, place, "element " + index + ": " + getMessage());
    }
}
