package npusim.execution.plan;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;

/** Arrays of released tensors, to be used again for tensors of the same storage type and length. */
final class ArrayPool {
    private record Kind(Class<?> type, int length) {}

    private final Map<Kind, Deque<Object>> free = new HashMap<>();

    /** An array for {@code length} elements, with arbitrary content. */
    Object take(DType dtype, int length) {
        Class<?> type = switch (dtype.storageBytes()) {
            case 1 -> byte[].class;
            case 2 -> short[].class;
            case 4 -> int[].class;
            default -> long[].class;
        };
        Deque<Object> arrays = free.get(new Kind(type, length));
        return arrays == null || arrays.isEmpty()
                ? Tensor.zeros(dtype, Shape.of(length)).storage()
                : arrays.pop();
    }

    /** Takes back an array that nobody uses any more. */
    void give(Object array) {
        Kind kind = new Kind(array.getClass(), Array.getLength(array));
        free.computeIfAbsent(kind, key -> new ArrayDeque<>()).push(array);
    }
}
