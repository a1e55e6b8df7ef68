package npusim.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;

/** The reordered loops of the scalar convolutions against the order and indexing of the specification. */
class ScalarProductsProperties {
    private static final DType[][] TYPES = {
        {DType.INT8, DType.INT8, DType.INT32},
        {DType.INT8, DType.INT4, DType.INT32},
        {DType.INT16, DType.INT8, DType.INT48}
    };

    /** Random extents of one convolution. */
    private static final class Setup {
        final Random random;
        final DType input;
        final DType weight;
        final DType output;
        final int inputZeroPoint;
        final int weightZeroPoint;

        Setup(long seed) {
            random = new Random(seed);
            DType[] types = TYPES[random.nextInt(TYPES.length)];
            input = types[0];
            weight = types[1];
            output = types[2];
            inputZeroPoint = input == DType.INT8 ? random.nextInt(256) - 128 : 0;
            weightZeroPoint = weight == DType.INT8 ? random.nextInt(256) - 128 : 0;
        }

        int upTo(int most) {
            return 1 + random.nextInt(most);
        }
    }

    private static Tensor random(DType dtype, Random random, int... extents) {
        return LayoutProperties.random(dtype, Shape.of(extents), random.nextLong());
    }

    private static int extent(int input, int padding, int kernel, int stride, int dilation) {
        return (input - 1 + padding - (kernel - 1) * dilation) / stride + 1;
    }

    @Property(tries = 200)
    void convolutionFollowsTheSpecification(@ForAll long seed) {
        Setup s = new Setup(seed);
        int[] in = {s.upTo(2), s.upTo(3), s.upTo(6), s.upTo(6), s.upTo(4)};
        int[] kernel = {s.upTo(in[1]), s.upTo(in[2]), s.upTo(in[3])};
        int[] stride = {s.upTo(2), s.upTo(2), s.upTo(3)};
        int[] pad = {s.upTo(2) - 1, s.upTo(2) - 1, s.upTo(2) - 1};
        int oc = s.upTo(5);
        int[] out = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            out[axis] = extent(in[axis + 1], 2 * pad[axis], kernel[axis], stride[axis], 1);
        }
        ConvolutionGeometry g = new ConvolutionGeometry(
                in[0], in[1], in[2], in[3], in[4], out[0], out[1], out[2], oc, kernel[0], kernel[1], kernel[2],
                stride[0], stride[1], stride[2], 1, 1, 1, pad[0], pad[1], pad[2]);
        Tensor input = random(s.input, s.random, in);
        Tensor weight = random(s.weight, s.random, oc, kernel[0], kernel[1], kernel[2], in[4]);
        Tensor bias = random(s.output, s.random, s.random.nextBoolean() ? 1 : oc);
        Tensor output = Tensor.zeros(s.output, Shape.of(in[0], out[0], out[1], out[2], oc));

        new ScalarKernels().convolution(g, input, weight, bias, s.inputZeroPoint, s.weightZeroPoint, output);

        int position = 0;
        for (int n = 0; n < in[0]; n++) {
            for (int od = 0; od < out[0]; od++) {
                for (int oy = 0; oy < out[1]; oy++) {
                    for (int ox = 0; ox < out[2]; ox++) {
                        for (int c = 0; c < oc; c++) {
                            long sum = window(g, s, input, weight, n, od, oy, ox, c)
                                    + bias.get(bias.length() == 1 ? 0 : c);
                            assertThat(output.get(position++)).isEqualTo(wrap(sum, s.output));
                        }
                    }
                }
            }
        }
    }

    private static long window(
            ConvolutionGeometry g, Setup s, Tensor input, Tensor weight, int n, int od, int oy, int ox, int oc) {
        long sum = 0;
        for (int kd = 0; kd < g.kernelDepth(); kd++) {
            for (int ky = 0; ky < g.kernelHeight(); ky++) {
                for (int kx = 0; kx < g.kernelWidth(); kx++) {
                    int d = od * g.strideDepth() - g.padFront() + kd;
                    int y = oy * g.strideY() - g.padTop() + ky;
                    int x = ox * g.strideX() - g.padLeft() + kx;
                    boolean inside = d >= 0
                            && d < g.inputDepth()
                            && y >= 0
                            && y < g.inputHeight()
                            && x >= 0
                            && x < g.inputWidth();
                    for (int ic = 0; inside && ic < g.inputChannels(); ic++) {
                        int at = (((n * g.inputDepth() + d) * g.inputHeight() + y) * g.inputWidth() + x)
                                        * g.inputChannels()
                                + ic;
                        int tap = (((oc * g.kernelDepth() + kd) * g.kernelHeight() + ky) * g.kernelWidth() + kx)
                                        * g.inputChannels()
                                + ic;
                        sum += (input.get(at) - s.inputZeroPoint) * (weight.get(tap) - s.weightZeroPoint);
                    }
                }
            }
        }
        return sum;
    }

    private static long wrap(long value, DType dtype) {
        int drop = 64 - dtype.bits();
        return value << drop >> drop;
    }

    @Property(tries = 200)
    void depthwiseIsAConvolutionOfEachChannel(@ForAll long seed) {
        Setup s = new Setup(seed);
        int height = s.upTo(6);
        int width = s.upTo(6);
        int channels = s.upTo(4);
        int multiplier = s.upTo(3);
        int kernelHeight = s.upTo(height);
        int kernelWidth = s.upTo(width);
        int outHeight = height - kernelHeight + 1;
        int outWidth = width - kernelWidth + 1;
        ConvolutionGeometry g = new ConvolutionGeometry(
                1,
                1,
                height,
                width,
                channels,
                1,
                outHeight,
                outWidth,
                channels * multiplier,
                1,
                kernelHeight,
                kernelWidth,
                1,
                1,
                1,
                1,
                1,
                1,
                0,
                0,
                0);
        Tensor input = random(s.input, s.random, 1, height, width, channels);
        Tensor weight = random(s.weight, s.random, kernelHeight, kernelWidth, channels, multiplier);
        Tensor bias = random(s.output, s.random, channels * multiplier);
        Tensor output = Tensor.zeros(s.output, Shape.of(1, outHeight, outWidth, channels * multiplier));

        new ScalarKernels().depthwiseConvolution(g, input, weight, bias, s.inputZeroPoint, s.weightZeroPoint, output);

        for (int i = 0; i < output.length(); i++) {
            int oc = i % (channels * multiplier);
            int ox = i / (channels * multiplier) % outWidth;
            int oy = i / (channels * multiplier) / outWidth;
            long sum = bias.get(oc);
            for (int ky = 0; ky < kernelHeight; ky++) {
                for (int kx = 0; kx < kernelWidth; kx++) {
                    long value = input.get(((oy + ky) * width + ox + kx) * channels + oc / multiplier);
                    long factor = weight.get((ky * kernelWidth + kx) * channels * multiplier + oc);
                    sum += (value - s.inputZeroPoint) * (factor - s.weightZeroPoint);
                }
            }
            assertThat(output.get(i)).isEqualTo(wrap(sum, s.output));
        }
    }

    @Property(tries = 200)
    void transposeConvolutionSpreadsEveryInput(@ForAll long seed) {
        Setup s = new Setup(seed);
        int height = s.upTo(4);
        int width = s.upTo(4);
        int ic = s.upTo(3);
        int oc = s.upTo(3);
        int kernel = s.upTo(3);
        int stride = s.upTo(3);
        int pad = s.random.nextInt(2 * kernel - 1) - kernel + 1;
        int outHeight = (height - 1) * stride + 2 * pad + kernel;
        int outWidth = (width - 1) * stride + 2 * pad + kernel;
        if (outHeight < 1 || outWidth < 1) {
            return;
        }
        ConvolutionGeometry g = new ConvolutionGeometry(
                1, 1, height, width, ic, 1, outHeight, outWidth, oc, 1, kernel, kernel, 1, stride, stride, 1, 1, 1, 0,
                pad, pad);
        Tensor input = random(s.input, s.random, 1, height, width, ic);
        Tensor weight = random(s.weight, s.random, oc, kernel, kernel, ic);
        Tensor bias = random(s.output, s.random, oc);
        Tensor output = Tensor.zeros(s.output, Shape.of(1, outHeight, outWidth, oc));

        new ScalarKernels().transposeConvolution(g, input, weight, bias, s.inputZeroPoint, s.weightZeroPoint, output);

        long[] expected = new long[output.length()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = bias.get(i % oc);
        }
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int ky = 0; ky < kernel; ky++) {
                    for (int kx = 0; kx < kernel; kx++) {
                        int oy = y * stride + ky + pad;
                        int ox = x * stride + kx + pad;
                        boolean inside = oy >= 0 && oy < outHeight && ox >= 0 && ox < outWidth;
                        for (int i = 0; inside && i < ic * oc; i++) {
                            long value = input.get((y * width + x) * ic + i % ic) - s.inputZeroPoint;
                            long factor = weight.get(((i / ic * kernel + ky) * kernel + kx) * ic + i % ic)
                                    - s.weightZeroPoint;
                            expected[(oy * outWidth + ox) * oc + i / ic] += value * factor;
                        }
                    }
                }
            }
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat(output.get(i)).isEqualTo(wrap(expected[i], s.output));
        }
    }

    @Property(tries = 200)
    void matrixProductSumsRowsTimesColumns(@ForAll long seed) {
        Random random = new Random(seed);
        boolean wide = random.nextBoolean();
        DType dtype = wide ? DType.INT16 : DType.INT8;
        int n = 1 + random.nextInt(2);
        int h = 1 + random.nextInt(5);
        int c = 1 + random.nextInt(9);
        int w = 1 + random.nextInt(5);
        int aZeroPoint = wide ? 0 : random.nextInt(256) - 128;
        int bZeroPoint = wide ? 0 : random.nextInt(256) - 128;
        Tensor a = random(dtype, random, n, h, c);
        Tensor b = random(dtype, random, n, c, w);
        Tensor output = Tensor.zeros(wide ? DType.INT48 : DType.INT32, Shape.of(n, h, w));

        new ScalarKernels().matMul(a, b, aZeroPoint, bZeroPoint, output);

        for (int i = 0; i < output.length(); i++) {
            long sum = 0;
            for (int k = 0; k < c; k++) {
                sum += (a.get(i / w * c + k) - aZeroPoint) * (b.get((i / (h * w) * c + k) * w + i % w) - bZeroPoint);
            }
            assertThat(output.get(i)).isEqualTo(sum);
        }
    }
}
