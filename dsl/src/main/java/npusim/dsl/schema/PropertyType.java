package npusim.dsl.schema;

import java.util.List;
import java.util.stream.Collectors;
import npusim.dsl.quantity.Dimension;
import npusim.dsl.quantity.Quantity;
import npusim.dsl.quantity.Ratio;
import npusim.dsl.quantity.Unit;
import npusim.dsl.quantity.Units;
import org.jspecify.annotations.Nullable;

/** What values a property or a table column takes. */
public sealed interface PropertyType {

    /** A few words for messages and the reference page, such as {@code size in bytes}. */
    String describe();

    /**
     * An amount with a unit.
     *
     * @param dimension what it measures
     * @param low least amount in base units, or null
     * @param high greatest amount in base units, or null
     * @param integral whether the amount in base units is whole
     * @param powerOfTwo whether it is a power of two
     * @param unit the unit shown in the reference page and suggested where none was written
     */
    record Measure(
            Dimension dimension,
            @Nullable Ratio low,
            @Nullable Ratio high,
            boolean integral,
            boolean powerOfTwo,
            String unit)
            implements PropertyType {

        @Override
        public String describe() {
            return dimension.equals(Dimension.NONE) ? (integral ? "whole number" : "number") : "amount in " + unit;
        }

        /** The allowed interval in words, empty when there is none. */
        public String interval() {
            if (low == null && high == null) {
                return "";
            } else if (high == null) {
                return "at least " + text(low);
            } else if (low == null) {
                return "at most " + text(high);
            }
            return text(low) + " to " + text(high);
        }

        private String text(@Nullable Ratio amount) {
            if (amount == null) {
                return "";
            }
            Quantity quantity = new Quantity(amount, dimension);
            Unit shown = Units.find(unit);
            // widths are thought of in bit, also where they fill bytes
            return unit.equals("bit") && shown != null ? quantity.in(shown) + " bit" : quantity.toString();
        }
    }

    /** A quoted text. */
    record Text() implements PropertyType {
        @Override
        public String describe() {
            return "quoted text";
        }
    }

    /** {@code true} or {@code false}. */
    record Flag() implements PropertyType {
        @Override
        public String describe() {
            return "true or false";
        }
    }

    /**
     * One of some words.
     *
     * @param words the words; empty for any name
     * @param noun what the words stand for
     * @param open whether descriptions may add words, which {@link npusim.dsl.analysis.Model#check} looks for
     */
    record Symbol(List<String> words, String noun, boolean open) implements PropertyType {
        private static final int LONG = 12;

        /** Whether there are too many words for one line of a message. */
        public boolean isLong() {
            return words.size() > LONG;
        }

        /** Whether {@code word} is one of them, or may be. */
        public boolean takes(String word) {
            return open || words.isEmpty() || words.contains(word);
        }

        @Override
        public String describe() {
            if (isLong()) {
                return noun;
            }
            return words.isEmpty()
                    ? "name of " + noun
                    : words.stream().collect(Collectors.joining(", ", noun + " (", open ? " or another)" : ")"));
        }
    }

    /**
     * The name of a declaration.
     *
     * @param kind kind of declaration
     */
    record ObjectName(String kind) implements PropertyType {
        @Override
        public String describe() {
            return "name of " + Schemas.withArticle(kind);
        }
    }

    /**
     * The name of a labelled block of the same declaration.
     *
     * @param kind kind of block
     */
    record BlockName(String kind) implements PropertyType {
        @Override
        public String describe() {
            return "name of " + Schemas.withArticle(kind) + " block";
        }
    }

    /**
     * A list.
     *
     * @param element type of each element
     */
    record ListOf(PropertyType element) implements PropertyType {
        @Override
        public String describe() {
            return "list of " + element.describe();
        }
    }

    /** Height, width and depth, as in {@code 2x2x8}. */
    record Extents() implements PropertyType {
        @Override
        public String describe() {
            return "height x width x depth";
        }
    }

    /** Several ports of one width, as in {@code 4 x 128 bit}. */
    record Lanes() implements PropertyType {
        @Override
        public String describe() {
            return "ports x width";
        }
    }

    /**
     * {@code any}, or a value.
     *
     * @param inner type of the value
     */
    record OrAny(PropertyType inner) implements PropertyType {
        @Override
        public String describe() {
            return "any, or " + inner.describe();
        }
    }

    /**
     * A table.
     *
     * @param columns its columns
     */
    record Table(List<Column> columns) implements PropertyType {
        @Override
        public String describe() {
            return columns.stream().map(Column::name).collect(Collectors.joining(", ", "table of ", ""));
        }

        /** The column called {@code name}, or null. */
        public @Nullable Column column(String name) {
            for (Column column : columns) {
                if (column.name().equals(name)) {
                    return column;
                }
            }
            return null;
        }
    }

    /** A workload with arguments, as in {@code conformer_s(seconds = 15)}. */
    record Call() implements PropertyType {
        @Override
        public String describe() {
            return "name with arguments";
        }
    }

    /**
     * A column of a table.
     *
     * @param name heading
     * @param type type of its cells
     * @param required whether the table must have it; otherwise cells are {@code any}
     * @param meaning one line
     */
    record Column(String name, PropertyType type, boolean required, String meaning) {}
}
