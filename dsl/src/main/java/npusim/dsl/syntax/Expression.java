package npusim.dsl.syntax;

import java.util.List;
import npusim.dsl.quantity.Ratio;
import npusim.dsl.source.Span;
import org.jspecify.annotations.Nullable;

/** An expression. Chains of one precedence level are flat, so that long ones do not nest. */
public sealed interface Expression {

    /** The whole expression. */
    Span span();

    /** Operators of arithmetic chains. */
    enum Operator {
        /** Sum. */
        PLUS("+"),
        /** Difference. */
        MINUS("-"),
        /** Product. */
        TIMES("*"),
        /** Quotient. */
        DIVIDED_BY("/"),
        /** Extents of a shape, or lanes of a port. */
        BY("x"),
        /** Both hold. */
        AND("and"),
        /** One holds. */
        OR("or"),
        /** Less. */
        LESS("<"),
        /** Less or equal. */
        AT_MOST("<="),
        /** Greater. */
        GREATER(">"),
        /** Greater or equal. */
        AT_LEAST(">="),
        /** Equal. */
        EQUAL("=="),
        /** Not equal. */
        NOT_EQUAL("!="),
        /** Member of a list or range. */
        IN("in");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        /** As written. */
        public String symbol() {
            return symbol;
        }
    }

    /**
     * A number with an optional unit.
     *
     * @param value the number
     * @param units names between slashes, empty for none
     * @param span the whole literal
     */
    record Numeral(Ratio value, List<Name> units, Span span) implements Expression {}

    /**
     * {@code 2x2x8}, possibly with a unit ({@code 4x128 bit}).
     *
     * @param extents the integers
     * @param units names between slashes, empty for none
     * @param span the whole literal
     */
    record Extents(List<Ratio> extents, List<Name> units, Span span) implements Expression {}

    /**
     * A quoted text.
     *
     * @param text without the quotes
     * @param span the whole literal
     */
    record Text(String text, Span span) implements Expression {}

    /**
     * {@code true} or {@code false}.
     *
     * @param value the value
     * @param span the literal
     */
    record Truth(boolean value, Span span) implements Expression {}

    /**
     * {@code [a, b]}.
     *
     * @param elements in order
     * @param span the whole list
     */
    record Elements(List<Expression> elements, Span span) implements Expression {}

    /**
     * {@code table { | a | b | … }}; the first row names the columns.
     *
     * @param rows cells by row
     * @param span the whole table
     */
    record Table(List<Row> rows, Span span) implements Expression {}

    /**
     * A row of a table.
     *
     * @param cells in order
     * @param span the whole row
     */
    record Row(List<Expression> cells, Span span) {}

    /**
     * A name, possibly with arguments.
     *
     * @param reference the name
     */
    record Use(Reference reference) implements Expression {
        @Override
        public Span span() {
            return reference.span();
        }
    }

    /**
     * Operands joined by operators of one precedence level, evaluated from the left.
     *
     * @param first first operand
     * @param rest further operands with the operator before each
     * @param span the whole chain
     */
    record Chain(Expression first, List<Link> rest, Span span) implements Expression {}

    /**
     * An operator and its right operand.
     *
     * @param operator the operator
     * @param operand the operand
     */
    record Link(Operator operator, Expression operand) {}

    /**
     * {@code -a} or {@code not a}.
     *
     * @param negations how many minus signs
     * @param inversions how many {@code not}
     * @param operand the operand
     * @param span the whole expression
     */
    record Prefixed(int negations, int inversions, Expression operand, Span span) implements Expression {}

    /**
     * {@code if c then a else b}.
     *
     * @param condition a truth value
     * @param then value when it holds
     * @param otherwise value when it does not
     * @param span the whole expression
     */
    record Choice(Expression condition, Expression then, Expression otherwise, Span span) implements Expression {}

    /**
     * {@code low .. high step s} or {@code low .. high factor f}.
     *
     * @param low first value
     * @param high last value
     * @param step difference or quotient of neighbours, or null
     * @param geometric whether {@code step} is a quotient
     * @param span the whole range
     */
    record Range(Expression low, Expression high, @Nullable Expression step, boolean geometric, Span span)
            implements Expression {}
}
