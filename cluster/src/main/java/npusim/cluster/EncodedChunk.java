package npusim.cluster;

import java.io.Serializable;
import npusim.study.EncodedOutcomes;

/**
 * What a task sends back.
 *
 * @param lines lines of the results file; not to be written
 * @param count how many
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EncodedChunk(byte[] lines, int count) implements Serializable {
    private static final long serialVersionUID = 1L;

    EncodedOutcomes outcomes() {
        return new EncodedOutcomes(lines, count);
    }
}
