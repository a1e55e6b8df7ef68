package npusim.quantize;

import npusim.quantize.FloatOperation.Window;

/** The float arithmetic behind {@link FloatTracer} that is not a matrix product. */
final class FloatKernels {
    private FloatKernels() {}

    /** Patches of an NCHW image (N = 1) as rows, {@code outputs x (channels * kernel)}, for a convolution as a product. */
    static float[] patches(float[] image, int channels, int height, int width, Window window) {
        int outHeight = outputSize(height, window.kernelHeight(), window.strideHeight(), window.padHeight());
        int outWidth = outputSize(width, window.kernelWidth(), window.strideWidth(), window.padWidth());
        int patch = channels * window.kernelHeight() * window.kernelWidth();
        float[] rows = new float[outHeight * outWidth * patch];
        for (int channel = 0; channel < channels; channel++) {
            for (int y = 0; y < outHeight; y++) {
                for (int ky = 0; ky < window.kernelHeight(); ky++) {
                    int inY = y * window.strideHeight() + ky - window.padHeight();
                    if (inY < 0 || inY >= height) {
                        continue;
                    }
                    int line = (channel * height + inY) * width - window.padWidth();
                    int column = (channel * window.kernelHeight() + ky) * window.kernelWidth();
                    for (int x = 0; x < outWidth; x++) {
                        int target = (y * outWidth + x) * patch + column;
                        int inX = x * window.strideWidth();
                        for (int kx = 0; kx < window.kernelWidth(); kx++, inX++) {
                            if (inX >= window.padWidth() && inX < width + window.padWidth()) {
                                rows[target + kx] = image[line + inX];
                            }
                        }
                    }
                }
            }
        }
        return rows;
    }

    /** Depthwise convolution of an NCHW image (N = 1), result as {@code outputs x channels}. */
    static float[] depthwise(float[] image, float[] weights, int channels, int height, int width, Window window) {
        int outHeight = outputSize(height, window.kernelHeight(), window.strideHeight(), window.padHeight());
        int outWidth = outputSize(width, window.kernelWidth(), window.strideWidth(), window.padWidth());
        int taps = window.kernelHeight() * window.kernelWidth();
        float[] rows = new float[outHeight * outWidth * channels];
        for (int channel = 0; channel < channels; channel++) {
            for (int y = 0; y < outHeight; y++) {
                for (int x = 0; x < outWidth; x++) {
                    float sum = 0;
                    for (int tap = 0; tap < taps; tap++) {
                        int inY = y * window.strideHeight() + tap / window.kernelWidth() - window.padHeight();
                        int inX = x * window.strideWidth() + tap % window.kernelWidth() - window.padWidth();
                        if (inY >= 0 && inY < height && inX >= 0 && inX < width) {
                            sum = Math.fma(
                                    weights[channel * taps + tap], image[(channel * height + inY) * width + inX], sum);
                        }
                    }
                    rows[(y * outWidth + x) * channels + channel] = sum;
                }
            }
        }
        return rows;
    }

    static int outputSize(int size, int kernel, int stride, int pad) {
        return (size + 2 * pad - kernel) / stride + 1;
    }

    static float[] transpose(float[] matrix, int rows, int columns) {
        float[] result = new float[matrix.length];
        int block = 32;
        for (int row = 0; row < rows; row += block) {
            int lastRow = Math.min(rows, row + block);
            for (int column = 0; column < columns; column++) {
                for (int r = row; r < lastRow; r++) {
                    result[column * rows + r] = matrix[r * columns + column];
                }
            }
        }
        return result;
    }

    static float[] permute(float[] values, int[] shape, int[] order) {
        int rank = shape.length;
        int[] strides = new int[rank];
        int stride = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        float[] result = new float[values.length];
        permute(values, result, shape, strides, order, 0, 0, 0);
        return result;
    }

    private static int permute(
            float[] values,
            float[] result,
            int[] shape,
            int[] strides,
            int[] order,
            int depth,
            int source,
            int target) {
        int axis = order[depth];
        int stride = strides[axis];
        int next = target;
        if (depth == order.length - 1) {
            for (int i = 0, from = source; i < shape[axis]; i++, from += stride) {
                result[next++] = values[from];
            }
            return next;
        }
        for (int i = 0, from = source; i < shape[axis]; i++, from += stride) {
            next = permute(values, result, shape, strides, order, depth + 1, from, next);
        }
        return next;
    }

    /** {@code left op right} with the right operand broadcast to the left one's shape. */
    static float[] arithmetic(FloatOperation.Arithmetic.Kind kind, FloatTensor left, FloatTensor right) {
        float[] b = right.values().length == left.values().length
                ? right.values()
                : broadcast(right.values(), right.shape(), left.shape());
        float[] a = left.values();
        float[] result = new float[a.length];
        switch (kind) {
            case ADD -> {
                for (int i = 0; i < a.length; i++) {
                    result[i] = a[i] + b[i];
                }
            }
            case SUB -> {
                for (int i = 0; i < a.length; i++) {
                    result[i] = a[i] - b[i];
                }
            }
            case MUL -> {
                for (int i = 0; i < a.length; i++) {
                    result[i] = a[i] * b[i];
                }
            }
        }
        return result;
    }

    static float[] broadcast(float[] values, int[] from, int[] to) {
        int rank = to.length;
        if (from.length != rank) {
            throw new IllegalArgumentException("ranks " + from.length + " and " + rank + " differ");
        }
        int[] strides = new int[rank];
        int stride = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            if (from[axis] != 1 && from[axis] != to[axis]) {
                throw new IllegalArgumentException("size " + from[axis] + " does not broadcast to " + to[axis]);
            }
            strides[axis] = from[axis] == 1 ? 0 : stride;
            stride *= from[axis];
        }
        float[] result = new float[FloatTensor.elements(to)];
        int inner = to[rank - 1];
        int innerStride = strides[rank - 1];
        int[] index = new int[rank];
        for (int target = 0; target < result.length; target += inner) {
            int source = 0;
            for (int axis = 0; axis < rank - 1; axis++) {
                source += index[axis] * strides[axis];
            }
            for (int i = 0; i < inner; i++) {
                result[target + i] = values[source + i * innerStride];
            }
            for (int axis = rank - 2; axis >= 0; axis--) {
                if (++index[axis] < to[axis]) {
                    break;
                }
                index[axis] = 0;
            }
        }
        return result;
    }

    /** Sum or maximum over an axis: {@code outer x length x inner} to {@code outer x inner}. */
    static float[] reduce(float[] values, int outer, int length, int inner, boolean maximum) {
        float[] result = new float[outer * inner];
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int at = o * length * inner + i;
                float accumulated = values[at];
                for (int k = 1; k < length; k++) {
                    float value = values[at + k * inner];
                    accumulated = maximum ? Math.max(accumulated, value) : accumulated + value;
                }
                result[o * inner + i] = accumulated;
            }
        }
        return result;
    }

    /** Part of an axis, or with {@code before > 0} zeros and then all of it. */
    static float[] copyAxis(float[] values, int outer, int length, int inner, int start, int count, int before) {
        int outLength = count + before;
        float[] result = new float[outer * outLength * inner];
        for (int o = 0; o < outer; o++) {
            System.arraycopy(
                    values, (o * length + start) * inner, result, (o * outLength + before) * inner, count * inner);
        }
        return result;
    }
}
