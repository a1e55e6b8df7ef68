package npusim.dsl.analysis;

import java.util.HashMap;
import java.util.Map;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.Expression;
import org.jspecify.annotations.Nullable;

/** Lexical surroundings of an expression: parameters and local constants, then the file. */
final class Environment {

    /** A named expression that is evaluated at most once. */
    static final class Binding {
        final Expression expression;
        final Environment environment;
        final Span span;
        /** Whether a child gave the value to its parent's parameter. */
        final boolean argument;

        @Nullable
        Value value;

        boolean evaluating;
        boolean used;

        Binding(Expression expression, Environment environment, Span span) {
            this(expression, environment, span, false);
        }

        static Binding argument(Expression value, Environment child) {
            return new Binding(value, child, value.span(), true);
        }

        private Binding(Expression expression, Environment environment, Span span, boolean argument) {
            this.argument = argument;
            this.expression = expression;
            this.environment = environment;
            this.span = span;
        }
    }

    final FileScope file;
    private final @Nullable Environment outer;
    private final Map<String, Binding> bindings = new HashMap<>();

    Environment(FileScope file) {
        this.file = file;
        this.outer = null;
    }

    Environment(Environment outer) {
        this.file = outer.file;
        this.outer = outer;
    }

    void bind(String name, Binding binding) {
        bindings.put(name, binding);
    }

    @Nullable
    Binding lookup(String name) {
        for (Environment at = this; at != null; at = at.outer) {
            Binding binding = at.bindings.get(name);
            if (binding != null) {
                return binding;
            }
        }
        return null;
    }

    Map<String, Binding> own() {
        return bindings;
    }
}
