package npusim.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import npusim.execution.ExecutionListener;
import npusim.execution.Executor;
import npusim.graph.Graph;
import npusim.graph.InvalidGraphException;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.eclipse.collections.api.factory.Maps;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntegerSoftmaxTest {
    private static final int ROWS = 3;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 12, 29, 1001})
    void probabilitiesAreWithinOneStepOfTheRealOnes(int classes) throws InvalidGraphException {
        QuantizationParameters parameters = new QuantizationParameters(0.07, 5);
        byte[] codes = codes(ROWS * classes);

        byte[] result = run(parameters, codes, classes);

        for (int row = 0; row < ROWS; row++) {
            double sum = 0;
            for (int i = 0; i < classes; i++) {
                sum += Math.exp(parameters.dequantize(codes[row * classes + i]));
            }
            for (int i = 0; i < classes; i++) {
                double real = Math.exp(parameters.dequantize(codes[row * classes + i])) / sum;
                double expected = Math.min(real * 256 - 128, 127);
                assertThat((double) result[row * classes + i]).isCloseTo(expected, within(1.0));
            }
        }
    }

    private static byte[] run(QuantizationParameters parameters, byte[] codes, int classes)
            throws InvalidGraphException {
        QuantizedGraphBuilder builder = new QuantizedGraphBuilder();
        QuantizedTensor input = builder.input("input", parameters, ROWS, classes);
        builder.output(builder.softmax("softmax", input).value());
        Graph graph = builder.build();
        Tensor tensor = Tensor.of(DType.INT8, Shape.of(ROWS, classes), codes);
        return new Executor(graph)
                .run(Maps.immutable.of("input", tensor), new ExecutionListener() {
                    @Override
                    public void produced(Operator operator, Value value, Tensor produced) {
                        // Only the result is looked at.
                    }
                })
                .getOnly()
                .bytes();
    }

    private static byte[] codes(int count) {
        SeededRandom random = new SeededRandom(7);
        byte[] codes = new byte[count];
        for (int i = 0; i < count; i++) {
            codes[i] = (byte) Math.clamp(Math.round(40 * random.nextGaussian()), -128, 127);
        }
        return codes;
    }
}
