package npusim.study;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Outcomes in the form in which they are kept: whole lines of the results file.
 *
 * @param lines the lines, each with its checksum; not to be written
 * @param count how many outcomes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by the methods below
public record EncodedOutcomes(byte[] lines, int count) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Encodes outcomes. */
    public static EncodedOutcomes of(List<PointOutcome> outcomes) {
        return new EncodedOutcomes(ResultLine.encode(outcomes), outcomes.size());
    }

    /** The outcomes themselves. */
    List<PointOutcome> decode() {
        return ResultLine.decode(lines);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedOutcomes(byte[] theirs, int number)
                && count == number
                && Arrays.equals(lines, theirs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(lines);
    }

    @Override
    public String toString() {
        return count + " outcomes";
    }
}
