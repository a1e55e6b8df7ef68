package npusim.study;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Evaluates points on the cores of this machine, the next free thread taking the next point. */
public final class LocalEngine implements PointEngine {
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
        List<Future<?>> workers = IntStream.range(0, threads)
                .<Future<?>>mapToObj(worker -> pool.submit(() -> {
                    try {
                        work(points, next, sink);
                    } catch (IOException | RuntimeException | Error e) {
                        next.set(points.size()); // no thread begins a point any more
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

    private void work(List<StudyPoint> points, AtomicInteger next, Sink sink) throws IOException {
        for (int i = next.getAndIncrement(); i < points.size(); i = next.getAndIncrement()) {
            EncodedOutcomes outcome = EncodedOutcomes.of(List.of(evaluator.evaluate(points.get(i))));
            synchronized (sink) {
                sink.accept(outcome);
            }
        }
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
