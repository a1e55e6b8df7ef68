package npusim.dsl.schema;

import java.util.stream.Collectors;
import npusim.dsl.diagnostic.DiagnosticCode;
import npusim.dsl.diagnostic.Explanation;
import npusim.dsl.diagnostic.Severity;
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
        forms(out);
        words(out);
        studies(out);
        for (BlockType kind : Schemas.kinds().values()) {
            block(out, kind, kind.name(), 2);
        }
        return out.toString();
    }

    private static void forms(StringBuilder out) {
        String section = "";
        for (Form form : Form.all()) {
            if (!form.section().equals(section)) {
                section = form.section();
                out.append("\n## ").append(section).append("\n\n| form | meaning |\n|---|---|\n");
            }
            out.append("| `")
                    .append(form.pattern().replace("|", "\\|"))
                    .append("` | ")
                    .append(form.meaning())
                    .append(" |\n");
        }
    }

    private static void words(StringBuilder out) {
        out.append("\n## Words\n\n| kind | words |\n|---|---|\n");
        for (PropertyType.Symbol kind : Vocabulary.lists()) {
            out.append("| ")
                    .append(kind.noun())
                    .append(" | `")
                    .append(String.join("`, `", kind.words()))
                    .append("` |\n");
        }
    }

    private static void studies(StringBuilder out) {
        out.append(
                "\n## Results of a study\n\nObjectives and requirements name these, PMU events of the catalogue, and ");
        out.append("properties by path.\n\n| name | measures | meaning |\n|---|---|---|\n");
        Schemas.metrics()
                .forEach((name, metric) -> out.append("| `")
                        .append(name)
                        .append("` | ")
                        .append(metric.dimension().describe())
                        .append(" | ")
                        .append(metric.meaning())
                        .append(" |\n"));
        out.append("\nPaths into a whole design start with its part: ");
        out.append(Schemas.roots().entrySet().stream()
                .map(root -> "`" + root.getKey() + "` ("
                        + Schemas.withArticle(root.getValue().replace('_', ' ')) + ")")
                .collect(Collectors.joining(", ")));
        out.append(".\n");
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

    /** Every diagnostic with its message, explanation and example, as Markdown. */
    public static String diagnostics() {
        StringBuilder out =
                new StringBuilder("# Diagnostics\n\nGenerated; `npusim explain CODE` says the same. Numbers never "
                        + "change their meaning, words may. Each example raises its code.\n");
        for (DiagnosticCode code : DiagnosticCode.values()) {
            Explanation explanation = code.explanation();
            out.append("\n## ")
                    .append(code.label())
                    .append("\n\n")
                    .append(code.severity() == Severity.WARNING ? "Warning: " : "")
                    .append('`')
                    .append(code.pattern())
                    .append("`\n\n")
                    .append(explanation.text())
                    .append('\n');
            if (!explanation.example().isEmpty()) {
                out.append("\n```npu\n").append(explanation.example()).append("```\n");
            }
        }
        return out.toString();
    }
}
