package npusim.study;

import io.jenetics.Genotype;
import io.jenetics.IntegerChromosome;
import io.jenetics.IntegerGene;
import io.jenetics.Mutator;
import io.jenetics.Optimize;
import io.jenetics.Phenotype;
import io.jenetics.UniformCrossover;
import io.jenetics.engine.Engine;
import io.jenetics.engine.Evaluator;
import io.jenetics.ext.moea.NSGA2Selector;
import io.jenetics.ext.moea.Vec;
import io.jenetics.util.ISeq;
import io.jenetics.util.RandomRegistry;
import io.jenetics.util.Seq;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * NSGA-II over the values of all dimensions (Deb et al. 2002, by Jenetics). The search is a function of its seed and of the
 * outcomes, so going on after an interruption retraces the same generations from the outcomes that are known.
 */
final class EvolutionarySearch {
    private static final int POPULATION = 64;
    private static final double CROSSOVER = 0.6;
    /** Objective of an infeasible point. */
    private static final double WORST = 1e300;
    /** Generations without any new point after which the space counts as exhausted. */
    private static final int PATIENCE = 50;

    private final StudyPlan plan;
    private final Objectives objectives;
    private final Map<List<Integer>, PointOutcome> outcomes = new HashMap<>();
    private final Set<List<Integer>> seen = new HashSet<>();
    private long asked;

    EvolutionarySearch(StudyPlan plan) {
        this.plan = plan;
        objectives = new Objectives(plan.study().objectives());
    }

    /** Evaluates points that are not known yet, in any order; outcomes in the order of the points. */
    interface Batch {
        List<PointOutcome> evaluate(List<StudyPoint> points) throws IOException;
    }

    void remember(PointOutcome outcome) {
        outcomes.put(key(outcome.point().choice()), outcome);
    }

    long known() {
        return outcomes.size();
    }

    /** Searches until the budget of distinct points is used or nothing new turns up. */
    void run(Batch batch) {
        Evaluator<IntegerGene, Vec<double[]>> evaluator = population -> evaluated(population, batch);
        Genotype<IntegerGene> genotype = Genotype.of(plan.dimensions().stream()
                .map(dimension -> IntegerChromosome.of(0, dimension.values().size()))
                .toList());
        int population = (int) Math.min(POPULATION, plan.budget());
        RandomRegistry.using(new SplittableRandom(plan.seed()), random -> {
            Engine<IntegerGene, Vec<double[]>> engine = new Engine.Builder<>(evaluator, genotype)
                    .optimize(Optimize.MINIMUM)
                    .populationSize(population)
                    .offspringSelector(NSGA2Selector.ofVec())
                    .survivorsSelector(NSGA2Selector.ofVec())
                    .alterers(
                            new UniformCrossover<>(CROSSOVER, 0.5),
                            new Mutator<>(1.0 / Math.max(1, plan.dimensions().size())))
                    .executor(Runnable::run)
                    .build();
            Iterator<?> generations = engine.stream().iterator();
            int idle = 0;
            while (asked < plan.budget() && idle < PATIENCE) {
                long before = asked;
                generations.next();
                idle = asked == before ? idle + 1 : 0;
            }
        });
    }

    private ISeq<Phenotype<IntegerGene, Vec<double[]>>> evaluated(
            Seq<Phenotype<IntegerGene, Vec<double[]>>> population, Batch batch) {
        Map<List<Integer>, StudyPoint> wanted = new LinkedHashMap<>();
        for (Phenotype<IntegerGene, Vec<double[]>> individual : population) {
            int[] choice = choice(individual);
            List<Integer> key = key(choice);
            if (!seen.contains(key) && asked < plan.budget()) {
                seen.add(key);
                StudyPoint point = new StudyPoint(asked++, choice);
                if (!outcomes.containsKey(key)) {
                    wanted.put(key, point);
                }
            }
        }
        try {
            for (PointOutcome outcome : batch.evaluate(new ArrayList<>(wanted.values()))) {
                remember(outcome);
            }
        } catch (IOException e) {
            throw new StudyException(String.valueOf(e.getMessage()), e);
        }
        return population
                .map(individual -> individual.withFitness(fitness(key(choice(individual)))))
                .asISeq();
    }

    private Vec<double[]> fitness(List<Integer> key) {
        PointOutcome outcome = outcomes.get(key);
        double[] values = new double[objectives.count()];
        if (outcome == null || !outcome.feasible()) {
            Arrays.fill(values, WORST);
            return Vec.of(values);
        }
        return Vec.of(objectives.minimized(outcome));
    }

    private static int[] choice(Phenotype<IntegerGene, ?> individual) {
        return individual.genotype().stream()
                .mapToInt(chromosome -> chromosome.get(0).allele())
                .toArray();
    }

    private static List<Integer> key(int[] choice) {
        return Arrays.stream(choice).boxed().toList();
    }
}
