package npusim.graph;

import org.eclipse.collections.api.list.ImmutableList;

/** Checks a graph against the rules of the TOSA 1.0 specification. */
public final class VerifyGraph {
    private VerifyGraph() {}

    /** All violations, in the order of the operators; empty for a valid graph. */
    public static ImmutableList<Problem> verify(Graph graph, Level level) {
        throw new UnsupportedOperationException();
    }
}
