package npusim.cli;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar on standard error that appears once a task has taken two seconds, and only on a terminal. Closing it
 * removes it.
 */
public final class Progress implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String task;
    private final long total;
    private final boolean terminal;
    private final long startNanos = System.nanoTime();
    private long done;
    private @Nullable ProgressBar bar;

    private Progress(String task, long total, boolean terminal) {
        this.task = task;
        this.total = total;
        this.terminal = terminal;
    }

    static Progress start(String task, long total) {
        return new Progress(task, total, Terminal.stderr());
    }

    /** Says that one more step is done. */
    public void step() {
        stepTo(done + 1);
    }

    /** Says how many steps are done. */
    public synchronized void stepTo(long steps) {
        done = steps;
        if (bar != null) {
            bar.stepTo(steps);
        } else if (terminal && System.nanoTime() - startNanos >= PATIENCE.toNanos()) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .clearDisplayOnFinish()
                    .startsFrom(steps, Duration.ofNanos(System.nanoTime() - startNanos))
                    .build();
        }
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
