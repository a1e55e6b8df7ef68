package npusim.dsl.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import npusim.dsl.quantity.Quantity;
import npusim.dsl.quantity.Ratio;
import npusim.hardware.Shape;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.set.ImmutableSet;
import org.jspecify.annotations.Nullable;

/** Reads the checked values of a block with the Java types that the hardware model wants. */
final class Reader {

    private final Evaluator evaluator;
    final Block block;

    Reader(Evaluator evaluator, Block block) {
        this.evaluator = evaluator;
        this.block = block;
    }

    @Nullable
    Value find(String name) {
        return evaluator.property(block, name);
    }

    Value value(String name) {
        Value value = find(name);
        if (value == null) {
            throw new IllegalStateException(block.name + " has no " + name);
        }
        return value;
    }

    boolean has(String name) {
        return find(name) != null;
    }

    Reader child(String name) {
        Block child = block.children.get(name);
        if (child == null) {
            throw new IllegalStateException(block.name + " has no block " + name);
        }
        return new Reader(evaluator, child);
    }

    @Nullable
    Reader childIfPresent(String name) {
        Block child = block.children.get(name);
        return child == null ? null : new Reader(evaluator, child);
    }

    List<Reader> children(String kind) {
        List<Reader> readers = new ArrayList<>();
        for (Block child : block.children.values()) {
            if (child.type.name().equals(kind)) {
                readers.add(new Reader(evaluator, child));
            }
        }
        return readers;
    }

    Ratio ratio(String name) {
        return ratio(value(name));
    }

    int count(String name) {
        return ratio(name).intValueExact();
    }

    int bits(String name) {
        return ratio(name).times(Ratio.of(8)).intValueExact();
    }

    long large(String name) {
        return ratio(name).longValueExact();
    }

    long large(String name, long otherwise) {
        return has(name) ? large(name) : otherwise;
    }

    boolean flag(String name) {
        return value(name) instanceof Value.Truth truth && truth.value();
    }

    String text(String name) {
        return text(value(name));
    }

    Shape shape(String name) {
        return shape(value(name));
    }

    <T> ImmutableList<T> list(String name, Function<Value, T> element) {
        List<T> list = new ArrayList<>();
        if (find(name) instanceof Value.Elements elements) {
            for (Value value : elements.elements()) {
                list.add(element.apply(value));
            }
        }
        return Lists.immutable.ofAll(list);
    }

    List<Map<String, Value>> rows(String name) {
        return find(name) instanceof Value.Table table ? table.rows() : List.of();
    }

    static Value cell(Map<String, Value> row, String column) {
        Value value = row.get(column);
        if (value == null) {
            throw new IllegalStateException(column);
        }
        return value;
    }

    static int countOrZero(Map<String, Value> row, String column) {
        Value value = cell(row, column);
        return value instanceof Value.Any ? 0 : ratio(value).intValueExact();
    }

    static Ratio ratio(Value value) {
        return quantity(value).amount();
    }

    static Quantity quantity(Value value) {
        if (value instanceof Value.Amount amount) {
            return amount.quantity();
        }
        throw new IllegalStateException(value.describe());
    }

    static String text(Value value) {
        return switch (value) {
            case Value.Text text -> text.text();
            case Value.Symbol symbol -> symbol.word();
            case Value.Call call -> call.name();
            default -> throw new IllegalStateException(value.describe());
        };
    }

    static Shape shape(Value value) {
        if (value instanceof Value.Extents extents) {
            return new Shape(
                    extents.extents().get(0).intValueExact(),
                    extents.extents().get(1).intValueExact(),
                    extents.extents().get(2).intValueExact());
        }
        throw new IllegalStateException(value.describe());
    }

    static ImmutableSet<String> words(Value value) {
        return value instanceof Value.Elements elements
                ? Sets.immutable.ofAll(
                        elements.elements().stream().map(Reader::text).toList())
                : Sets.immutable.empty();
    }
}
