package npusim.configs;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import npusim.dsl.quantity.Units;
import npusim.dsl.schema.BlockType;
import npusim.dsl.schema.PropertySpec;
import npusim.dsl.schema.PropertyType;
import npusim.dsl.schema.Schemas;

/** Random descriptions that follow the grammar and the schema, with a mistake of sense here and there. */
final class GrammarText {

    private static final List<String> UNITS = List.copyOf(Units.names());
    private static final String[] NAMES = {"A", "B", "C", "size", "n", "Sram", "Dram", "any", "axi0", "sram", "missing"
    };
    private static final String[] OPERATORS = {
        " + ", " - ", " * ", " / ", " x ", " < ", " >= ", " == ", " != ", " and ", " or ", " in "
    };
    private static final int DEEPEST = 4;

    private final Random random;
    private final StringBuilder out = new StringBuilder();

    private GrammarText(Random random) {
        this.random = random;
    }

    static String next(Random random) {
        GrammarText text = new GrammarText(random);
        int declarations = 1 + random.nextInt(4);
        for (int i = 0; i < declarations; i++) {
            text.declaration();
        }
        return text.out.toString();
    }

    private boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String name() {
        return NAMES[random.nextInt(NAMES.length)];
    }

    private void declaration() {
        if (once(12)) {
            out.append("import \"memory-modes.npu\"")
                    .append(once(3) ? " as m" : "")
                    .append('\n');
        } else if (once(6)) {
            out.append("const ")
                    .append(name())
                    .append(" = ")
                    .append(expression(0))
                    .append('\n');
        } else {
            BlockType kind = any(List.copyOf(Schemas.kinds().values()));
            out.append(once(5) ? "abstract " : "")
                    .append(kind.name())
                    .append(' ')
                    .append(name());
            if (once(4)) {
                out.append("(n").append(once(2) ? "" : " = " + expression(1)).append(", size = 4 KiB)");
            }
            if (once(3)) {
                out.append(" extends ").append(name());
                out.append(once(2) ? "" : "(n = " + expression(1) + ")");
            }
            block(kind, 0);
        }
    }

    private void block(BlockType type, int depth) {
        out.append(" {\n");
        int members = random.nextInt(8);
        for (int i = 0; i < members; i++) {
            member(type, depth);
        }
        if (once(4)) {
            type.properties().values().stream().filter(PropertySpec::required).forEach(this::property);
        }
        out.append("}\n");
    }

    private void member(BlockType type, int depth) {
        List<PropertySpec> properties = new ArrayList<>(type.properties().values());
        List<BlockType.Inner> inner = new ArrayList<>(type.inner().values());
        switch (random.nextInt(14)) {
            case 0 ->
                out.append("const ")
                        .append(name())
                        .append(" = ")
                        .append(expression(0))
                        .append('\n');
            case 1 -> {
                out.append("if ").append(expression(2));
                block(type, depth + 1);
                if (once(2)) {
                    out.append("else");
                    block(type, depth + 1);
                }
            }
            case 2 ->
                out.append("require ")
                        .append(expression(0))
                        .append(once(2) ? "" : " else \"no\"")
                        .append('\n');
            case 3 ->
                out.append("vary ")
                        .append(path())
                        .append(" in ")
                        .append(values())
                        .append('\n');
            case 4 -> out.append("minimize ").append(path()).append(", latency\n");
            case 5 ->
                out.append("workload conformer_s(seconds = ")
                        .append(expression(2))
                        .append(")\n");
            case 6 -> out.append(path()).append(" = ").append(expression(1)).append('\n');
            default -> {
                if (!inner.isEmpty() && depth < DEEPEST && (properties.isEmpty() || once(2))) {
                    BlockType.Inner block = any(inner);
                    out.append(block.type().name()).append(block.labelled() ? " " + name() : "");
                    block(block.type(), depth + 1);
                } else if (!properties.isEmpty()) {
                    property(any(properties));
                } else {
                    out.append(name()).append(" = ").append(expression(1)).append('\n');
                }
            }
        }
    }

    private void property(PropertySpec spec) {
        out.append(once(30) ? name() : spec.name()).append(once(10) ? " += " : " = ");
        out.append(once(6) ? expression(0) : value(spec.type())).append('\n');
    }

    private String path() {
        return once(3)
                ? name()
                : (once(2) ? "system.Dram." : "accelerator.buffers.") + (once(2) ? "ifm" : "read_latency");
    }

    private String values() {
        return once(2)
                ? "[" + expression(2) + ", " + expression(2) + "]"
                : expression(2) + " .. " + expression(2)
                        + (once(2) ? "" : (once(2) ? " step " : " factor ") + expression(2));
    }

    /** A value that likely fits {@code type}. */
    private String value(PropertyType type) {
        return switch (type) {
            case PropertyType.Measure measure -> random.nextInt(600) + " " + measure.unit();
            case PropertyType.Text _ -> "\"text\"";
            case PropertyType.Flag _ -> once(2) ? "true" : "false";
            case PropertyType.Symbol symbol -> symbol.words().isEmpty() ? name() : any(symbol.words());
            case PropertyType.ObjectName _, PropertyType.BlockName _ -> name();
            case PropertyType.ListOf list -> "[" + value(list.element()) + ", " + value(list.element()) + "]";
            case PropertyType.Extents _ -> random.nextInt(5) + "x2x" + random.nextInt(20);
            case PropertyType.Lanes _ -> random.nextInt(5) + " x 128 bit";
            case PropertyType.OrAny any -> once(2) ? "any" : value(any.inner());
            case PropertyType.Table table -> table(table);
            case PropertyType.Call _ -> "conformer_s(seconds = 2)";
        };
    }

    private String table(PropertyType.Table type) {
        StringBuilder text = new StringBuilder("table {\n|");
        type.columns().forEach(column -> text.append(' ').append(column.name()).append(" |"));
        for (int row = 0; row < random.nextInt(3); row++) {
            text.append("\n|");
            type.columns()
                    .forEach(column ->
                            text.append(' ').append(value(column.type())).append(" |"));
        }
        return text.append("\n}").toString();
    }

    private String expression(int depth) {
        if (depth >= DEEPEST || once(3)) {
            return number();
        }
        return switch (random.nextInt(9)) {
            case 0 -> name();
            case 1 -> name() + "." + name();
            case 2 -> "(" + expression(depth + 1) + ")";
            case 3 -> "if " + operand(depth) + " then " + operand(depth) + " else " + operand(depth);
            case 4 -> (once(2) ? "min(" : "round_up(") + expression(depth + 1) + ", " + expression(depth + 1) + ")";
            case 5 -> "[" + expression(depth + 1) + "]";
            case 6 -> once(2) ? "-" + number() : "not true";
            default -> operand(depth) + OPERATORS[random.nextInt(OPERATORS.length)] + operand(depth);
        };
    }

    private String operand(int depth) {
        return "(" + expression(depth + 1) + ")";
    }

    private String number() {
        return random.nextInt(100) + (once(3) ? "" : " " + any(UNITS)) + (once(12) ? "/" + any(UNITS) : "");
    }
}
