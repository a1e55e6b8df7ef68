package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import npusim.dsl.quantity.Quantity;
import npusim.dsl.quantity.Ratio;
import org.jspecify.annotations.Nullable;

/** What an expression evaluates to. {@code toString} gives text in the language. */
public sealed interface Value {

    /** What kind of value this is, for messages. */
    String describe();

    /** The result of an expression with a reported error; checks pass it on in silence. */
    record Broken() implements Value {
        static final Broken INSTANCE = new Broken();

        @Override
        public String describe() {
            return "an error";
        }

        @Override
        public String toString() {
            return "?";
        }
    }

    /** {@code any}. */
    record Any() implements Value {
        static final Any INSTANCE = new Any();

        @Override
        public String describe() {
            return "any";
        }

        @Override
        public String toString() {
            return "any";
        }
    }

    /**
     * A number or amount.
     *
     * @param quantity the amount
     */
    record Amount(Quantity quantity) implements Value {
        @Override
        public String describe() {
            return quantity.dimension().describe();
        }

        @Override
        public String toString() {
            return quantity.toString();
        }
    }

    /**
     * Height, width, depth.
     *
     * @param extents at least two integers
     */
    record Extents(List<Ratio> extents) implements Value {

        /** Copies the list. */
        public Extents {
            extents = List.copyOf(extents);
        }

        @Override
        public String describe() {
            return "a shape";
        }

        @Override
        public String toString() {
            return extents.stream().map(Ratio::toString).collect(Collectors.joining("x"));
        }
    }

    /**
     * Ports of one width.
     *
     * @param count number of ports
     * @param width width of each
     */
    record Lanes(Ratio count, Quantity width) implements Value {
        @Override
        public String describe() {
            return "a number of ports";
        }

        @Override
        public String toString() {
            return count + " x " + width.amount().times(Ratio.of(8)) + " bit";
        }
    }

    /**
     * A text.
     *
     * @param text without quotes
     */
    record Text(String text) implements Value {
        @Override
        public String describe() {
            return "a text";
        }

        @Override
        public String toString() {
            return '"' + text + '"';
        }
    }

    /**
     * A truth value.
     *
     * @param value the value
     */
    record Truth(boolean value) implements Value {
        @Override
        public String describe() {
            return "a truth value";
        }

        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /**
     * A word or the name of a block or declaration.
     *
     * @param word the word
     */
    record Symbol(String word) implements Value {
        @Override
        public String describe() {
            return "the name '" + word + "'";
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * A name with arguments.
     *
     * @param name the name
     * @param arguments by name
     */
    record Call(String name, Map<String, Value> arguments) implements Value {

        /** Copies the map, keeping its order. */
        public Call {
            arguments = new LinkedHashMap<>(arguments);
        }

        @Override
        public String describe() {
            return "a name with arguments";
        }

        @Override
        public String toString() {
            return name
                    + (arguments.isEmpty()
                            ? ""
                            : arguments.entrySet().stream()
                                    .map(e -> e.getKey() + " = " + e.getValue())
                                    .collect(Collectors.joining(", ", "(", ")")));
        }
    }

    /**
     * A list.
     *
     * @param elements in order
     */
    record Elements(List<Value> elements) implements Value {

        /** Copies the list. */
        public Elements {
            elements = List.copyOf(elements);
        }

        @Override
        public String describe() {
            return "a list";
        }

        @Override
        public String toString() {
            return elements.stream().map(Value::toString).collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /**
     * A table.
     *
     * @param rows cells by column name
     */
    record Table(List<Map<String, Value>> rows) implements Value {

        /** Copies the list. */
        public Table {
            rows = List.copyOf(rows);
        }

        @Override
        public String describe() {
            return "a table";
        }

        /** The names of the columns, then the cells of each row; nothing of a table without rows. */
        public List<List<String>> text() {
            List<List<String>> lines = new ArrayList<>();
            if (!rows.isEmpty()) {
                lines.add(List.copyOf(rows.getFirst().keySet()));
            }
            rows.forEach(
                    row -> lines.add(row.values().stream().map(Value::toString).toList()));
            return List.copyOf(lines);
        }

        @Override
        public String toString() {
            return text().stream()
                    .map(line -> line.stream().collect(Collectors.joining(" | ", " | ", " |")))
                    .collect(Collectors.joining("", "table {", " }"));
        }
    }

    /**
     * A range.
     *
     * @param low first
     * @param high last
     * @param step difference or quotient, or null
     * @param geometric whether {@code step} is a quotient
     */
    record Range(Quantity low, Quantity high, @Nullable Quantity step, boolean geometric) implements Value {
        @Override
        public String describe() {
            return "a range";
        }

        @Override
        public String toString() {
            return low + " .. " + high + (step == null ? "" : (geometric ? " factor " : " step ") + step);
        }
    }
}
