package npusim.kernel;

import npusim.tensor.Shape;
import npusim.tensor.Tensor;

/**
 * Copies a box of elements between two arrays of one storage type, each addressed by an offset and a stride for each
 * dimension. All data layout operators are such copies.
 */
final class StridedCopy {
    private StridedCopy() {}

    /** Strides of linear packed layout, in elements. */
    static int[] stridesOf(Shape shape) {
        int[] strides = new int[shape.rank()];
        int stride = 1;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape.dimension(axis);
        }
        return strides;
    }

    /** Copies the box of {@code extents} elements; strides may be negative or 0. */
    static void copy(
            Tensor source,
            int sourceOffset,
            int[] sourceStrides,
            Tensor target,
            int targetOffset,
            int[] targetStrides,
            int[] extents) {
        int rank = extents.length;
        if (rank == 0) {
            System.arraycopy(source.storage(), sourceOffset, target.storage(), targetOffset, 1);
            return;
        }
        int inner = extents[rank - 1];
        int sourceStep = sourceStrides[rank - 1];
        int targetStep = targetStrides[rank - 1];
        int[] index = new int[rank];
        int from = sourceOffset;
        int to = targetOffset;
        while (true) {
            copyRow(source.storage(), from, sourceStep, target.storage(), to, targetStep, inner);
            int axis = rank - 2;
            while (axis >= 0 && ++index[axis] == extents[axis]) {
                from -= sourceStrides[axis] * (extents[axis] - 1);
                to -= targetStrides[axis] * (extents[axis] - 1);
                index[axis--] = 0;
            }
            if (axis < 0) {
                return;
            }
            from += sourceStrides[axis];
            to += targetStrides[axis];
        }
    }

    private static void copyRow(
            Object source, int from, int sourceStep, Object target, int to, int targetStep, int count) {
        if (sourceStep == 1 && targetStep == 1) {
            System.arraycopy(source, from, target, to, count);
            return;
        }
        switch (source) {
            case byte[] values -> {
                byte[] results = (byte[]) target;
                for (int i = 0; i < count; i++) {
                    results[to + i * targetStep] = values[from + i * sourceStep];
                }
            }
            case short[] values -> {
                short[] results = (short[]) target;
                for (int i = 0; i < count; i++) {
                    results[to + i * targetStep] = values[from + i * sourceStep];
                }
            }
            case int[] values -> {
                int[] results = (int[]) target;
                for (int i = 0; i < count; i++) {
                    results[to + i * targetStep] = values[from + i * sourceStep];
                }
            }
            case long[] values -> {
                long[] results = (long[]) target;
                for (int i = 0; i < count; i++) {
                    results[to + i * targetStep] = values[from + i * sourceStep];
                }
            }
            default -> throw new AssertionError(source.getClass());
        }
    }
}
