package npusim.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Remembers what was computed for a key, up to a number of keys; what was not used for longest goes first. A value is
 * computed once even if several threads ask for it at the same time.
 */
public final class Memo<K, V, E extends Exception> {
    private final int capacity;
    private final LinkedHashMap<K, CompletableFuture<V>> values = new LinkedHashMap<>(16, 0.75f, true);
    private long hits;
    private long misses;

    /** Finds what is not remembered. */
    @FunctionalInterface
    public interface Computation<K, V, E extends Exception> {
        /** The value of a key. */
        V of(K key) throws E;
    }

    /** Remembers up to {@code capacity} values; more while more are being computed. */
    public Memo(int capacity) {
        this.capacity = capacity;
    }

    /** The value of a key; what {@code compute} throws is thrown to all who ask, and not remembered. */
    public V get(K key, Computation<K, V, E> compute) throws E {
        return get(key, compute, () -> {});
    }

    /**
     * As {@link #get(Object, Computation)}.
     *
     * @param waiting is run once if another thread is still computing the value
     */
    @SuppressWarnings("unchecked") // a computation throws nothing checked but E
    public V get(K key, Computation<K, V, E> compute, Runnable waiting) throws E {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> known;
        synchronized (this) {
            known = values.get(key);
            if (known == null) {
                enter(key, mine);
            } else {
                hits++;
            }
        }
        if (known == null) {
            fulfil(key, mine, compute);
        } else if (!known.isDone()) {
            waiting.run();
        }
        try {
            return (known == null ? mine : known).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (E) e.getCause();
        }
    }

    /**
     * Computes the value of a key before somebody asks for it. What {@code compute} throws is not thrown but to those who ask
     * meanwhile.
     *
     * @return whether it was neither known nor being computed
     */
    public boolean prepare(K key, Computation<K, V, E> compute) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        synchronized (this) {
            if (values.containsKey(key)) {
                return false;
            }
            enter(key, mine);
        }
        fulfil(key, mine, compute);
        return true;
    }

    private void enter(K key, CompletableFuture<V> value) {
        misses++;
        values.put(key, value);
        dropEldest();
    }

    private void fulfil(K key, CompletableFuture<V> value, Computation<K, V, E> compute) {
        try {
            value.complete(compute.of(key));
        } catch (Exception | Error e) {
            value.completeExceptionally(e);
            synchronized (this) {
                values.remove(key, value);
            }
        }
    }

    /** How often a value was there. */
    public synchronized long hits() {
        return hits;
    }

    /** How often a value was not there. */
    public synchronized long misses() {
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
