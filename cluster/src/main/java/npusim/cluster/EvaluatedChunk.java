package npusim.cluster;

import java.io.Serializable;
import npusim.replay.LeftFree;
import npusim.study.EncodedOutcomes;

/**
 * What a task sends back.
 *
 * @param outcomes of its points
 * @param seconds that evaluating and encoding them took
 * @param leftFree schedules of its executor that are not the compiler's
 */
record EvaluatedChunk(EncodedOutcomes outcomes, double seconds, LeftFree.Seen leftFree) implements Serializable {
    private static final long serialVersionUID = 1L;
}
