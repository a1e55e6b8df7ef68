package npusim.study;

import java.util.Arrays;

/**
 * One combination of values.
 *
 * @param index number of the point in its study, from 0
 * @param choice for each dimension the index of its value; not to be written
 */
@SuppressWarnings("ArrayRecordComponent") // compared by the methods below
public record StudyPoint(long index, int[] choice) {
    @Override
    public boolean equals(Object other) {
        return other instanceof StudyPoint point && index == point.index && Arrays.equals(choice, point.choice);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(index) + Arrays.hashCode(choice);
    }

    @Override
    public String toString() {
        return "point " + index + " " + Arrays.toString(choice);
    }
}
