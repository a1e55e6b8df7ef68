package npusim.cluster;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import npusim.study.DesignEvaluator;
import npusim.study.EncodedOutcomes;
import npusim.study.PointOutcome;
import npusim.study.StudyException;
import npusim.study.StudyPoint;
import npusim.study.StudySource;
import org.apache.spark.broadcast.Broadcast;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** What a task does: evaluates its points. An executor compiles the study once and shares schedules between its tasks. */
final class EvaluateChunk extends AbstractFunction1<Iterator<PointChunk>, EvaluatedChunk> implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final ConcurrentMap<String, StudySource.Prepared> PREPARED = new ConcurrentHashMap<>();

    private final Broadcast<StudySource> source;
    private final String planKey;

    EvaluateChunk(Broadcast<StudySource> source, String planKey) {
        this.source = source;
        this.planKey = planKey;
    }

    @Override
    public EvaluatedChunk apply(Iterator<PointChunk> chunks) {
        DesignEvaluator evaluator =
                PREPARED.computeIfAbsent(planKey, key -> prepare()).evaluator();
        List<StudyPoint> points = chunks.next().points();
        long start = System.nanoTime();
        EncodedOutcomes outcomes = EncodedOutcomes.of(
                points.stream().<PointOutcome>map(evaluator::evaluate).toList());
        return new EvaluatedChunk(
                outcomes,
                (System.nanoTime() - start) * 1e-9,
                evaluator.leftFree().seen());
    }

    private StudySource.Prepared prepare() {
        StudySource.Prepared prepared = source.value().prepare();
        if (!prepared.plan().key().equals(planKey)) {
            throw new StudyException("a worker has another version of npusim or of its descriptions than the driver");
        }
        return prepared;
    }
}
