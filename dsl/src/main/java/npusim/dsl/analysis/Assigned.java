package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.List;
import npusim.dsl.schema.PropertySpec;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.Expression;
import npusim.dsl.syntax.Member;
import org.jspecify.annotations.Nullable;

/** A property of a resolved block: the edits that make its value, from the oldest ancestor on. */
public final class Assigned {

    /**
     * One assignment.
     *
     * @param kind what it does
     * @param expression right-hand side
     * @param environment where it was written
     * @param span the whole assignment
     */
    record Edit(Member.Edit kind, Expression expression, Environment environment, Span span) {}

    final PropertySpec spec;
    final Block owner;
    final List<Edit> edits = new ArrayList<>(1);
    String documentation = "";

    @Nullable
    Value value;

    boolean evaluating;

    Assigned(PropertySpec spec, Block owner) {
        this.spec = spec;
        this.owner = owner;
    }

    /** What the property is. */
    public PropertySpec spec() {
        return spec;
    }

    /** Where its value was last said. */
    public Span origin() {
        return edits.getLast().span();
    }

    /** Documentation comment of the last assignment that has one. */
    public String documentation() {
        return documentation;
    }

    /** Whether the value is the schema's default. */
    public boolean isDefault() {
        return edits.getLast().span().file().name().equals(Evaluator.DEFAULT_FILE);
    }
}
