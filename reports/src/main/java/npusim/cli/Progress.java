package npusim.cli;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import npusim.file.EndOfProgram;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar on standard error that appears once a task has taken two seconds, and only on a terminal. Closing it
 * removes it, and so does the end of the program if it is interrupted.
 */
public final class Progress implements AutoCloseable {
    /** The total of a task of which only that it goes on can be shown. */
    static final long UNKNOWN = -1;

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Set<Progress> SHOWN = ConcurrentHashMap.newKeySet();

    static {
        EndOfProgram.run(() -> SHOWN.forEach(Progress::close));
    }

    private final String task;
    private final long total;
    private final long startNanos = System.nanoTime();
    private long done;
    private String stage = "";
    private boolean closed;
    private @Nullable ProgressBar bar;

    private Progress(String task, long total) {
        this.task = task;
        this.total = total;
    }

    static Progress start(String task, long total) {
        Progress progress = new Progress(task, total);
        if (Terminal.stderr()) {
            CompletableFuture.delayedExecutor(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)
                    .execute(progress::show);
        }
        return progress;
    }

    /** Says that one more step is done. */
    public synchronized void step() {
        stepTo(done + 1);
    }

    /** Says that the last stage, if there was one, is done and a new one begins. */
    public synchronized void stage(String name) {
        if (!stage.isEmpty()) {
            step();
        }
        stage = name;
        if (bar != null) {
            bar.setExtraMessage(name);
        }
    }

    /** Says how many steps are done. */
    public synchronized void stepTo(long steps) {
        done = steps;
        if (bar != null) {
            bar.stepTo(steps);
        }
    }

    @Override
    public void close() {
        remove();
    }

    /** Removes the bar for good, so that something can be said in its place. */
    synchronized void remove() {
        if (closed) {
            return;
        }
        closed = true;
        if (bar != null) {
            bar.close();
            SHOWN.remove(this);
        }
    }

    private synchronized void show() {
        if (closed) {
            return;
        }
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setConsumer(new ProgressLine(System.err))
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .clearDisplayOnFinish()
                .startsFrom(done, Duration.ofNanos(System.nanoTime() - startNanos))
                .build();
        bar.setExtraMessage(stage);
        SHOWN.add(this);
    }
}
