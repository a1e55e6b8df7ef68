package npusim.dsl.syntax;

import java.util.List;
import npusim.dsl.source.Span;
import org.jspecify.annotations.Nullable;

/** A member of a block. */
public sealed interface Member {

    /** The whole member. */
    Span span();

    /** What a property does to an inherited value. */
    enum Edit {
        /** Replaces it. */
        SET,
        /** Appends to a list. */
        APPEND,
        /** Removes from a list. */
        REMOVE
    }

    /**
     * {@code path = value}, {@code path += value} or {@code path -= value}.
     *
     * @param path names between dots
     * @param edit what to do
     * @param value the value
     * @param documentation documentation comment
     * @param span the whole member
     */
    record Property(List<Name> path, Edit edit, Expression value, String documentation, Span span) implements Member {

        /** Copies the path. */
        public Property {
            path = List.copyOf(path);
        }
    }

    /**
     * {@code kind label { members }}.
     *
     * @param kind kind of block
     * @param label its name, or null
     * @param members members in order
     * @param documentation documentation comment
     * @param span the whole member
     */
    record Nested(Name kind, @Nullable Name label, List<Member> members, String documentation, Span span)
            implements Member {

        /** Copies the members. */
        public Nested {
            members = List.copyOf(members);
        }
    }

    /**
     * {@code const name = value} inside a block.
     *
     * @param name the name
     * @param value the value
     * @param span the whole member
     */
    record LocalConstant(Name name, Expression value, Span span) implements Member {}

    /**
     * {@code if condition { … } else { … }}.
     *
     * @param condition a truth value over parameters and constants
     * @param then members when it holds
     * @param otherwise members when it does not, may be empty
     * @param span the whole member
     */
    record Conditional(Expression condition, List<Member> then, List<Member> otherwise, Span span) implements Member {

        /** Copies the members. */
        public Conditional {
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
        }
    }

    /**
     * {@code require condition else "message"}.
     *
     * @param condition a truth value
     * @param message what to say when it does not hold, or null
     * @param span the whole member
     */
    record Requirement(Expression condition, @Nullable String message, Span span) implements Member {}

    /**
     * {@code vary path in values}.
     *
     * @param path what is varied
     * @param values a list or a range; of a property that follows others one value
     * @param follows whether it was written {@code vary path = expression}
     * @param span the whole member
     */
    record Variation(List<Name> path, Expression values, boolean follows, Span span) implements Member {

        /** Copies the path. */
        public Variation {
            path = List.copyOf(path);
        }
    }

    /**
     * {@code minimize a, b} or {@code maximize a}.
     *
     * @param maximize the direction
     * @param expressions what counts
     * @param span the whole member
     */
    record Objective(boolean maximize, List<Expression> expressions, Span span) implements Member {

        /** Copies the expressions. */
        public Objective {
            expressions = List.copyOf(expressions);
        }
    }

    /**
     * {@code keyword name(arguments)}, such as {@code workload conformer_s(seconds = 15)}.
     *
     * @param keyword the first word
     * @param reference the rest
     * @param span the whole member
     */
    record Clause(Name keyword, Reference reference, Span span) implements Member {}
}
