package npusim.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import npusim.dsl.Library;
import npusim.file.FileFaults;
import org.jspecify.annotations.Nullable;

/**
 * How much each varied property moves each objective. Trajectories of Morris give elementary effects: changes of the objective
 * by a step of a property, scaled to its whole range (Morris 1991, Campolongo et al. 2007). Any other set of points gives the
 * range of the means over the points with each value.
 */
public final class Sensitivity {
    private final StudyPlan plan;
    private final List<String> objectives;
    private final StudyStatistics statistics;
    private final List<Sample> samples = new ArrayList<>();

    Sensitivity(StudyPlan plan) {
        this.plan = plan;
        objectives = new Objectives(plan.study().objectives()).columns();
        statistics = new StudyStatistics(plan, objectives.size());
    }

    /**
     * Effect of a property on an objective, in the objective's unit.
     *
     * @param path the property
     * @param objective column of the objective
     * @param muStar mean size of the elementary effects, or the range of the means by value; null if there are none
     * @param mu mean elementary effect; null if there are none
     * @param sigma standard deviation of the elementary effects: not linear, or acting together with others; null if there
     *     are fewer than two
     * @param count number of elementary effects, or of points
     */
    public record Effect(
            String path,
            String objective,
            @Nullable Double muStar,
            @Nullable Double mu,
            @Nullable Double sigma,
            int count) {}

    /**
     * The effects that the results in a study's directory show.
     *
     * @throws StudyException if the directory does not hold this study
     */
    public static List<Effect> of(StudySource source, Library library, Path directory) {
        StudyPlan plan = source.plan(library);
        List<String> objectives = new Objectives(plan.study().objectives()).columns();
        Sensitivity sensitivity = new Sensitivity(plan);
        try {
            ResultLog.forEach(directory.resolve(StudyRunner.RESULTS), plan, outcome -> {
                if (outcome.feasible()) {
                    sensitivity.add(
                            outcome.point(),
                            objectives.stream()
                                    .mapToDouble(column -> outcome.metrics().getOrDefault(column, Double.NaN))
                                    .toArray());
                }
            });
        } catch (IOException e) {
            throw new StudyException("cannot read the results in " + directory + ": " + FileFaults.describe(e), e);
        }
        return sensitivity.effects();
    }

    /** Takes a feasible point with its objectives; further numbers behind them are left alone. */
    void add(StudyPoint point, double[] values) {
        statistics.add(point, values);
        if (plan.strategy() == StudyPlan.Strategy.MORRIS) {
            samples.add(new Sample(point, values));
        }
    }

    /** Each objective by the value of each property. */
    StudyStatistics statistics() {
        return statistics;
    }

    /** The effects, by objective and then in the order of the properties. */
    List<Effect> effects() {
        samples.sort(Comparator.comparingLong(sample -> sample.point().index()));
        List<Effect> effects = new ArrayList<>();
        for (int objective = 0; objective < objectives.size(); objective++) {
            for (int dimension = 0; dimension < plan.dimensions().size(); dimension++) {
                if (statistics.varies(dimension)) {
                    effects.add(
                            plan.strategy() == StudyPlan.Strategy.MORRIS
                                    ? elementary(dimension, objective)
                                    : ofMeans(dimension, objective));
                }
            }
        }
        return effects;
    }

    private record Sample(StudyPoint point, double[] objectives) {}

    private Effect elementary(int dimension, int objective) {
        int length = plan.dimensions().size() + 1;
        double levels = plan.dimensions().get(dimension).values().size() - 1.0;
        List<Double> effects = new ArrayList<>();
        for (int i = 1; i < samples.size(); i++) {
            StudyPoint before = samples.get(i - 1).point();
            StudyPoint after = samples.get(i).point();
            boolean step = after.index() == before.index() + 1 && after.index() / length == before.index() / length;
            int moved = after.choice()[dimension] - before.choice()[dimension];
            if (step && moved != 0) {
                double change = samples.get(i).objectives()[objective]
                        - samples.get(i - 1).objectives()[objective];
                effects.add(change * levels / moved);
            }
        }
        if (effects.isEmpty()) {
            return new Effect(path(dimension), objectives.get(objective), null, null, null, 0);
        }
        double mu = effects.stream().mapToDouble(e -> e).sum() / effects.size();
        double muStar = effects.stream().mapToDouble(Math::abs).sum() / effects.size();
        double squares = effects.stream().mapToDouble(e -> (e - mu) * (e - mu)).sum();
        Double sigma = effects.size() < 2 ? null : Double.valueOf(Math.sqrt(squares / (effects.size() - 1)));
        return new Effect(path(dimension), objectives.get(objective), muStar, mu, sigma, effects.size());
    }

    private Effect ofMeans(int dimension, int objective) {
        return new Effect(
                path(dimension),
                objectives.get(objective),
                statistics.rangeOfMeans(dimension, objective),
                null,
                null,
                Math.toIntExact(statistics.points()));
    }

    private String path(int dimension) {
        return plan.dimensions().get(dimension).path();
    }
}
