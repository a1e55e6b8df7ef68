package npusim.dsl;

import java.util.List;
import java.util.Map;
import npusim.dsl.source.Span;
import npusim.dsl.syntax.Expression;
import org.jspecify.annotations.Nullable;

/**
 * A study as written and checked.
 *
 * @param name its name
 * @param documentation documentation comment, may be empty
 * @param settings properties such as {@code strategy}, {@code budget}, {@code seed}, {@code accelerator}, as text
 * @param workloads workloads in order
 * @param variations what is varied, in order
 * @param derivations what follows from what is varied, in order
 * @param requirements constraints, in order
 * @param objectives objectives, in order
 * @param constants values of the constants that the study's expressions name, by name; requirements and objectives hold them
 *     already
 */
public record Study(
        String name,
        String documentation,
        Map<String, String> settings,
        List<Workload> workloads,
        List<Variation> variations,
        List<Derivation> derivations,
        List<Requirement> requirements,
        List<Objective> objectives,
        Map<String, String> constants) {

    /** Copies the lists. */
    public Study {
        settings = Map.copyOf(settings);
        workloads = List.copyOf(workloads);
        variations = List.copyOf(variations);
        derivations = List.copyOf(derivations);
        requirements = List.copyOf(requirements);
        objectives = List.copyOf(objectives);
        constants = Map.copyOf(constants);
    }

    /**
     * A workload with its arguments; an argument {@code weight} weighs objectives.
     *
     * @param name workload name
     * @param arguments arguments by name, as text
     */
    public record Workload(String name, Map<String, String> arguments) {}

    /**
     * A varied property or the choice of an {@code accelerator}, {@code system}, {@code memory_mode} or {@code platform}.
     *
     * @param path names between dots
     * @param values the values in the language, in order
     */
    public record Variation(String path, List<String> values) {}

    /**
     * A property that follows the varied ones: {@code vary path = expression}.
     *
     * @param path names between dots
     * @param expression its value; names are properties of the point's design and constants of the study
     */
    public record Derivation(String path, Expression expression) {}

    /**
     * A constraint over results and properties, evaluated for each point.
     *
     * @param condition the condition
     * @param text as written
     * @param message what to say when it does not hold, or null
     * @param span where it was written
     */
    public record Requirement(
            Expression condition, String text, @Nullable String message, Span span) {}

    /**
     * Something to optimise.
     *
     * @param maximize the direction
     * @param expression what counts
     * @param text as written
     * @param unit of its numbers, such as {@code s}; empty where there is none or it is open, as it is for PMU events
     */
    public record Objective(boolean maximize, Expression expression, String text, String unit) {}
}
