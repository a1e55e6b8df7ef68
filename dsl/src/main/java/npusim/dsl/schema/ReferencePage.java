package npusim.dsl.schema;

import java.util.Arrays;
import java.util.Locale;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.quantity.Unit;
import npusim.dsl.quantity.Units;

/** Writes the reference pages from the declarations that the checker uses. */
public final class ReferencePage {

    private ReferencePage() {}

    /** Every declaration, block, property and unit, as Markdown. */
    public static String language() {
        StringBuilder out = new StringBuilder("# Reference of the description language\n\n");
        out.append(
                "Generated from the declarations that the checker reads. `npusim show NAME` prints what a design resolves ");
        out.append(
                "to, `npusim explain CODE` what a diagnostic means.\n\n## Units\n\n| unit | measures | meaning |\n|---|---|---|\n");
        for (Unit unit : Units.all()) {
            out.append("| `").append(unit.name()).append("` | ");
            out.append(unit.dimension().describe())
                    .append(" | ")
                    .append(unit.meaning())
                    .append(" |\n");
        }
        out.append("\nUnits are divided with `/`, as in `B/cycle` or `pJ/B`.\n");
        for (BlockType kind : Schemas.kinds().values()) {
            block(out, kind, kind.name(), 2);
        }
        return out.toString();
    }

    private static void block(StringBuilder out, BlockType type, String path, int level) {
        out.append('\n')
                .append("#".repeat(Math.min(level, 4)))
                .append(" `")
                .append(path)
                .append("`\n\n");
        out.append(type.meaning()).append('\n');
        if (!type.properties().isEmpty() || type.open() != null) {
            out.append("\n| property | type | default | meaning |\n|---|---|---|---|\n");
            type.properties().values().forEach(spec -> property(out, spec, spec.name()));
            PropertySpec open = type.open();
            if (open != null) {
                property(out, open, "any name");
            }
        }
        for (PropertySpec spec : type.properties().values()) {
            if (spec.type() instanceof PropertyType.Table table) {
                out.append("\nColumns of `")
                        .append(spec.name())
                        .append("`:\n\n| column | type | meaning |\n|---|---|---|\n");
                for (PropertyType.Column column : table.columns()) {
                    out.append("| `")
                            .append(column.name())
                            .append("` | ")
                            .append(column.type().describe());
                    out.append(column.required() ? "" : " (column may be left out)");
                    out.append(" | ").append(column.meaning()).append(" |\n");
                }
            }
        }
        for (BlockType.Inner inner : type.inner().values()) {
            String label = inner.labelled() ? " NAME" : "";
            block(out, inner.type(), path + "." + inner.type().name() + label, level + 1);
        }
    }

    private static void property(StringBuilder out, PropertySpec spec, String name) {
        String interval = spec.type() instanceof PropertyType.Measure measure ? measure.interval() : "";
        boolean powerOfTwo = spec.type() instanceof PropertyType.Measure measure && measure.powerOfTwo();
        String type = spec.type() instanceof PropertyType.Table
                ? "table"
                : spec.type().describe();
        out.append("| `").append(name).append("` | ").append(type);
        out.append(interval.isEmpty() ? "" : ", " + interval).append(powerOfTwo ? ", a power of two" : "");
        out.append(" | ");
        if (spec.required()) {
            out.append("required");
        } else if (spec.defaultValue() != null) {
            out.append('`').append(spec.defaultValue().replace("|", "\\|")).append('`');
        }
        out.append(" | ").append(spec.meaning()).append(" |\n");
    }

    /** Every diagnostic with its message and explanation, as Markdown. */
    public static String diagnostics() {
        StringBuilder out =
                new StringBuilder("# Diagnostics\n\nGenerated. Numbers never change their meaning; words may.\n\n");
        out.append("| code | severity | message | explanation |\n|---|---|---|---|\n");
        Arrays.stream(DiagnosticCode.values())
                .forEach(code -> out.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s |%n",
                        code.label(),
                        code.severity().label(),
                        code.pattern()
                                .replaceAll("\\{\\d}", "…")
                                .replace("''", "'")
                                .replace("|", "\\|"),
                        code.explanation().replace("|", "\\|"))));
        return out.toString();
    }
}
