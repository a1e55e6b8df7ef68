package npusim.study;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Evaluates points on the cores of this machine, the next free thread taking the next few points. A thread that would wait for
 * what another makes, such as the schedule that many points share, makes the next of its kind meanwhile.
 */
public final class LocalEngine implements PointEngine {
    /** Most points taken at once: neighbours often differ in one value, so that what one works through serves the next. */
    private static final int TOGETHER = 8;

    /** How far a waiting thread looks for something to make, at one point in {@link #TOGETHER}. */
    private static final int LOOKED_AHEAD = 512;

    private final PointEvaluator evaluator;
    private final Supplier<String> report;
    private final int threads;
    private final ExecutorService pool;

    /**
     * @param report what {@link #report} says
     * @param threads points at a time
     */
    public LocalEngine(PointEvaluator evaluator, Supplier<String> report, int threads) {
        this.evaluator = evaluator;
        this.report = report;
        this.threads = threads;
        pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("study-", 0).daemon().factory());
    }

    @Override
    public void evaluate(List<StudyPoint> points, Sink sink) throws IOException {
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean failed = new AtomicBoolean();
        List<Future<?>> workers = IntStream.range(0, threads)
                .<Future<?>>mapToObj(worker -> pool.submit(() -> {
                    try {
                        work(points, next, failed, sink);
                    } catch (IOException | RuntimeException | Error e) {
                        failed.set(true); // no thread begins a point any more
                        throw e;
                    }
                    return null;
                }))
                .toList();
        for (Future<?> worker : workers) {
            try {
                worker.get();
            } catch (ExecutionException e) {
                throw failure(e.getCause() == null ? e : e.getCause());
            } catch (InterruptedException e) {
                pool.shutdownNow();
                Thread.currentThread().interrupt();
                throw new StudyException("interrupted; the same command goes on from here", e);
            }
        }
    }

    private void work(List<StudyPoint> points, AtomicInteger next, AtomicBoolean failed, Sink sink) throws IOException {
        int count = points.size();
        Runnable waiting = () -> prepareAhead(points, next.get());
        for (int first = take(next, count); first < count; first = take(next, count)) {
            int end = first + together(count - first);
            for (int i = first; i < end && !failed.get(); i++) {
                EncodedOutcomes outcome = EncodedOutcomes.of(List.of(evaluator.evaluate(points.get(i), waiting)));
                synchronized (sink) {
                    sink.accept(outcome);
                }
            }
        }
    }

    private void prepareAhead(List<StudyPoint> points, int from) {
        int end = Math.min(points.size(), from + LOOKED_AHEAD);
        int i = from;
        while (i < end && !evaluator.prepare(points.get(i))) {
            i += TOGETHER;
        }
    }

    private int take(AtomicInteger next, int count) {
        return next.getAndUpdate(first -> first + together(count - first));
    }

    /** Points of {@code left} that a thread takes at once: in the end one, so that no thread waits long for another. */
    private int together(int left) {
        return Math.clamp(Integer.highestOneBit(Math.max(0, left) / (4 * threads)), 1, TOGETHER);
    }

    private static IOException failure(Throwable cause) {
        return switch (cause) {
            case IOException failure -> failure;
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            default -> throw new IllegalStateException(cause);
        };
    }

    @Override
    public String report() {
        return report.get();
    }

    @Override
    public int parallelism() {
        return threads;
    }

    @Override
    public void close() {
        pool.shutdownNow();
        pool.close();
    }
}
