package npusim.graph;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** A file that is no valid graph, or a run that broke a rule; carries what is wrong, at least one problem. */
public final class InvalidGraphException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient ImmutableList<Problem> problems;

    public InvalidGraphException(ImmutableList<Problem> problems) {
        super(problems.getFirst().message()
                + (problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)"));
        this.problems = problems;
    }

    public InvalidGraphException(Rule rule, String place, String detail) {
        this(Lists.immutable.of(new Problem(rule, place, detail)));
    }

    /** Everything that is wrong, the most telling first. */
    public ImmutableList<Problem> problems() {
        return problems;
    }
}
