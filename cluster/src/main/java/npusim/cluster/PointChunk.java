package npusim.cluster;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import npusim.study.StudyPoint;

/**
 * Neighbouring points for one task: neighbours mostly share a schedule.
 *
 * @param indices numbers of the points; not to be written
 * @param choices their choices one after another; not to be written
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PointChunk(long[] indices, int[] choices) implements Serializable {
    private static final long serialVersionUID = 1L;

    static PointChunk of(List<StudyPoint> points) {
        return new PointChunk(
                points.stream().mapToLong(StudyPoint::index).toArray(),
                points.stream()
                        .flatMapToInt(point -> Arrays.stream(point.choice()))
                        .toArray());
    }

    List<StudyPoint> points() {
        int dimensions = choices.length / indices.length;
        return IntStream.range(0, indices.length)
                .mapToObj(i ->
                        new StudyPoint(indices[i], Arrays.copyOfRange(choices, i * dimensions, (i + 1) * dimensions)))
                .toList();
    }
}
