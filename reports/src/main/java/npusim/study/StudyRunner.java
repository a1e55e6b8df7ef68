package npusim.study;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import npusim.file.FileFaults;

/**
 * Runs the points of a study. Outcomes are appended as they come; points that are there already are not run again. What is
 * in the file afterwards depends neither on the engine nor on the order in which it evaluates.
 */
public final class StudyRunner {
    /** Name of the results file in the study's directory. */
    public static final String RESULTS = "results.log";

    private static final long LARGEST_COUNT = Integer.MAX_VALUE - 8L;
    /** Points handed to an engine at once: enough to keep a cluster busy, few enough to hold in memory. */
    private static final int WAVE = 500_000;

    private final StudyPlan plan;
    private final PointEngine engine;
    private final Path directory;
    private long damagedLines;

    public StudyRunner(StudyPlan plan, PointEngine engine, Path directory) {
        this.plan = plan;
        this.engine = engine;
        this.directory = directory;
    }

    /**
     * Runs what is missing.
     *
     * @param finished told the number of points known, at the start and whenever some are finished
     * @return how many points were run now
     * @throws StudyException if the directory holds another study, or the disk is full
     */
    public long run(LongConsumer finished) {
        try {
            createDirectory();
            if (!Files.exists(directory.resolve(RESULTS))) { // what is made of results is not left to other ones
                Files.deleteIfExists(directory.resolve(ResultTable.PARQUET));
                Files.deleteIfExists(directory.resolve(StudyReport.PAGE));
            }
            return plan.strategy() == StudyPlan.Strategy.NSGA2 ? search(finished) : enumerate(finished);
        } catch (IOException e) {
            throw new StudyException(FileFaults.describe(e), e);
        }
    }

    private void createDirectory() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            String reason = Files.exists(directory) ? "it is no directory" : reason(e);
            throw new StudyException("cannot create the directory " + directory + " of the study: " + reason, e);
        }
    }

    private static String reason(IOException exception) {
        String reason = exception instanceof FileSystemException fault ? fault.getReason() : exception.getMessage();
        return exception instanceof AccessDeniedException
                ? "no permission"
                : Objects.requireNonNullElse(reason, "the system gives no reason");
    }

    /** Number of points that a run ends with; a search over few values may end with less. */
    public static long target(StudyPlan plan) {
        return plan.strategy() == StudyPlan.Strategy.NSGA2
                ? plan.budget()
                : plan.points().count();
    }

    /** Lines of the results file that could not be read in the last {@link #run}, so that their points were run again. */
    public long damagedLines() {
        return damagedLines;
    }

    private long enumerate(LongConsumer finished) throws IOException {
        PointSource points = plan.points();
        if (points.count() > LARGEST_COUNT) {
            throw new StudyException("study " + plan.study().name() + " has " + points.count()
                    + " points, more than one results file can hold; sample with strategy and budget");
        }
        BitSet known = new BitSet();
        try (ResultLog log = ResultLog.open(
                directory.resolve(RESULTS),
                plan,
                outcome -> known.set((int) outcome.point().index()))) {
            damagedLines = log.damagedLines();
            AtomicLong done = new AtomicLong(known.cardinality());
            long before = done.get();
            finished.accept(before);
            int next = known.nextClearBit(0);
            while (next < points.count()) {
                List<StudyPoint> wave = new ArrayList<>();
                for (; next < points.count() && wave.size() < WAVE; next = known.nextClearBit(next + 1)) {
                    wave.add(points.point(next));
                }
                engine.evaluate(wave, outcomes -> {
                    log.append(outcomes);
                    finished.accept(done.addAndGet(outcomes.count()));
                });
            }
            return done.get() - before;
        }
    }

    private long search(LongConsumer finished) throws IOException {
        EvolutionarySearch search = new EvolutionarySearch(plan);
        try (ResultLog log = ResultLog.open(directory.resolve(RESULTS), plan, search::remember)) {
            damagedLines = log.damagedLines();
            long before = search.known();
            AtomicLong done = new AtomicLong(before);
            finished.accept(before);
            search.run(batch -> {
                List<PointOutcome> outcomes = new ArrayList<>();
                engine.evaluate(batch, encoded -> {
                    log.append(encoded);
                    outcomes.addAll(encoded.decode());
                    finished.accept(done.addAndGet(encoded.count()));
                });
                return outcomes;
            });
            return done.get() - before;
        }
    }
}
