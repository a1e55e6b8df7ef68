package npusim.study;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How long points of a study take, measured on some that lie all over it, in time of a core so that other programs do not
 * count.
 *
 * @param timed how many points the time was taken of
 * @param coreSecondsPerPoint seconds that one of them keeps a core busy
 * @param tried how many points were evaluated at all
 * @param infeasible how many of these were infeasible
 * @param reason why one was, null if none
 */
public record TimeEstimate(
        long timed,
        double coreSecondsPerPoint,
        long tried,
        long infeasible,
        @Nullable String reason) {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    /** No batch is begun after this. */
    private static final long PATIENCE_NANOS = 4_000_000_000L;
    /** Steps of the golden section never come near to where they were. */
    private static final double GOLDEN_SECTION = 0.6180339887498949;

    /**
     * Evaluates batches of points, each larger than the one before, on all threads; the last one counts. What happens once, such as
     * loading and compiling classes and scheduling for what few points share, is in those before.
     */
    public static TimeEstimate measure(StudyPlan plan, PointEvaluator evaluator, int threads) {
        long total = StudyRunner.target(plan);
        List<PointOutcome> outcomes = new ArrayList<>();
        LongAdder nanos = new LongAdder();
        PointEvaluator timed = point -> {
            long start = THREADS.getCurrentThreadCpuTime();
            PointOutcome outcome = evaluator.evaluate(point);
            nanos.add(THREADS.getCurrentThreadCpuTime() - start);
            return outcome;
        };
        try (LocalEngine engine = new LocalEngine(timed, () -> "", threads)) {
            long begin = System.nanoTime();
            int size = (int) Math.min(threads, total);
            while (true) {
                List<StudyPoint> batch = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    batch.add(spread(plan, total, outcomes.size() + i));
                }
                nanos.reset();
                engine.evaluate(batch, encoded -> outcomes.addAll(encoded.decode()));
                boolean warm = outcomes.size() > size;
                if ((warm && System.nanoTime() - begin > PATIENCE_NANOS) || outcomes.size() >= total) {
                    return of(outcomes, size, nanos.sum() * 1e-9 / size);
                }
                size = (int) Math.min(2L * size, total - outcomes.size());
            }
        } catch (IOException e) {
            throw new IllegalStateException("nothing is written", e);
        }
    }

    private static TimeEstimate of(List<PointOutcome> outcomes, int timed, double coreSeconds) {
        List<String> reasons = new ArrayList<>();
        for (PointOutcome outcome : outcomes) {
            if (outcome.infeasible() != null) {
                reasons.add(outcome.infeasible());
            }
        }
        return new TimeEstimate(
                timed, coreSeconds, outcomes.size(), reasons.size(), reasons.isEmpty() ? null : reasons.getFirst());
    }

    private static StudyPoint spread(StudyPlan plan, long total, int number) {
        if (plan.strategy() == StudyPlan.Strategy.NSGA2) {
            return plan.withStrategy(StudyPlan.Strategy.RANDOM).points().point(number % total);
        }
        double place = number * GOLDEN_SECTION;
        return plan.points().point((long) ((place - Math.floor(place)) * total));
    }
}
