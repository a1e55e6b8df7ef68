package npusim.study;

import java.io.IOException;
import java.util.List;
import npusim.replay.LeftFree;

/** Evaluates points somewhere: on this machine or on a cluster. The same points give the same outcomes wherever they run. */
public interface PointEngine extends AutoCloseable {
    /** Takes outcomes as they come, in any order, one call at a time. */
    @FunctionalInterface
    interface Sink {
        /**
         * Keeps some outcomes.
         *
         * @throws IOException if they cannot be written
         */
        void accept(EncodedOutcomes outcomes) throws IOException;
    }

    /**
     * Evaluates all points; when it returns, the sink has had each once.
     *
     * @throws IOException if the sink failed
     * @throws StudyException if the study is wrong or the engine cannot go on
     */
    void evaluate(List<StudyPoint> points, Sink sink) throws IOException;

    /** How the engine went about it, such as what it took again instead of making it; empty if it does not know. */
    String report();

    /** Shows {@code all} the schedules that are not the compiler's, of those made outside this process. */
    default void showLeftFree(LeftFree all) {}

    /** How many points go on at a time. */
    int parallelism();

    @Override
    void close();
}
