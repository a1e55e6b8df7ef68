package npusim.kernel.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import npusim.kernel.ConvolutionGeometry;
import npusim.kernel.ScalarKernels;
import npusim.kernel.loop.ByteScaling;
import npusim.kernel.loop.InnerLoops;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;

/** Rows of sums are the tensor that the scalar kernels define, whatever the blocks they are produced in. */
class ConvolutionRowsProperties {
    private static final int INPUT_ZERO_POINT = -7;
    private static final int WEIGHT_ZERO_POINT = 3;

    private final InnerLoops loops = InnerLoops.fastest(sentence -> {});

    /** Up to seven channels, so that the inputs of a window's line are few and many; up to 60 outputs, more than a panel. */
    @Property(tries = 200)
    void convolutionIsTheScalarOne(@ForAll long seed) {
        Random random = new Random(seed);
        ConvolutionGeometry geometry = geometry(random, 1 + random.nextInt(7), 1 + random.nextInt(60));
        Tensor weights = bytes(
                random,
                geometry.outputChannels(),
                geometry.kernelHeight(),
                geometry.kernelWidth(),
                geometry.inputChannels());
        Tensor input = input(random, geometry);
        Tensor bias = bias(random, geometry);
        Tensor expected = output(geometry);
        new ScalarKernels().convolution(geometry, input, weights, bias, INPUT_ZERO_POINT, WEIGHT_ZERO_POINT, expected);
        RowProducer rows = ConvolutionRows.convolution(
                loops, geometry, weights.bytes(), bias.ints(), INPUT_ZERO_POINT, WEIGHT_ZERO_POINT);
        assertThat(produce(rows, input, random)).isEqualTo(expected.ints());
    }

    /** Kernels of three rows, whose lines are joined where they are short; more columns than the width of a tile that scales. */
    @Property(tries = 200)
    void scaledConvolutionIsItsScaledSums(@ForAll long seed) {
        Random random = new Random(seed);
        ConvolutionGeometry geometry = geometry(
                random,
                1 + random.nextInt(2),
                87 + random.nextInt(10),
                3,
                1 + random.nextInt(4),
                1 + random.nextInt(2),
                1 + random.nextInt(3),
                1 + random.nextInt(2),
                1 + random.nextInt(2));
        int depth = 3 * geometry.kernelWidth() * geometry.inputChannels();
        byte[] weights = bytes(random, geometry.outputChannels(), depth).bytes();
        int[] bias = random.ints(geometry.outputChannels(), -1000, 1000).toArray();
        Tensor input = input(random, geometry);
        RowProducer rows =
                ConvolutionRows.convolution(loops, geometry, weights, bias, INPUT_ZERO_POINT, WEIGHT_ZERO_POINT);
        ByteScaling scaling = new ByteScaling(new int[] {1_234_567_890}, new int[] {41}, 1, -128, 127);
        ScaledRows scaled = rows.scaledBy(scaling);
        assertThat(scaled != null).isEqualTo(loops.scaledWidth() > 0);
        if (scaled == null) {
            return;
        }
        int[] sums = produce(rows, input, random);
        byte[] expected = new byte[sums.length];
        InnerLoops.scalar().rescaleToBytes(sums, 0, scaling, 0, expected, 0, sums.length);
        byte[] results = new byte[sums.length];
        Scratch scratch = new Scratch(loops);
        int first = random.nextInt(rows.rows());
        scaled.produce(input.bytes(), 0, first, results, 0, scratch);
        scaled.produce(input.bytes(), first, rows.rows() - first, results, first * rows.columns(), scratch);
        assertThat(results).isEqualTo(expected);
    }

    /** Up to 40 channels, the last of which fill no slot. */
    @Property(tries = 200)
    void depthwiseConvolutionIsTheScalarOne(@ForAll long seed) {
        Random random = new Random(seed);
        int channels = 1 + random.nextInt(40);
        checkDepthwise(random, geometry(random, channels, channels));
    }

    /** Kernels of three rows and stride 1, which take lines together; channels that fill slots and some that do not. */
    @Property(tries = 200)
    void depthwiseConvolutionOfThreeRowsIsTheScalarOne(@ForAll long seed) {
        Random random = new Random(seed);
        int channels = 10 + random.nextInt(40);
        checkDepthwise(random, geometry(random, channels, channels, 3, 1 + random.nextInt(3), 1, 1, 1, 1));
    }

    /** Lines longer than what is laid out at a time. */
    @Property(tries = 20)
    void depthwiseConvolutionOfLongLinesIsTheScalarOne(@ForAll long seed) {
        Random random = new Random(seed);
        int channels = 400 + random.nextInt(1000);
        checkDepthwise(random, geometry(random, channels, channels, 3, 3, 1, 1, 1, 1));
    }

    private void checkDepthwise(Random random, ConvolutionGeometry geometry) {
        int channels = geometry.inputChannels();
        Tensor weights = bytes(random, geometry.kernelHeight(), geometry.kernelWidth(), channels, 1);
        Tensor input = input(random, geometry);
        Tensor bias = bias(random, geometry);
        Tensor expected = output(geometry);
        new ScalarKernels()
                .depthwiseConvolution(geometry, input, weights, bias, INPUT_ZERO_POINT, WEIGHT_ZERO_POINT, expected);
        RowProducer rows =
                new DepthwiseRows(loops, geometry, weights.bytes(), bias.ints(), INPUT_ZERO_POINT, WEIGHT_ZERO_POINT);
        assertThat(produce(rows, input, random)).isEqualTo(expected.ints());
    }

    private int[] produce(RowProducer rows, Tensor input, Random random) {
        int[] sums = new int[rows.rows() * rows.columns()];
        Scratch scratch = new Scratch(loops);
        int most = 1 + random.nextInt(rows.rows());
        for (int row = 0; row < rows.rows(); row += most) {
            int count = Math.min(most, rows.rows() - row);
            rows.produce(input.bytes(), row, count, sums, row * rows.columns(), scratch);
        }
        return sums;
    }

    /** Output lines of up to 70 pixels, so that some fill tiles and some do not; padding on any side, or none. */
    private static ConvolutionGeometry geometry(Random random, int inputChannels, int outputChannels) {
        int kernelHeight = 1 + random.nextInt(3);
        int kernelWidth = 1 + random.nextInt(5);
        int strideY = 1 + random.nextInt(2);
        int strideX = 1 + random.nextInt(3);
        int dilationY = 1 + random.nextInt(2);
        int dilationX = 1 + random.nextInt(2);
        return geometry(
                random,
                inputChannels,
                outputChannels,
                kernelHeight,
                kernelWidth,
                strideY,
                strideX,
                dilationY,
                dilationX);
    }

    private static ConvolutionGeometry geometry(
            Random random,
            int inputChannels,
            int outputChannels,
            int kernelHeight,
            int kernelWidth,
            int strideY,
            int strideX,
            int dilationY,
            int dilationX) {
        int outputHeight = 1 + random.nextInt(4);
        int outputWidth = 1 + random.nextInt(70);
        int reachY = (outputHeight - 1) * strideY + (kernelHeight - 1) * dilationY + 1;
        int reachX = (outputWidth - 1) * strideX + (kernelWidth - 1) * dilationX + 1;
        int padTop = random.nextInt(kernelHeight);
        int padLeft = random.nextInt(kernelWidth);
        int inputHeight = Math.max(1, reachY - padTop - random.nextInt(kernelHeight));
        int inputWidth = Math.max(1, reachX - padLeft - random.nextInt(kernelWidth));
        return new ConvolutionGeometry(
                1 + random.nextInt(2),
                1,
                inputHeight,
                inputWidth,
                inputChannels,
                1,
                outputHeight,
                outputWidth,
                outputChannels,
                1,
                kernelHeight,
                kernelWidth,
                1,
                strideY,
                strideX,
                1,
                dilationY,
                dilationX,
                0,
                padTop,
                padLeft);
    }

    private static Tensor input(Random random, ConvolutionGeometry geometry) {
        return bytes(
                random, geometry.batches(), geometry.inputHeight(), geometry.inputWidth(), geometry.inputChannels());
    }

    private static Tensor bytes(Random random, int... shape) {
        Tensor tensor = Tensor.zeros(DType.INT8, Shape.of(shape));
        random.nextBytes(tensor.bytes());
        return tensor;
    }

    private static Tensor bias(Random random, ConvolutionGeometry geometry) {
        int channels = geometry.outputChannels();
        return Tensor.of(DType.INT32, Shape.of(channels), random.ints(channels).toArray());
    }

    private static Tensor output(ConvolutionGeometry geometry) {
        return Tensor.zeros(
                DType.INT32,
                Shape.of(
                        geometry.batches(),
                        geometry.outputHeight(),
                        geometry.outputWidth(),
                        geometry.outputChannels()));
    }
}
