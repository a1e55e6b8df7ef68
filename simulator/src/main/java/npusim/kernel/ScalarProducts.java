package npusim.kernel;

import npusim.tensor.DType;
import npusim.tensor.Tensor;

/**
 * MATMUL and the convolutions (TOSA 1.0, Tensor Operators). The loops of the pseudocode are ordered so that the innermost
 * one runs over output channels; sums are exact, so the order does not matter.
 */
final class ScalarProducts {
    private ScalarProducts() {}

    static void matMul(Tensor a, Tensor b, int aZeroPoint, int bZeroPoint, Tensor output) {
        int batches = a.shape().dimension(0);
        int height = a.shape().dimension(1);
        int depth = a.shape().dimension(2);
        int width = b.shape().dimension(2);
        boolean wide = output.dtype() == DType.INT48;
        Accumulators row = new Accumulators(width, wide);
        for (int n = 0; n < batches; n++) {
            Weights columns = Weights.of(b, n * depth * width, depth * width, bZeroPoint, wide);
            for (int h = 0; h < height; h++) {
                row.clear();
                for (int c = 0; c < depth; c++) {
                    int value = (int) a.get((n * height + h) * depth + c) - aZeroPoint;
                    row.addProducts(value, columns, c * width);
                }
                row.store(output, (n * height + h) * width);
            }
        }
    }

    /** CONV2D and CONV3D. */
    static void convolution(
            ConvolutionGeometry g,
            Tensor input,
            Tensor weight,
            Tensor bias,
            int inputZeroPoint,
            int weightZeroPoint,
            Tensor output) {
        boolean wide = output.dtype() == DType.INT48;
        int taps = g.kernelDepth() * g.kernelHeight() * g.kernelWidth() * g.inputChannels();
        Weights weights = Weights.transposed(weight, g.outputChannels(), taps, weightZeroPoint, wide);
        Accumulators sums = new Accumulators(g.outputChannels(), wide);
        int position = 0;
        for (int n = 0; n < g.batches(); n++) {
            for (int od = 0; od < g.outputDepth(); od++) {
                for (int oy = 0; oy < g.outputHeight(); oy++) {
                    for (int ox = 0; ox < g.outputWidth(); ox++) {
                        sums.start(bias);
                        addWindow(g, n, od, oy, ox, input, inputZeroPoint, weights, sums);
                        sums.store(output, position);
                        position += g.outputChannels();
                    }
                }
            }
        }
    }

    private static void addWindow(
            ConvolutionGeometry g,
            int n,
            int od,
            int oy,
            int ox,
            Tensor input,
            int inputZeroPoint,
            Weights weights,
            Accumulators sums) {
        int tap = 0;
        for (int kd = 0; kd < g.kernelDepth(); kd++) {
            int d = od * g.strideDepth() - g.padFront() + kd * g.dilationDepth();
            for (int ky = 0; ky < g.kernelHeight(); ky++) {
                int y = oy * g.strideY() - g.padTop() + ky * g.dilationY();
                for (int kx = 0; kx < g.kernelWidth(); kx++) {
                    int x = ox * g.strideX() - g.padLeft() + kx * g.dilationX();
                    boolean inside = 0 <= d
                            && d < g.inputDepth()
                            && 0 <= y
                            && y < g.inputHeight()
                            && 0 <= x
                            && x < g.inputWidth();
                    if (inside) {
                        int at = (((n * g.inputDepth() + d) * g.inputHeight() + y) * g.inputWidth() + x)
                                * g.inputChannels();
                        addPixel(g, input, at, inputZeroPoint, weights, tap, sums);
                    }
                    tap += g.inputChannels();
                }
            }
        }
    }

    private static void addPixel(
            ConvolutionGeometry g,
            Tensor input,
            int at,
            int inputZeroPoint,
            Weights weights,
            int tap,
            Accumulators sums) {
        for (int ic = 0; ic < g.inputChannels(); ic++) {
            int value = (int) input.get(at + ic) - inputZeroPoint;
            sums.addProducts(value, weights, (tap + ic) * g.outputChannels());
        }
    }

    static void depthwise(
            ConvolutionGeometry g,
            Tensor input,
            Tensor weight,
            Tensor bias,
            int inputZeroPoint,
            int weightZeroPoint,
            Tensor output) {
        boolean wide = output.dtype() == DType.INT48;
        Weights weights = Weights.of(weight, 0, weight.length(), weightZeroPoint, wide);
        Accumulators sums = new Accumulators(g.outputChannels(), wide);
        int multiplier = g.outputChannels() / g.inputChannels();
        int position = 0;
        for (int n = 0; n < g.batches(); n++) {
            for (int oy = 0; oy < g.outputHeight(); oy++) {
                for (int ox = 0; ox < g.outputWidth(); ox++) {
                    sums.start(bias);
                    for (int ky = 0; ky < g.kernelHeight(); ky++) {
                        int y = oy * g.strideY() - g.padTop() + ky * g.dilationY();
                        for (int kx = 0; kx < g.kernelWidth(); kx++) {
                            int x = ox * g.strideX() - g.padLeft() + kx * g.dilationX();
                            if (0 <= y && y < g.inputHeight() && 0 <= x && x < g.inputWidth()) {
                                int at = ((n * g.inputHeight() + y) * g.inputWidth() + x) * g.inputChannels();
                                int tap = (ky * g.kernelWidth() + kx) * g.outputChannels();
                                sums.addChannelProducts(input, at, inputZeroPoint, weights, tap, multiplier);
                            }
                        }
                    }
                    sums.store(output, position);
                    position += g.outputChannels();
                }
            }
        }
    }

    static void transposeConvolution(
            ConvolutionGeometry g,
            Tensor input,
            Tensor weight,
            Tensor bias,
            int inputZeroPoint,
            int weightZeroPoint,
            Tensor output) {
        boolean wide = output.dtype() == DType.INT48;
        int taps = g.kernelHeight() * g.kernelWidth() * g.inputChannels();
        Weights weights = Weights.transposed(weight, g.outputChannels(), taps, weightZeroPoint, wide);
        Accumulators sums = new Accumulators(g.outputChannels(), wide);
        int position = 0;
        for (int n = 0; n < g.batches(); n++) {
            for (int oy = 0; oy < g.outputHeight(); oy++) {
                for (int ox = 0; ox < g.outputWidth(); ox++) {
                    sums.start(bias);
                    addTransposedWindow(g, n, oy, ox, input, inputZeroPoint, weights, sums);
                    sums.store(output, position);
                    position += g.outputChannels();
                }
            }
        }
    }

    private static void addTransposedWindow(
            ConvolutionGeometry g,
            int n,
            int oy,
            int ox,
            Tensor input,
            int inputZeroPoint,
            Weights weights,
            Accumulators sums) {
        for (int ky = 0; ky < g.kernelHeight(); ky++) {
            int y = oy - g.padTop() - ky;
            boolean insideY = 0 <= y && y < g.inputHeight() * g.strideY() && y % g.strideY() == 0;
            for (int kx = 0; insideY && kx < g.kernelWidth(); kx++) {
                int x = ox - g.padLeft() - kx;
                if (0 <= x && x < g.inputWidth() * g.strideX() && x % g.strideX() == 0) {
                    int pixel = (n * g.inputHeight() + y / g.strideY()) * g.inputWidth() + x / g.strideX();
                    int tap = (ky * g.kernelWidth() + kx) * g.inputChannels();
                    addPixel(g, input, pixel * g.inputChannels(), inputZeroPoint, weights, tap, sums);
                }
            }
        }
    }

    /** Weights less their zero point, widened to the accumulator: int for INT32, long for INT48. */
    private record Weights(int[] narrow, long[] wide) {
        static Weights of(Tensor tensor, int from, int count, int zeroPoint, boolean wide) {
            Weights weights = new Weights(new int[wide ? 0 : count], new long[wide ? count : 0]);
            for (int i = 0; i < count; i++) {
                weights.set(i, (int) tensor.get(from + i) - zeroPoint);
            }
            return weights;
        }

        /** From [rows, columns] to [columns, rows]. */
        static Weights transposed(Tensor tensor, int rows, int columns, int zeroPoint, boolean wide) {
            int count = rows * columns;
            Weights weights = new Weights(new int[wide ? 0 : count], new long[wide ? count : 0]);
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    weights.set(column * rows + row, (int) tensor.get(row * columns + column) - zeroPoint);
                }
            }
            return weights;
        }

        private void set(int index, int value) {
            if (wide.length > 0) {
                wide[index] = value;
            } else {
                narrow[index] = value;
            }
        }
    }

    /** A row of accumulators, one for each output channel: INT32 in int, INT48 in long. */
    private static final class Accumulators {
        private final int[] narrow;
        private final long[] wide;
        private final boolean isWide;

        Accumulators(int count, boolean isWide) {
            this.isWide = isWide;
            this.narrow = new int[isWide ? 0 : count];
            this.wide = new long[isWide ? count : 0];
        }

        void clear() {
            java.util.Arrays.fill(narrow, 0);
            java.util.Arrays.fill(wide, 0);
        }

        /** Starts from the bias of one element or of one for each channel. */
        void start(Tensor bias) {
            boolean single = bias.length() == 1;
            for (int i = 0; i < narrow.length; i++) {
                narrow[i] = bias.ints()[single ? 0 : i];
            }
            for (int i = 0; i < wide.length; i++) {
                wide[i] = bias.longs()[single ? 0 : i];
            }
        }

        void addProducts(int value, Weights weights, int from) {
            if (value == 0) {
                return;
            }
            if (isWide) {
                long[] row = weights.wide;
                for (int i = 0; i < wide.length; i++) {
                    wide[i] += value * row[from + i];
                }
            } else {
                int[] row = weights.narrow;
                for (int i = 0; i < narrow.length; i++) {
                    narrow[i] += value * row[from + i];
                }
            }
        }

        void addChannelProducts(Tensor input, int at, int zeroPoint, Weights weights, int tap, int multiplier) {
            int channels = (isWide ? wide.length : narrow.length) / multiplier;
            for (int c = 0; c < channels; c++) {
                int value = (int) input.get(at + c) - zeroPoint;
                for (int m = c * multiplier; m < (c + 1) * multiplier; m++) {
                    if (isWide) {
                        wide[m] += value * weights.wide[tap + m];
                    } else {
                        narrow[m] += value * weights.narrow[tap + m];
                    }
                }
            }
        }

        void store(Tensor output, int position) {
            if (isWide) {
                long[] target = output.longs();
                for (int i = 0; i < wide.length; i++) {
                    target[position + i] = wide[i] << 16 >> 16;
                }
            } else {
                System.arraycopy(narrow, 0, output.ints(), position, narrow.length);
            }
        }
    }
}
