package npusim.execution;

import java.util.Arrays;
import npusim.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How a tensor differs from the one that was expected.
 *
 * @param differing number of elements that differ, at least 1
 * @param elements number of elements
 * @param greatest greatest distance of two elements
 * @param index of the first element that differs, outermost dimension first
 * @param value of that element
 * @param expected what it should be
 */
public record TensorDifference(int differing, int elements, long greatest, String index, long value, long expected) {
    /**
     * Compares tensors of one shape.
     *
     * @return {@code null} if they are equal
     */
    static @Nullable TensorDifference of(Tensor tensor, Tensor expected) {
        int differing = 0;
        int first = -1;
        long greatest = 0;
        for (int i = 0; i < tensor.length(); i++) {
            long distance = Math.abs(tensor.get(i) - expected.get(i));
            if (distance != 0) {
                first = differing == 0 ? i : first;
                greatest = Math.max(greatest, distance);
                differing++;
            }
        }
        return differing == 0
                ? null
                : new TensorDifference(
                        differing,
                        tensor.length(),
                        greatest,
                        index(tensor, first),
                        tensor.get(first),
                        expected.get(first));
    }

    private static String index(Tensor tensor, int linear) {
        int[] index = tensor.shape().toArray();
        int rest = linear;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            int extent = index[axis];
            index[axis] = rest % extent;
            rest /= extent;
        }
        return Arrays.toString(index).replace(" ", "");
    }

    @Override
    public String toString() {
        return differing + " of " + elements + " elements differ, by at most " + greatest + "; the first at " + index
                + " is " + value + ", expected " + expected;
    }
}
