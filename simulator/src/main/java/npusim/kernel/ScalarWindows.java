package npusim.kernel;

import java.util.Arrays;
import npusim.tensor.DType;
import npusim.tensor.Tensor;

/** Pooling and RESIZE (TOSA 1.0, Tensor Operators; Image Operators). */
public final class ScalarWindows {
    private ScalarWindows() {}

    static void averagePool(
            ConvolutionGeometry g, Tensor input, int inputZeroPoint, int outputZeroPoint, Tensor output) {
        int channels = g.outputChannels();
        DType dtype = output.dtype();
        int[] sums = new int[channels];
        int position = 0;
        for (int n = 0; n < g.batches(); n++) {
            for (int oy = 0; oy < g.outputHeight(); oy++) {
                for (int ox = 0; ox < g.outputWidth(); ox++) {
                    Arrays.fill(sums, 0);
                    int count = 0;
                    for (int ky = 0; ky < g.kernelHeight(); ky++) {
                        int y = oy * g.strideY() - g.padTop() + ky;
                        for (int kx = 0; kx < g.kernelWidth(); kx++) {
                            int x = ox * g.strideX() - g.padLeft() + kx;
                            // Padding does not count.
                            if (0 <= y && y < g.inputHeight() && 0 <= x && x < g.inputWidth()) {
                                count++;
                                int at = ((n * g.inputHeight() + y) * g.inputWidth() + x) * channels;
                                for (int c = 0; c < channels; c++) {
                                    sums[c] += (int) input.get(at + c) - inputZeroPoint;
                                }
                            }
                        }
                    }
                    int shift = reciprocalShift(count);
                    int multiplier = reciprocalMultiplier(count);
                    for (int c = 0; c < channels; c++) {
                        long average = (long) RescaleParameters.scale(sums[c], multiplier, shift, true, false)
                                + outputZeroPoint;
                        output.set(position++, Math.clamp(average, dtype.minimum(), dtype.maximum()));
                    }
                }
            }
        }
    }

    /** {@code reciprocal_scale}: (1 << k) / 2 < value <= (1 << k), shift = 30 + k. */
    public static int reciprocalShift(int value) {
        return 30 + 32 - Integer.numberOfLeadingZeros(value - 1);
    }

    /** {@code reciprocal_scale}: ((1 << 30) + 1 << k) / value. */
    public static int reciprocalMultiplier(int value) {
        return (int) ((((1L << 30) + 1) << (32 - Integer.numberOfLeadingZeros(value - 1))) / value);
    }

    static void maxPool(ConvolutionGeometry g, Tensor input, Tensor output) {
        int channels = g.outputChannels();
        long[] greatest = new long[channels];
        int position = 0;
        for (int n = 0; n < g.batches(); n++) {
            for (int oy = 0; oy < g.outputHeight(); oy++) {
                for (int ox = 0; ox < g.outputWidth(); ox++) {
                    Arrays.fill(greatest, output.dtype().minimum());
                    for (int ky = 0; ky < g.kernelHeight(); ky++) {
                        int y = oy * g.strideY() - g.padTop() + ky;
                        for (int kx = 0; kx < g.kernelWidth(); kx++) {
                            int x = ox * g.strideX() - g.padLeft() + kx;
                            if (0 <= y && y < g.inputHeight() && 0 <= x && x < g.inputWidth()) {
                                int at = ((n * g.inputHeight() + y) * g.inputWidth() + x) * channels;
                                for (int c = 0; c < channels; c++) {
                                    greatest[c] = Math.max(greatest[c], input.get(at + c));
                                }
                            }
                        }
                    }
                    for (int c = 0; c < channels; c++) {
                        output.set(position++, greatest[c]);
                    }
                }
            }
        }
    }

    /**
     * RESIZE: input [N,IH,IW,C] → output [N,OH,OW,C].
     *
     * @param scale {y numerator, y denominator, x numerator, x denominator}
     * @param offset {y, x}
     */
    public static void resize(Tensor input, long[] scale, long[] offset, boolean bilinear, Tensor output) {
        int inputHeight = input.shape().dimension(1);
        int inputWidth = input.shape().dimension(2);
        int channels = input.shape().dimension(3);
        int unitY = (int) scale[0];
        int unitX = (int) scale[2];
        int position = 0;
        for (int n = 0; n < input.shape().dimension(0); n++) {
            for (int oy = 0; oy < output.shape().dimension(1); oy++) {
                int y = oy * (int) scale[1] + (int) offset[0];
                int iy = Math.floorDiv(y, unitY);
                int dy = y - iy * unitY;
                int iy0 = Math.max(iy, 0);
                int iy1 = Math.min(iy + 1, inputHeight - 1);
                for (int ox = 0; ox < output.shape().dimension(2); ox++) {
                    int x = ox * (int) scale[3] + (int) offset[1];
                    int ix = Math.floorDiv(x, unitX);
                    int dx = x - ix * unitX;
                    int ix0 = Math.max(ix, 0);
                    int ix1 = Math.min(ix + 1, inputWidth - 1);
                    int row0 = (n * inputHeight + iy0) * inputWidth;
                    int row1 = (n * inputHeight + iy1) * inputWidth;
                    for (int c = 0; c < channels; c++) {
                        if (bilinear) {
                            long v00 = input.get((row0 + ix0) * channels + c);
                            long v01 = input.get((row0 + ix1) * channels + c);
                            long v10 = input.get((row1 + ix0) * channels + c);
                            long v11 = input.get((row1 + ix1) * channels + c);
                            long sum = v00 * (unitY - dy) * (unitX - dx)
                                    + v01 * (unitY - dy) * dx
                                    + v10 * dy * (unitX - dx)
                                    + v11 * dy * dx;
                            output.set(position++, sum);
                        } else {
                            int row = 2 * dy >= unitY ? row1 : row0;
                            int column = 2 * dx >= unitX ? ix1 : ix0;
                            output.set(position++, input.get((row + column) * channels + c));
                        }
                    }
                }
            }
        }
    }
}
