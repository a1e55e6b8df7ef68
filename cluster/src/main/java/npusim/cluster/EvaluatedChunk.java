package npusim.cluster;

import java.io.Serializable;
import npusim.study.EncodedOutcomes;

/**
 * What a task sends back.
 *
 * @param outcomes of its points
 * @param seconds that evaluating and encoding them took
 */
record EvaluatedChunk(EncodedOutcomes outcomes, double seconds) implements Serializable {
    private static final long serialVersionUID = 1L;
}
