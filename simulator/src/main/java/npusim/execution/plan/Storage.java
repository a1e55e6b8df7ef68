package npusim.execution.plan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The arrays that hold tensors during a run, by the number of their memory. */
final class Storage {
    private final @Nullable Object[] arrays;

    Storage(int size) {
        this(new @Nullable Object[size]);
    }

    private Storage(@Nullable Object[] arrays) {
        this.arrays = arrays;
    }

    /** Another table with the same arrays. */
    Storage copy() {
        return new Storage(Arrays.copyOf(arrays, arrays.length));
    }

    void put(int memory, Object array) {
        arrays[memory] = array;
    }

    /** Forgets an array, and hands it over. */
    Object remove(int memory) {
        Object array = get(memory);
        arrays[memory] = null;
        return array;
    }

    Object get(int memory) {
        Object array = arrays[memory];
        if (array == null) {
            throw new IllegalStateException("memory " + memory + " is read before it is written");
        }
        return array;
    }

    byte[] bytes(int memory) {
        return (byte[]) get(memory);
    }

    int[] ints(int memory) {
        return (int[]) get(memory);
    }
}
