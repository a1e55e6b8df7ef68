package npusim.replay;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import npusim.graph.InvalidGraphException;

/** Something that a thread of its own makes while something else goes on. A program that no longer needs it ends without it. */
public final class Meanwhile<T> {
    private final FutureTask<T> task;

    private Meanwhile(FutureTask<T> task) {
        this.task = task;
    }

    /**
     * Begins to make it.
     *
     * @param name of the thread
     * @param work may throw unchecked exceptions, {@link IOException} and {@link InvalidGraphException}
     */
    public static <T> Meanwhile<T> start(String name, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().name(name).daemon().start(task);
        return new Meanwhile<>(task);
    }

    /** Waits until it is made, or could not be. */
    public void await() {
        try {
            task.get();
        } catch (ExecutionException e) {
            return; // for whoever asks for it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for it; whatever its making threw is thrown here. */
    public T get() throws IOException, InvalidGraphException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case InvalidGraphException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
