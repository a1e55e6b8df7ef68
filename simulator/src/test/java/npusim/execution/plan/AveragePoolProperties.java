package npusim.execution.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import npusim.graph.Extent2d;
import npusim.graph.Padding;
import npusim.kernel.ConvolutionGeometry;
import npusim.kernel.ScalarKernels;
import npusim.kernel.loop.InnerLoops;
import npusim.kernel.row.Scratch;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;

class AveragePoolProperties {
    private final InnerLoops loops = InnerLoops.fastest(warning -> {});

    @Property
    void averagesAreThoseOfTheSpecification(
            @ForAll @IntRange(min = 1, max = 6) int kernelHeight,
            @ForAll @IntRange(min = 1, max = 6) int kernelWidth,
            @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll @IntRange(min = 1, max = 70) int channels,
            @ForAll @IntRange(min = -128, max = 127) int inputZeroPoint,
            @ForAll @IntRange(min = -128, max = 127) int outputZeroPoint,
            @ForAll long seed) {
        Random random = new Random(seed);
        int padding = random.nextInt(Math.min(kernelHeight, kernelWidth));
        int outputHeight = 1 + random.nextInt(4);
        int outputWidth = 1 + random.nextInt(4);
        int height = Math.max(1, (outputHeight - 1) * stride + kernelHeight - 2 * padding);
        int width = Math.max(1, (outputWidth - 1) * stride + kernelWidth - 2 * padding);
        Shape input = Shape.of(2, height, width, channels);
        Shape output = Shape.of(
                2,
                (height + 2 * padding - kernelHeight) / stride + 1,
                (width + 2 * padding - kernelWidth) / stride + 1,
                channels);
        ConvolutionGeometry geometry = Producers.geometry(
                input,
                output,
                new Extent2d(kernelHeight, kernelWidth),
                new Extent2d(stride, stride),
                Extent2d.ONE,
                new Padding(padding, padding, padding, padding));
        byte[] values = new byte[(int) input.elements()];
        random.nextBytes(values);
        assertAverages(geometry, values, inputZeroPoint, outputZeroPoint);
    }

    @Property(tries = 300)
    void averagesOfTwoByTwoPixelsAreThoseOfTheSpecification(
            @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll @IntRange(min = 1, max = 150) int channels,
            @ForAll @IntRange(min = 2, max = 9) int height,
            @ForAll @IntRange(min = 2, max = 9) int width,
            @ForAll @IntRange(min = -128, max = 127) int inputZeroPoint,
            @ForAll @IntRange(min = -128, max = 127) int outputZeroPoint,
            @ForAll long seed) {
        Shape input = Shape.of(2, height, width, channels);
        Shape output = Shape.of(2, (height - 2) / stride + 1, (width - 2) / stride + 1, channels);
        ConvolutionGeometry geometry = Producers.geometry(
                input, output, new Extent2d(2, 2), new Extent2d(stride, stride), Extent2d.ONE, Padding.NONE);
        byte[] values = new byte[(int) input.elements()];
        new Random(seed).nextBytes(values);
        assertAverages(geometry, values, inputZeroPoint, outputZeroPoint);
    }

    @Property
    void averagesOfWholeRowsAreThoseOfTheSpecification(
            @ForAll @IntRange(min = 1, max = 4) int kernelHeight,
            @ForAll @IntRange(min = 1, max = 700) int width,
            @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll @IntRange(min = -128, max = 127) int inputZeroPoint,
            @ForAll long seed) {
        Random random = new Random(seed);
        int padding = random.nextInt(kernelHeight);
        int height = kernelHeight + 4 * stride;
        Shape input = Shape.of(2, height, width, 1);
        Shape output = Shape.of(2, (height + 2 * padding - kernelHeight) / stride + 1, 1, 1);
        ConvolutionGeometry geometry = Producers.geometry(
                input,
                output,
                new Extent2d(kernelHeight, width),
                new Extent2d(stride, 1),
                Extent2d.ONE,
                new Padding(padding, padding, 0, 0));
        byte[] values = new byte[(int) input.elements()];
        random.nextBytes(values);
        assertAverages(geometry, values, inputZeroPoint, -7);
    }

    private void assertAverages(ConvolutionGeometry geometry, byte[] values, int inputZeroPoint, int outputZeroPoint) {
        Shape input =
                Shape.of(geometry.batches(), geometry.inputHeight(), geometry.inputWidth(), geometry.inputChannels());
        Shape output =
                Shape.of(geometry.batches(), geometry.outputHeight(), geometry.outputWidth(), geometry.inputChannels());
        Tensor expected = Tensor.zeros(DType.INT8, output);
        new ScalarKernels()
                .averagePool(geometry, Tensor.of(DType.INT8, input, values), inputZeroPoint, outputZeroPoint, expected);

        AveragePool pool = new AveragePool(loops, geometry, inputZeroPoint, outputZeroPoint);
        byte[] found = new byte[expected.length()];
        pool.run(new Object[] {values}, found, 0, pool.units(), new Scratch(loops));

        assertThat(found).isEqualTo(expected.bytes());
    }
}
