package npusim.study;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Evaluates points on the cores of this machine, the next free thread taking the next few points from either end. */
public final class LocalEngine implements PointEngine {
    /** Most points taken at once: neighbours often differ in one value, so that what one works through serves the next. */
    private static final int TOGETHER = 8;

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
        Untaken untaken = new Untaken(points.size());
        AtomicBoolean failed = new AtomicBoolean();
        List<Future<?>> workers = IntStream.range(0, threads)
                .<Future<?>>mapToObj(worker -> pool.submit(() -> {
                    try {
                        work(points, untaken, worker % 2 == 1, failed, sink);
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

    private void work(List<StudyPoint> points, Untaken untaken, boolean fromEnd, AtomicBoolean failed, Sink sink)
            throws IOException {
        for (Range taken = untaken.take(fromEnd); taken.first < taken.end; taken = untaken.take(fromEnd)) {
            for (int i = taken.first; i < taken.end && !failed.get(); i++) {
                EncodedOutcomes outcome = EncodedOutcomes.of(List.of(evaluator.evaluate(points.get(i))));
                synchronized (sink) {
                    sink.accept(outcome);
                }
            }
        }
    }

    /** Some points that follow one another. */
    private record Range(int first, int end) {}

    /**
     * The points that no thread has taken. Every other thread takes from their end: the compiler then sees designs of both ends before it
     * compiles, and need not compile the engine again when all threads come to another kind of design together.
     */
    private final class Untaken {
        private int first;
        private int end;

        Untaken(int count) {
            end = count;
        }

        synchronized Range take(boolean fromEnd) {
            int some = Math.min(end - first, together(end - first));
            if (fromEnd) {
                end -= some;
                return new Range(end, end + some);
            }
            first += some;
            return new Range(first - some, first);
        }
    }

    /** Points of {@code left} that a thread takes at once: in the end one, so that no thread waits long for another. */
    private int together(int left) {
        return Math.clamp(Integer.highestOneBit(left / (4 * threads)), 1, TOGETHER);
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
