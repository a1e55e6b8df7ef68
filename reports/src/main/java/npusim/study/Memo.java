package npusim.study;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Remembers what was computed for a key, up to a number of keys; what was not used for longest goes first. A value is
 * computed once even if several threads ask for it at the same time.
 */
final class Memo<K, V> {
    private final int capacity;
    private final LinkedHashMap<K, CompletableFuture<V>> values = new LinkedHashMap<>(16, 0.75f, true);
    private long hits;
    private long misses;

    Memo(int capacity) {
        this.capacity = capacity;
    }

    /** The value of a key; what {@code compute} throws is thrown to all who ask, and not remembered. */
    V get(K key, Function<K, V> compute) {
        CompletableFuture<V> future;
        boolean mine = false;
        synchronized (this) {
            CompletableFuture<V> known = values.get(key);
            if (known == null) {
                misses++;
                mine = true;
                known = new CompletableFuture<>();
                values.put(key, known);
                dropEldest();
            } else {
                hits++;
            }
            future = known;
        }
        if (mine) {
            try {
                future.complete(compute.apply(key));
            } catch (RuntimeException | Error e) {
                future.completeExceptionally(e);
                synchronized (this) {
                    values.remove(key, future);
                }
            }
        }
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    synchronized long hits() {
        return hits;
    }

    synchronized long misses() {
        return misses;
    }

    private void dropEldest() {
        var entries = values.entrySet().iterator();
        while (values.size() > capacity && entries.hasNext()) {
            Map.Entry<K, CompletableFuture<V>> eldest = entries.next();
            if (eldest.getValue().isDone()) {
                entries.remove();
            }
        }
    }
}
