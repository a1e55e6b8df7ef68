package npusim.graph;

/**
 * A rule that a file, a graph or a run broke.
 *
 * @param rule which rule
 * @param place where: operator with its index and first output, tensor or file
 * @param detail the values that break it
 */
public record Problem(Rule rule, String place, String detail) {
    /** One line: {@code ConvOutputShapeMismatch: CONV2D #4 (layer_2): OH is 3, must be 2 = …}. */
    public String message() {
        return rule.key() + ": " + place + ": " + detail;
    }
}
