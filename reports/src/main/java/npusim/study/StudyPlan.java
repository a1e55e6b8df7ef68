package npusim.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import npusim.dsl.Library;
import npusim.dsl.Study;
import npusim.file.Sha256;
import npusim.schedule.SchedulePolicy;

/**
 * A study made ready to run.
 *
 * @param study as declared
 * @param dimensions what is varied
 * @param strategy which points
 * @param budget number of points of a sampling strategy
 * @param seed of a sampling strategy
 * @param variant what else results depend on: whose schedules are used, and hashes of the designs it chooses from and of the
 *     program
 */
public record StudyPlan(
        Study study, List<Dimension> dimensions, Strategy strategy, long budget, long seed, String variant) {
    private static final String ACCELERATOR = "accelerator";
    private static final long DEFAULT_BUDGET = 1000;
    private static final int KEY_DIGITS = 32;

    /**
     * A property with its values.
     *
     * @param path names between dots
     * @param values as written in the language
     */
    public record Dimension(String path, List<String> values) {
        public Dimension {
            values = List.copyOf(values);
        }
    }

    /** How points are chosen. */
    public enum Strategy {
        GRID,
        RANDOM,
        LATIN_HYPERCUBE,
        NSGA2,
        ONE_AT_A_TIME,
        MORRIS
    }

    public StudyPlan {
        dimensions = List.copyOf(dimensions);
    }

    /** The plan of a study of a library with the schedules of a policy. */
    public static StudyPlan of(Library library, String study, SchedulePolicy policy) {
        return of(
                library.study(study),
                policy + " " + digest(library.declarationsKey()) + " " + digest(BuildIdentity.get()));
    }

    /**
     * The plan of a declaration.
     *
     * @throws StudyException if it asks for something that does not go together
     */
    public static StudyPlan of(Study study, String variant) {
        List<Dimension> dimensions = new ArrayList<>();
        for (Study.Variation variation : study.variations()) {
            if (dimensions.stream().anyMatch(known -> known.path().equals(variation.path()))) {
                throw new StudyException("study " + study.name() + " varies " + variation.path() + " twice");
            }
            dimensions.add(new Dimension(variation.path(), variation.values()));
        }
        Map<String, String> settings = study.settings();
        Strategy strategy = strategy(settings.getOrDefault("strategy", "grid"));
        long budget = number(study, "budget", DEFAULT_BUDGET);
        long seed = number(study, "seed", 1);
        return new StudyPlan(study, dimensions, strategy, budget, seed, variant);
    }

    /** This plan with its points chosen in another way. */
    StudyPlan withStrategy(Strategy other) {
        return new StudyPlan(study, dimensions, other, budget, seed, variant);
    }

    /** Where the points of this plan come from, unless it searches. */
    public PointSource points() {
        return PointSource.of(this);
    }

    /** A text of 32 hexadecimal digits that differs between plans with different points or results. */
    public String key() {
        StringBuilder text = new StringBuilder("study 1 ").append(variant).append('\n');
        text.append(strategy)
                .append(' ')
                .append(budget)
                .append(' ')
                .append(seed)
                .append('\n');
        text.append(new TreeMap<>(study.settings())).append('\n');
        dimensions.forEach(dimension -> text.append(dimension).append('\n'));
        study.workloads()
                .forEach(workload -> text.append(workload.name())
                        .append(new TreeMap<>(workload.arguments()))
                        .append('\n'));
        study.derivations()
                .forEach(derivation -> text.append(derivation.path())
                        .append(derivation.expression().span().text())
                        .append('\n'));
        study.requirements()
                .forEach(requirement -> text.append(requirement.text()).append('\n'));
        study.objectives()
                .forEach(objective -> text.append(objective.maximize())
                        .append(objective.text())
                        .append('\n'));
        if (!study.constants().isEmpty()) {
            text.append(new TreeMap<>(study.constants())).append('\n');
        }
        return digest(text.toString());
    }

    private static String digest(String text) {
        return Sha256.hex(text).substring(0, KEY_DIGITS);
    }

    /** Whether the study says on which accelerators; else all its points are on that of the published run. */
    public boolean choosesAccelerator() {
        return study.settings().containsKey(ACCELERATOR)
                || dimensions.stream().anyMatch(dimension -> dimension.path().equals(ACCELERATOR));
    }

    /** The value of a dimension at a point. */
    public String value(StudyPoint point, int dimension) {
        return dimensions.get(dimension).values().get(point.choice()[dimension]);
    }

    private static Strategy strategy(String word) {
        for (Strategy strategy : Strategy.values()) {
            if (strategy.name().equalsIgnoreCase(word)) {
                return strategy;
            }
        }
        throw new StudyException("there is no strategy '" + word + "'");
    }

    private static long number(Study study, String setting, long absent) {
        String text = study.settings().get(setting);
        if (text == null) {
            return absent;
        }
        try {
            return Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException e) {
            throw new StudyException(
                    "study " + study.name() + ": " + setting + " must be a whole number, is " + text, e);
        }
    }
}
