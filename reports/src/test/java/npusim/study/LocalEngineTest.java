package npusim.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalEngineTest {
    /** The first two points are held until both threads have one; each thread takes eight of 160 points at first. */
    @Test
    void twoThreadsBeginAtBothEndsAndMeet() throws IOException {
        List<StudyPoint> points = IntStream.range(0, 160)
                .mapToObj(i -> new StudyPoint(i, new int[0]))
                .toList();
        CountDownLatch begun = new CountDownLatch(2);
        Queue<Long> order = new ConcurrentLinkedQueue<>();
        PointEvaluator evaluator = point -> {
            order.add(point.index());
            begun.countDown();
            try {
                assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new PointOutcome(point, null, Map.of());
        };
        try (PointEngine engine = new LocalEngine(evaluator, () -> "", 2)) {
            engine.evaluate(points, outcomes -> {});
        }
        assertThat(order.stream().limit(2)).containsExactlyInAnyOrder(0L, 152L);
        assertThat(order)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 160).mapToObj(i -> (long) i).toList());
    }
}
