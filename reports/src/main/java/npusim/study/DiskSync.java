package npusim.study;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Has what was written to a file brought to the disk by a thread of its own: on a busy disk that takes half a second at times. */
final class DiskSync implements AutoCloseable {
    private final Sync sync;
    private final ScheduledExecutorService thread;
    private final Future<?> periodic;
    private final AtomicBoolean isChanged = new AtomicBoolean();
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    /** Brings all that was written to the disk, and returns when it is there. */
    @FunctionalInterface
    interface Sync {
        void run() throws IOException;
    }

    /** Has {@code sync} run each {@code period} in which something was written. */
    DiskSync(Sync sync, Duration period) {
        this.sync = sync;
        thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("disk sync").daemon().factory());
        periodic = thread.scheduleWithFixedDelay(this::sync, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Says that something was written.
     *
     * @throws IOException if what was written before did not get to the disk
     */
    void changed() throws IOException {
        isChanged.set(true);
        requireSuccess();
    }

    private void sync() {
        if (isChanged.getAndSet(false)) {
            try {
                sync.run();
            } catch (IOException e) {
                failure.compareAndSet(null, e);
            }
        }
    }

    private void requireSuccess() throws IOException {
        IOException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    /** Brings to the disk what is left. */
    @Override
    public void close() throws IOException {
        periodic.cancel(false);
        thread.close(); // waits for one that goes on: to interrupt it would close the file
        isChanged.set(true);
        sync();
        requireSuccess();
    }
}
