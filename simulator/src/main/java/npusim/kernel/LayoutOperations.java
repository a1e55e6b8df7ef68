package npusim.kernel;

import java.util.Arrays;
import java.util.List;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;

/** The data layout operators, GATHER and SCATTER (TOSA 1.0, Data Layout; Scatter/Gather Operators), for any storage type. */
public final class LayoutOperations {
    private LayoutOperations() {}

    /** CONCAT along {@code axis}. */
    public static void concat(List<Tensor> inputs, int axis, Tensor output) {
        int[] outputStrides = StridedCopy.stridesOf(output.shape());
        int position = 0;
        for (Tensor input : inputs) {
            StridedCopy.copy(
                    input,
                    0,
                    StridedCopy.stridesOf(input.shape()),
                    output,
                    position * outputStrides[axis],
                    outputStrides,
                    input.shape().toArray());
            position += input.shape().dimension(axis);
        }
    }

    /** PAD with {@code padding} = {before, after} for each dimension. */
    public static void pad(Tensor input, long[] padding, long padConstant, Tensor output) {
        fill(output, padConstant);
        int[] outputStrides = StridedCopy.stridesOf(output.shape());
        int offset = 0;
        for (int axis = 0; axis < outputStrides.length; axis++) {
            offset += (int) padding[2 * axis] * outputStrides[axis];
        }
        StridedCopy.copy(
                input,
                0,
                StridedCopy.stridesOf(input.shape()),
                output,
                offset,
                outputStrides,
                input.shape().toArray());
    }

    private static void fill(Tensor tensor, long value) {
        switch (tensor.storage()) {
            case byte[] values -> Arrays.fill(values, (byte) value);
            case short[] values -> Arrays.fill(values, (short) value);
            case int[] values -> Arrays.fill(values, (int) value);
            default -> Arrays.fill(tensor.longs(), value);
        }
    }

    /** SLICE from {@code start}; the size is the output's shape. */
    public static void slice(Tensor input, long[] start, Tensor output) {
        int[] strides = StridedCopy.stridesOf(input.shape());
        int offset = 0;
        for (int axis = 0; axis < strides.length; axis++) {
            offset += (int) start[axis] * strides[axis];
        }
        StridedCopy.copy(
                input,
                offset,
                strides,
                output,
                0,
                StridedCopy.stridesOf(output.shape()),
                output.shape().toArray());
    }

    /** REVERSE along {@code axis}. */
    public static void reverse(Tensor input, int axis, Tensor output) {
        Shape shape = input.shape();
        int[] strides = StridedCopy.stridesOf(shape);
        int[] reversed = strides.clone();
        reversed[axis] = -strides[axis];
        int last = strides[axis] * (shape.dimension(axis) - 1);
        StridedCopy.copy(input, last, reversed, output, 0, strides, shape.toArray());
    }

    /** TILE: the output holds whole copies of the input in every dimension. */
    public static void tile(Tensor input, Tensor output) {
        Shape shape = input.shape();
        int[] inputStrides = StridedCopy.stridesOf(shape);
        int[] outputStrides = StridedCopy.stridesOf(output.shape());
        int rank = shape.rank();
        // Dimension pairs (copy, index within a copy); the copy has stride 0 in the input.
        int[] extents = new int[2 * rank];
        int[] from = new int[2 * rank];
        int[] to = new int[2 * rank];
        for (int axis = 0; axis < rank; axis++) {
            extents[2 * axis] = output.shape().dimension(axis) / shape.dimension(axis);
            extents[2 * axis + 1] = shape.dimension(axis);
            from[2 * axis + 1] = inputStrides[axis];
            to[2 * axis] = outputStrides[axis] * shape.dimension(axis);
            to[2 * axis + 1] = outputStrides[axis];
        }
        StridedCopy.copy(input, 0, from, output, 0, to, extents);
    }

    /** TRANSPOSE: output dimension i is input dimension {@code permutation[i]}. */
    public static void transpose(Tensor input, int[] permutation, Tensor output) {
        int[] strides = StridedCopy.stridesOf(input.shape());
        int[] permuted = new int[strides.length];
        for (int axis = 0; axis < strides.length; axis++) {
            permuted[axis] = strides[permutation[axis]];
        }
        StridedCopy.copy(
                input,
                0,
                permuted,
                output,
                0,
                StridedCopy.stridesOf(output.shape()),
                output.shape().toArray());
    }

    /** GATHER: values [N,K,C] at indices [N,W] → output [N,W,C]. */
    public static void gather(Tensor values, Tensor indices, Tensor output) {
        int batches = values.shape().dimension(0);
        int rows = values.shape().dimension(1);
        int channels = values.shape().dimension(2);
        int picks = indices.shape().dimension(1);
        for (int n = 0; n < batches; n++) {
            for (int w = 0; w < picks; w++) {
                int k = index(indices.ints(), n * picks + w, rows);
                System.arraycopy(
                        values.storage(),
                        (n * rows + k) * channels,
                        output.storage(),
                        (n * picks + w) * channels,
                        channels);
            }
        }
    }

    /** Throws an {@link UnpredictableException} for the first index of GATHER that is none of {@code rows}. */
    public static void checkIndices(int[] indices, int count, int rows) {
        int least = 0;
        int greatest = 0;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, indices[i]);
            greatest = Math.max(greatest, indices[i]);
        }
        if (least < 0 || greatest >= rows) {
            for (int i = 0; i < count; i++) {
                index(indices, i, rows);
            }
        }
    }

    /** SCATTER: output [N,K,C] = values [N,K,C] with rows at indices [N,W] replaced by those of input [N,W,C]. */
    public static void scatter(Tensor values, Tensor indices, Tensor input, Tensor output) {
        int batches = values.shape().dimension(0);
        int rows = values.shape().dimension(1);
        int channels = values.shape().dimension(2);
        int picks = indices.shape().dimension(1);
        System.arraycopy(values.storage(), 0, output.storage(), 0, values.length());
        for (int n = 0; n < batches; n++) {
            for (int w = 0; w < picks; w++) {
                int k = index(indices.ints(), n * picks + w, rows);
                System.arraycopy(
                        input.storage(),
                        (n * picks + w) * channels,
                        output.storage(),
                        (n * rows + k) * channels,
                        channels);
            }
        }
    }

    private static int index(int[] indices, int position, int rows) {
        int k = indices[position];
        if (k < 0 || k >= rows) {
            throw new UnpredictableException(
                    UnpredictableException.Kind.INDEX_OUT_OF_RANGE,
                    position,
                    "index " + k + " is not in 0 to " + (rows - 1));
        }
        return k;
    }
}
