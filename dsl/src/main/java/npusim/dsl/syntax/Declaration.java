package npusim.dsl.syntax;

import java.util.List;
import npusim.dsl.source.Span;
import org.jspecify.annotations.Nullable;

/** A top-level declaration. */
public sealed interface Declaration {

    /** The declared name. */
    Name name();

    /** The text of the documentation comment, may be empty. */
    String documentation();

    /** The whole declaration. */
    Span span();

    /**
     * {@code const name = value}.
     *
     * @param name the name
     * @param value the value
     * @param documentation documentation comment
     * @param span the whole declaration
     */
    record Constant(Name name, Expression value, String documentation, Span span) implements Declaration {}

    /**
     * {@code kind name(parameters) extends parent { members }}.
     *
     * @param kind what is declared
     * @param name the name
     * @param isAbstract whether it may only be extended
     * @param parameters parameters in order
     * @param parent what it extends, or null
     * @param members members in order
     * @param documentation documentation comment
     * @param span the whole declaration
     */
    record Thing(
            Name kind,
            Name name,
            boolean isAbstract,
            List<Parameter> parameters,
            @Nullable Reference parent,
            List<Member> members,
            String documentation,
            Span span)
            implements Declaration {

        /** Copies the lists. */
        public Thing {
            parameters = List.copyOf(parameters);
            members = List.copyOf(members);
        }
    }
}
