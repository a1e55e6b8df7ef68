package npusim.dsl.syntax;

import java.util.List;
import java.util.stream.Collectors;
import npusim.dsl.source.Span;

/**
 * A possibly qualified name with arguments.
 *
 * @param parts the names between dots, at least one
 * @param arguments arguments in order, empty when none were written
 * @param called whether parentheses were written
 * @param span the whole reference
 */
public record Reference(List<Name> parts, List<Argument> arguments, boolean called, Span span) {

    /** Copies the lists. */
    public Reference {
        parts = List.copyOf(parts);
        arguments = List.copyOf(arguments);
    }

    /** The name with its dots. */
    public String text() {
        return parts.size() == 1
                ? parts.getFirst().text()
                : parts.stream().map(Name::text).collect(Collectors.joining("."));
    }

    /** The first part. */
    public Name first() {
        return parts.getFirst();
    }
}
