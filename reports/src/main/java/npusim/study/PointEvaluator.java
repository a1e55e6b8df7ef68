package npusim.study;

/** Finds the metrics of points. Called by several threads; the same point must give the same outcome. */
@FunctionalInterface
public interface PointEvaluator {
    /** The outcome; a design that cannot be built or does not hold the workload is infeasible, not an exception. */
    PointOutcome evaluate(StudyPoint point);
}
