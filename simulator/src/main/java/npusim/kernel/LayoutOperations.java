package npusim.kernel;

import java.util.Arrays;
import java.util.List;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;

/** The data layout operators, GATHER and SCATTER (TOSA 1.0, Data Layout; Scatter/Gather Operators), for any storage type. */
public final class LayoutOperations {
    /** Rows that GATHER copies at a time. */
    private static final int PICKS = 32;

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
        int[] starts = new int[PICKS];
        for (int n = 0; n < batches; n++) {
            for (int w = 0; w < picks; w += PICKS) {
                int count = Math.min(PICKS, picks - w);
                for (int i = 0; i < count; i++) {
                    starts[i] = (n * rows + index(indices, n * picks + w + i, rows)) * channels;
                }
                copyRows(values.storage(), starts, count, output.storage(), (n * picks + w) * channels, channels);
            }
        }
    }

    /** Copies the rows that begin at {@code starts}; copies of arrays of known types are several times faster than others. */
    private static void copyRows(Object values, int[] starts, int count, Object output, int to, int channels) {
        switch (values) {
            case byte[] bytes -> {
                byte[] target = (byte[]) output;
                if (channels > 0) {
                    target[to] = touch(bytes, starts, count, channels); // overwritten
                }
                for (int i = 0; i < count; i++) {
                    System.arraycopy(bytes, starts[i], target, to + i * channels, channels);
                }
            }
            case int[] ints -> {
                for (int i = 0; i < count; i++) {
                    System.arraycopy(ints, starts[i], (int[]) output, to + i * channels, channels);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    System.arraycopy(values, starts[i], output, to + i * channels, channels);
                }
            }
        }
    }

    /** Reads the ends of rows, so that the processor waits for all of them at a time instead of for one after the other. */
    private static byte touch(byte[] values, int[] starts, int count, int channels) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[starts[i]] + values[starts[i] + channels - 1];
        }
        return (byte) sum;
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
                int k = index(indices, n * picks + w, rows);
                System.arraycopy(
                        input.storage(),
                        (n * picks + w) * channels,
                        output.storage(),
                        (n * rows + k) * channels,
                        channels);
            }
        }
    }

    private static int index(Tensor indices, int position, int rows) {
        int k = indices.ints()[position];
        if (k < 0 || k >= rows) {
            throw new UnpredictableException(
                    UnpredictableException.Kind.INDEX_OUT_OF_RANGE,
                    position,
                    "index " + k + " is not in 0 to " + (rows - 1));
        }
        return k;
    }
}
