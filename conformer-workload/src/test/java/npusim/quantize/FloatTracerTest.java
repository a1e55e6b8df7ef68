package npusim.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import npusim.quantize.FloatOperation.Window;
import npusim.quantize.OutputAdjustment.ChannelAffine;
import org.junit.jupiter.api.Test;

class FloatTracerTest {
    private static final OutputAdjustment UNCHANGED = (output, channels) -> {
        float[] ones = new float[channels];
        java.util.Arrays.fill(ones, 1);
        return new ChannelAffine(ones, new float[channels]);
    };

    private final FloatTracer tracer = new FloatTracer();

    @Property
    void exponentialIsCloseToTheExactOne(@ForAll @FloatRange(min = -80, max = 80) float x) {
        double exact = StrictMath.exp(x);
        assertThat((double) ElementFunction.exponential(x)).isCloseTo(exact, within(exact * 1e-5));
    }

    @Test
    void convolutionSlidesOverAllChannels() {
        FloatTensor image =
                tracer.input("image", new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 1, 2, 3, 3);
        float[] weights = {1, 0, 0, 1, 10, 0, 0, 0};
        FloatTensor output =
                tracer.convolution("conv", image, weights, new Window(2, 2, 1, 1, 0, 0), false, false, UNCHANGED);
        assertThat(output.shape()).containsExactly(1, 1, 2, 2);
        assertThat(output.values()).containsExactly(1 + 5 + 10, 2 + 6 + 10, 4 + 8 + 10, 5 + 9 + 10);
    }

    @Test
    void depthwiseConvolutionPadsWithZeros() {
        FloatTensor line = tracer.input("line", new float[] {1, 2, 3, 10, 20, 30}, 1, 2, 3, 1);
        FloatTensor output = tracer.convolution(
                "depthwise",
                line,
                new float[] {1, 2, 4, 1, 1, 1},
                new Window(3, 1, 1, 1, 1, 0),
                true,
                false,
                UNCHANGED);
        assertThat(output.values()).containsExactly(2 + 8, 1 + 4 + 12, 2 + 6, 30, 60, 50);
    }

    @Test
    void adjustmentIsFoldedIntoWeightsAndBias() {
        FloatTensor x = tracer.input("x", new float[] {1, 2}, 2, 1);
        FloatTensor y = tracer.linear(
                "linear",
                x,
                new float[] {3},
                1,
                (output, channels) -> new ChannelAffine(new float[] {2}, new float[] {-1}),
                2,
                1);
        assertThat(y.values()).containsExactly(5, 11);
        FloatOperation.Linear linear =
                (FloatOperation.Linear) tracer.network(y).operations().getLast();
        assertThat(linear.weights()).containsExactly(6);
        assertThat(linear.bias()).containsExactly(-1);
    }

    @Test
    void permutationMovesAxes() {
        FloatTensor x = tracer.input("x", new float[] {0, 1, 2, 3, 4, 5}, 1, 2, 3);
        assertThat(tracer.permute("p", x, 0, 2, 1).values()).containsExactly(0, 3, 1, 4, 2, 5);
    }

    @Test
    void rearrangedTensorsShareTheParametersOfTheWholeGroup() {
        FloatTensor x = tracer.input("x", new float[] {-1, 2, 3, 4}, 1, 2, 2);
        FloatTensor slice = tracer.slice("slice", x, 1, 1, 1);
        FloatTensor product = tracer.multiply("product", slice, slice);
        List<QuantizationParameters> parameters = ChooseParameters.of(tracer.network(product), 0x1p-12, true);
        assertThat(parameters.get(slice.id())).isEqualTo(parameters.get(x.id()));
        assertThat(parameters.get(product.id()).scale()).isCloseTo(16 / 255.0, within(1e-6));
    }

    @Test
    void meanSharesItsInputsParametersOnlyWherePoolingDoes() {
        FloatTensor x = tracer.input("x", new float[] {-8, 10}, 1, 1, 2);
        FloatTensor mean = tracer.mean("mean", x);
        assertThat(mean.values()).containsExactly(1);
        FloatNetwork network = tracer.network(mean);
        List<QuantizationParameters> pooled = ChooseParameters.of(network, 0x1p-12, true);
        assertThat(pooled.get(mean.id())).isEqualTo(pooled.get(x.id()));
        List<QuantizationParameters> summed = ChooseParameters.of(network, 0x1p-12, false);
        assertThat(summed.get(mean.id()).scale()).isCloseTo(1 / 255.0, within(1e-9));
    }
}
