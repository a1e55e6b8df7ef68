package npusim.study;

/** Finds the metrics of points. Called by several threads; the same point must give the same outcome. */
@FunctionalInterface
public interface PointEvaluator {
    /** The outcome; a design that cannot be built or does not hold the workload is infeasible, not an exception. */
    PointOutcome evaluate(StudyPoint point);

    /**
     * As {@link #evaluate(StudyPoint)}.
     *
     * @param waiting is run when the thread would wait for what another one makes
     */
    default PointOutcome evaluate(StudyPoint point, Runnable waiting) {
        return evaluate(point);
    }

    /**
     * Makes what the evaluation of {@code point} shares with others. Whether that can be made is left for the evaluation to
     * say.
     *
     * @return whether there was anything to make
     */
    default boolean prepare(StudyPoint point) {
        return false;
    }
}
