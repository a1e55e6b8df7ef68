package npusim.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import npusim.dsl.Library;
import npusim.study.StudyPlan.Dimension;

/**
 * How much each varied property moves each objective. Trajectories of Morris give elementary effects: changes of the objective
 * by a step of a property, scaled to its whole range (Morris 1991, Campolongo et al. 2007). Any other set of points gives the
 * range of the means over the points with each value.
 */
public final class Sensitivity {
    private Sensitivity() {}

    /**
     * Effect of a property on an objective, in the objective's unit.
     *
     * @param path the property
     * @param objective column of the objective
     * @param muStar mean size of the elementary effects; else the range of the means by value
     * @param mu mean elementary effect; NaN if there are none
     * @param sigma standard deviation of the elementary effects: not linear, or acting together with others; NaN if there
     *     are none
     * @param count number of elementary effects, or of points
     */
    public record Effect(String path, String objective, double muStar, double mu, double sigma, int count) {}

    /**
     * The effects that the results in a study's directory show.
     *
     * @throws StudyException if the directory does not hold this study
     */
    public static List<Effect> of(StudySource source, Library library, Path directory) {
        StudyPlan plan = source.plan(library);
        List<String> objectives = new Objectives(plan.study().objectives()).columns();
        List<Sample> samples = new ArrayList<>();
        try {
            ResultLog.forEach(directory.resolve(StudyRunner.RESULTS), plan, outcome -> {
                if (outcome.feasible()) {
                    double[] values = objectives.stream()
                            .mapToDouble(column -> outcome.metrics().getOrDefault(column, Double.NaN))
                            .toArray();
                    samples.add(new Sample(outcome.point(), values));
                }
            });
        } catch (IOException e) {
            throw new StudyException("cannot read the results in " + directory + ": " + e.getMessage(), e);
        }
        samples.sort(Comparator.comparingLong(sample -> sample.point().index()));
        return of(plan, samples);
    }

    /**
     * The effects, by objective and then in the order of the properties.
     *
     * @param outcomes feasible ones with the values of the objectives, by number
     */
    static List<Effect> of(StudyPlan plan, List<Sample> outcomes) {
        List<String> objectives = new Objectives(plan.study().objectives()).columns();
        List<Effect> effects = new ArrayList<>();
        for (int objective = 0; objective < objectives.size(); objective++) {
            for (int dimension = 0; dimension < plan.dimensions().size(); dimension++) {
                Dimension varied = plan.dimensions().get(dimension);
                if (varied.values().size() > 1) {
                    effects.add(
                            plan.strategy() == StudyPlan.Strategy.MORRIS
                                    ? elementary(plan, outcomes, dimension, objective, objectives.get(objective))
                                    : ofMeans(varied, outcomes, dimension, objective, objectives.get(objective)));
                }
            }
        }
        return effects;
    }

    /** A point with its objectives. */
    record Sample(StudyPoint point, double[] objectives) {}

    private static Effect elementary(
            StudyPlan plan, List<Sample> outcomes, int dimension, int objective, String column) {
        int length = plan.dimensions().size() + 1;
        double levels = plan.dimensions().get(dimension).values().size() - 1.0;
        List<Double> effects = new ArrayList<>();
        for (int i = 1; i < outcomes.size(); i++) {
            StudyPoint before = outcomes.get(i - 1).point();
            StudyPoint after = outcomes.get(i).point();
            boolean step = after.index() == before.index() + 1 && after.index() / length == before.index() / length;
            int moved = after.choice()[dimension] - before.choice()[dimension];
            if (step && moved != 0) {
                double change = outcomes.get(i).objectives()[objective]
                        - outcomes.get(i - 1).objectives()[objective];
                effects.add(change * levels / moved);
            }
        }
        double mu = effects.stream().mapToDouble(e -> e).average().orElse(Double.NaN);
        double muStar = effects.stream().mapToDouble(Math::abs).average().orElse(Double.NaN);
        double squares = effects.stream().mapToDouble(e -> (e - mu) * (e - mu)).sum();
        double sigma = effects.size() < 2 ? Double.NaN : Math.sqrt(squares / (effects.size() - 1));
        return new Effect(plan.dimensions().get(dimension).path(), column, muStar, mu, sigma, effects.size());
    }

    private static Effect ofMeans(
            Dimension varied, List<Sample> outcomes, int dimension, int objective, String column) {
        double[] sums = new double[varied.values().size()];
        int[] counts = new int[sums.length];
        for (Sample sample : outcomes) {
            int value = sample.point().choice()[dimension];
            sums[value] += sample.objectives()[objective];
            counts[value]++;
        }
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int value = 0; value < sums.length; value++) {
            if (counts[value] > 0) {
                least = Math.min(least, sums[value] / counts[value]);
                most = Math.max(most, sums[value] / counts[value]);
            }
        }
        return new Effect(
                varied.path(),
                column,
                outcomes.isEmpty() ? Double.NaN : most - least,
                Double.NaN,
                Double.NaN,
                outcomes.size());
    }
}
