package npusim.quantize;

import java.util.Arrays;

/**
 * A tensor of a traced float network together with the values it takes on the calibration input.
 *
 * @param id its number in the network
 * @param shape sizes, outermost axis first (PyTorch's order: N, C, H, W for images)
 * @param values row-major; not to be written
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data, never compared
public record FloatTensor(int id, int[] shape, float[] values) {
    public FloatTensor {
        if (elements(shape) != values.length) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " does not hold " + values.length + " values");
        }
    }

    /** Size of one axis; negative axes count from the innermost. */
    public int size(int axis) {
        return shape[axis < 0 ? axis + shape.length : axis];
    }

    static int elements(int[] shape) {
        int product = 1;
        for (int size : shape) {
            product = Math.multiplyExact(product, size);
        }
        return product;
    }
}
