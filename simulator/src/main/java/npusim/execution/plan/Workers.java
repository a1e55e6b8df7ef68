package npusim.execution.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.row.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share the parts of one step at a time. The caller works along and does not wait for a helper that has not
 * started, so that a busy machine costs speed but not a stall. Which thread does which part never shows in a result: parts
 * write disjoint ranges.
 */
final class Workers implements AutoCloseable {
    /** Does part {@code part} with the working memory of worker {@code worker}. */
    @FunctionalInterface
    interface Task {
        void run(int part, Worker worker);
    }

    /** Does units {@code first} to {@code end} with the working memory of worker {@code worker}. */
    @FunctionalInterface
    interface RangeTask {
        void run(int first, int end, Worker worker);
    }

    /** Ranges that much work is divided into: at the end of each a loop waits for memory that nobody has read ahead. */
    private static final int MOST_RANGES = 256;

    private static final int SPINS = 2000;
    private static final long PAUSE_NANOS = 10_000;

    private final Worker[] workers;
    private final List<Thread> helpers = new ArrayList<>();
    private volatile @Nullable Job current;
    private volatile boolean closed;

    Workers(int threads, InnerLoops loops) {
        workers = new Worker[threads];
        for (int i = 0; i < threads; i++) {
            workers[i] = new Worker(loops);
        }
    }

    /** The helping threads, which start with the first step that has work for them. */
    private List<Thread> helpers() {
        while (helpers.size() < workers.length - 1) {
            int number = helpers.size() + 1;
            helpers.add(
                    Thread.ofPlatform().daemon().name("npusim-worker-" + number).start(() -> help(workers[number])));
        }
        return helpers;
    }

    /** Runs all units in ranges of {@code fewest}, the last one perhaps of less, or in longer ones if these would be too many. */
    void runRanges(int units, int fewest, RangeTask task) {
        int size = Math.max(fewest, Math.ceilDiv(units, MOST_RANGES));
        run(Math.ceilDiv(units, size), (part, worker) -> {
            int first = part * size;
            task.run(first, first + Math.min(size, units - first), worker);
        });
    }

    /** Runs all parts; returns when they are done. A failure of a part, of several the last, is thrown again here. */
    void run(int parts, Task task) {
        Worker own = workers[0];
        if (parts <= 1 || workers.length == 1) {
            for (int part = 0; part < parts; part++) {
                task.run(part, own);
            }
            return;
        }
        Job job = new Job(parts, task);
        current = job;
        helpers().forEach(LockSupport::unpark);
        job.work(own);
        for (int spins = 0; job.unfinished.get() > 0; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        current = null;
        Throwable failure = job.failure;
        if (failure instanceof RuntimeException exception) {
            throw exception;
        } else if (failure instanceof Error error) {
            throw error;
        }
    }

    private void help(Worker worker) {
        @Nullable Job last = null;
        int spins = 0;
        while (!closed) {
            Job job = current;
            if (job != null && job != last) {
                job.work(worker);
                last = job;
                spins = 0;
            } else if (spins++ < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
                spins = 0;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        helpers.forEach(LockSupport::unpark);
    }

    /** Working memory of one thread. */
    static final class Worker {
        final Chunk chunk;
        final Scratch scratch;

        Worker(InnerLoops loops) {
            chunk = new Chunk(loops);
            scratch = new Scratch(loops);
        }
    }

    private static final class Job {
        private final int parts;
        private final Task task;
        private final AtomicInteger next = new AtomicInteger();
        final AtomicInteger unfinished;
        volatile @Nullable Throwable failure;

        Job(int parts, Task task) {
            this.parts = parts;
            this.task = task;
            this.unfinished = new AtomicInteger(parts);
        }

        void work(Worker worker) {
            for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                try {
                    task.run(part, worker);
                } catch (RuntimeException | Error thrown) {
                    failure = thrown;
                } finally {
                    unfinished.decrementAndGet();
                }
            }
        }
    }
}
