package npusim.execution.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;

/** Arrays of released tensors, to be used again for tensors of the same storage type and length. */
final class ArrayPool {
    /** By bytes of an element and length, see {@link #key}. */
    private final Map<Long, Deque<Object>> free = new HashMap<>();

    /** An array for {@code length} elements, with arbitrary content. */
    Object take(DType dtype, int length) {
        Deque<Object> arrays = free.get(key(dtype.storageBytes(), length));
        return arrays == null || arrays.isEmpty()
                ? Tensor.zeros(dtype, Shape.of(length)).storage()
                : arrays.pop();
    }

    /** Takes back an array that nobody uses any more. */
    void give(Object array) {
        long key = switch (array) {
            case byte[] bytes -> key(Byte.BYTES, bytes.length);
            case short[] shorts -> key(Short.BYTES, shorts.length);
            case int[] ints -> key(Integer.BYTES, ints.length);
            case long[] longs -> key(Long.BYTES, longs.length);
            default -> throw new IllegalArgumentException("no storage of a tensor: " + array);
        };
        free.computeIfAbsent(key, absent -> new ArrayDeque<>()).push(array);
    }

    private static long key(int elementBytes, int length) {
        return (long) elementBytes << Integer.SIZE | length;
    }
}
