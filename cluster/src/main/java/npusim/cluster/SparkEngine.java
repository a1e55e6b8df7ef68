package npusim.cluster;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import npusim.replay.LeftFree;
import npusim.study.PointEngine;
import npusim.study.StudyException;
import npusim.study.StudyPoint;
import npusim.study.StudySource;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** Evaluates points on the executors of a Spark application, which lives as long as the engine. */
final class SparkEngine implements PointEngine {
    private static final String DEFAULT_MASTER = "local[2]";
    /** Tasks for each core at once: enough to even out tasks of different length. */
    private static final int TASKS_PER_CORE = 4;
    /** Starting a task takes some milliseconds; over this many points they do not count. */
    private static final int MOST_POINTS_PER_TASK = 256;

    private final JavaSparkContext context;
    private final Broadcast<StudySource> source;
    private final String planKey;
    private final LeftFree leftFree = new LeftFree();
    private long tasks;
    private long points;
    private double seconds;
    private double evaluating;

    private SparkEngine(JavaSparkContext context, StudySource source, String planKey) {
        this.context = context;
        this.source = context.broadcast(source);
        this.planKey = planKey;
    }

    /** A master that is asked for goes before that of spark-submit. */
    static SparkEngine start(StudySource source, String planKey, @Nullable String master) {
        SparkConf configuration = new SparkConf().setAppName("npusim study " + source.study());
        if (master == null) {
            configuration.setIfMissing("spark.master", DEFAULT_MASTER);
        } else {
            configuration.setMaster(master);
        }
        configuration.setIfMissing("spark.ui.showConsoleProgress", "false");
        if (configuration.get("spark.master").startsWith("local")) {
            configuration.setIfMissing("spark.ui.enabled", "false");
            configuration.setIfMissing("spark.driver.host", "localhost");
            configuration.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        } else {
            submitJar().ifPresent(jar -> configuration.setIfMissing("spark.jars", jar.toString()));
        }
        try {
            return new SparkEngine(new JavaSparkContext(configuration), source, planKey);
        } catch (Exception e) { // Scala throws checked exceptions without declaring them
            throw new StudyException(
                    "Spark cannot be started on " + configuration.get("spark.master") + ": " + firstLine(e), e);
        }
    }

    /** The package with everything but Spark, which the build leaves beside the jar of this class. */
    private static Optional<Path> submitJar() {
        CodeSource code = SparkEngine.class.getProtectionDomain().getCodeSource();
        if (code == null) {
            return Optional.empty();
        }
        try {
            Path jar = Path.of(code.getLocation().toURI()).resolveSibling("npusim-submit.jar");
            return Files.isRegularFile(jar) ? Optional.of(jar) : Optional.empty();
        } catch (URISyntaxException e) {
            throw new StudyException("classes of this program lie at " + code.getLocation() + ", which is no path", e);
        }
    }

    @Override
    public void evaluate(List<StudyPoint> wanted, Sink sink) throws IOException {
        if (wanted.isEmpty()) {
            return;
        }
        List<PointChunk> chunks = chunks(wanted);
        tasks += chunks.size();
        long start = System.nanoTime();
        AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
        try {
            context.sc()
                    .runJob(
                            context.parallelize(chunks, chunks.size()).rdd(),
                            new EvaluateChunk(source, planKey),
                            new Keep(sink, failure),
                            ClassTag$.MODULE$.<EvaluatedChunk>apply(EvaluatedChunk.class));
        } catch (Exception e) {
            IOException unwritten = failure.get();
            if (unwritten != null) {
                throw unwritten;
            }
            throw new StudyException(
                    "Spark gave up (" + firstLine(e)
                            + "); the results so far are kept, and the same command goes on from there",
                    e);
        } finally {
            seconds += (System.nanoTime() - start) * 1e-9;
        }
    }

    private List<PointChunk> chunks(List<StudyPoint> wanted) {
        int size = Math.clamp(Math.ceilDiv(wanted.size(), TASKS_PER_CORE * parallelism()), 1, MOST_POINTS_PER_TASK);
        List<PointChunk> chunks = new ArrayList<>();
        for (int start = 0; start < wanted.size(); start += size) {
            chunks.add(PointChunk.of(wanted.subList(start, Math.min(wanted.size(), start + size))));
        }
        return chunks;
    }

    /** Keeps what a task sent back; the scheduler calls it once for each task that succeeded, one at a time. */
    final class Keep extends AbstractFunction2<Object, EvaluatedChunk, BoxedUnit> {
        private final Sink sink;
        private final AtomicReference<@Nullable IOException> failure;

        Keep(Sink sink, AtomicReference<@Nullable IOException> failure) {
            this.sink = sink;
            this.failure = failure;
        }

        @Override
        public BoxedUnit apply(Object partition, EvaluatedChunk chunk) {
            points += chunk.outcomes().count();
            evaluating += chunk.seconds();
            leftFree.add(chunk.leftFree());
            try {
                if (failure.get() == null) {
                    sink.accept(chunk.outcomes());
                }
            } catch (IOException e) {
                failure.set(e);
                context.cancelAllJobs();
            }
            return BoxedUnit.UNIT;
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }

    @Override
    public String report() {
        return String.format(
                Locale.ROOT,
                "%d tasks in %.1f s, apart from starting Spark; a point kept a core for %.2f ms, of which %.2f ms not with"
                        + " evaluating it",
                tasks,
                seconds,
                1e3 * seconds * parallelism() / Math.max(1, points),
                1e3 * (seconds * parallelism() - evaluating) / Math.max(1, points));
    }

    @Override
    public void showLeftFree(LeftFree all) {
        all.add(leftFree.seen());
    }

    @Override
    public int parallelism() {
        return Math.max(1, context.defaultParallelism());
    }

    @Override
    public void close() {
        context.close();
    }
}
