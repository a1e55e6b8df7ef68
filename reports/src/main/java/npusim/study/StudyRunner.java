package npusim.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * Runs the points of a study on all cores of this machine. Outcomes are appended as they come; points that are there
 * already are not run again. What is in the file afterwards depends neither on the number of threads nor on their order.
 */
public final class StudyRunner {
    /** Name of the results file in the study's directory. */
    public static final String RESULTS = "results.log";

    private static final long LARGEST_COUNT = Integer.MAX_VALUE - 8L;

    private final StudyPlan plan;
    private final PointEvaluator evaluator;
    private final Path directory;
    private final int threads;

    public StudyRunner(StudyPlan plan, PointEvaluator evaluator, Path directory, int threads) {
        this.plan = plan;
        this.evaluator = evaluator;
        this.directory = directory;
        this.threads = threads;
    }

    /**
     * Runs what is missing.
     *
     * @param finished told the number of points known, at the start and after each
     * @return how many points were run now
     * @throws StudyException if the directory holds another study, or the disk is full
     */
    public long run(LongConsumer finished) {
        try {
            Files.createDirectories(directory);
            return plan.strategy() == StudyPlan.Strategy.NSGA2 ? search(finished) : enumerate(finished);
        } catch (IOException e) {
            throw new StudyException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Number of points that a run ends with. */
    public static long target(StudyPlan plan) {
        return plan.strategy() == StudyPlan.Strategy.NSGA2
                ? plan.budget()
                : plan.points().count();
    }

    private long enumerate(LongConsumer finished) throws IOException {
        PointSource points = plan.points();
        if (points.count() > LARGEST_COUNT) {
            throw new StudyException("study " + plan.study().name() + " has " + points.count()
                    + " points, more than one machine can do; sample with strategy and budget");
        }
        BitSet known = new BitSet();
        try (ResultLog log = ResultLog.open(
                directory.resolve(RESULTS),
                plan,
                outcome -> known.set((int) outcome.point().index()))) {
            AtomicLong done = new AtomicLong(known.cardinality());
            long before = done.get();
            finished.accept(before);
            AtomicLong next = new AtomicLong();
            inParallel(() -> {
                for (long index = next.getAndIncrement(); index < points.count(); index = next.getAndIncrement()) {
                    if (!known.get((int) index)) {
                        log.append(evaluator.evaluate(points.point(index)));
                        finished.accept(done.incrementAndGet());
                    }
                }
            });
            return done.get() - before;
        }
    }

    private long search(LongConsumer finished) throws IOException {
        EvolutionarySearch search = new EvolutionarySearch(plan);
        try (ResultLog log = ResultLog.open(directory.resolve(RESULTS), plan, search::remember)) {
            long before = search.known();
            AtomicLong done = new AtomicLong(before);
            finished.accept(before);
            search.run(batch -> {
                AtomicLong next = new AtomicLong();
                PointOutcome[] outcomes = new PointOutcome[batch.size()];
                inParallel(() -> {
                    for (int i = (int) next.getAndIncrement(); i < outcomes.length; i = (int) next.getAndIncrement()) {
                        outcomes[i] = evaluator.evaluate(batch.get(i));
                        log.append(outcomes[i]);
                        finished.accept(done.incrementAndGet());
                    }
                });
                return List.of(outcomes);
            });
            return done.get() - before;
        }
    }

    /** A worker's loop. */
    private interface Work {
        void run() throws IOException;
    }

    private void inParallel(Work work) throws IOException {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> workers = IntStream.range(0, threads)
                    .<Future<?>>mapToObj(worker -> pool.submit(() -> {
                        work.run();
                        return null;
                    }))
                    .toList();
            for (Future<?> worker : workers) {
                try {
                    worker.get();
                } catch (ExecutionException e) {
                    pool.shutdownNow();
                    if (e.getCause() instanceof IOException failure) {
                        throw failure;
                    }
                    if (e.getCause() instanceof RuntimeException failure) {
                        throw failure;
                    }
                    throw new IllegalStateException(e.getCause());
                } catch (InterruptedException e) {
                    pool.shutdownNow();
                    Thread.currentThread().interrupt();
                    throw new StudyException("interrupted; the same command goes on from here", e);
                }
            }
        }
    }
}
