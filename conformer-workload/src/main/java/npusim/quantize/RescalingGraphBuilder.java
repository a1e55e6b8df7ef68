package npusim.quantize;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import npusim.graph.Graph;
import npusim.graph.GraphBuilder;
import npusim.graph.Operator;
import npusim.graph.RoundingMode;
import npusim.graph.Value;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What all quantized operators need: inputs, constants and RESCALE. */
abstract class RescalingGraphBuilder {
    final GraphBuilder graph = new GraphBuilder();
    private final Map<ConstantKey, Value> sharedConstants = new HashMap<>();

    private record ConstantKey(Shape shape, ByteBuffer codes) {}

    /** Declares an int8 input. */
    public QuantizedTensor input(String name, QuantizationParameters parameters, int... shape) {
        return new QuantizedTensor(graph.input(name, DType.INT8, Shape.of(shape)), parameters);
    }

    /** Declares an int32 input. */
    public Value integerInput(String name, int... shape) {
        return graph.input(name, DType.INT32, Shape.of(shape));
    }

    /** An int8 constant; equal ones become one. */
    public QuantizedTensor constant(String name, byte[] codes, QuantizationParameters parameters, int... shape) {
        Value value = sharedConstants.computeIfAbsent(
                new ConstantKey(Shape.of(shape), ByteBuffer.wrap(codes)),
                key -> graph.constant(name, Tensor.of(DType.INT8, key.shape(), codes)));
        return new QuantizedTensor(value, parameters);
    }

    /** An int8 constant of weights. */
    public Value weights(String name, byte[] codes, int... shape) {
        return graph.constant(name, Tensor.of(DType.INT8, Shape.of(shape), codes));
    }

    /** An int32 constant. */
    public Value integerConstant(String name, int[] values, int... shape) {
        return graph.constant(name, Tensor.of(DType.INT32, Shape.of(shape), values));
    }

    /** Makes a value an output of the graph. */
    public void output(Value value) {
        graph.output(value);
    }

    /** The graph built so far. */
    public Graph build() {
        return graph.build();
    }

    /** RESCALE from int8 to int32 without zero point. */
    public Value widened(String name, QuantizedTensor input, double factor) {
        Value result = graph.value(name, DType.INT32, input.value().shape());
        rescale(name, input.value(), input.zeroPoint(), result, 0, FixedPointScale.of(factor));
        return result;
    }

    /** RESCALE of int8 codes to int16, {@code step} apart. */
    final Value spread(String name, Value codes, int step) {
        Value result = graph.value(name, DType.INT16, codes.shape());
        rescale(name, codes, 0, result, 0, FixedPointScale.of(step));
        return result;
    }

    /** RESCALE from int8 to int8. */
    public QuantizedTensor requantized(String name, QuantizedTensor input, QuantizationParameters output) {
        Value result = graph.value(name, DType.INT8, input.value().shape());
        FixedPointScale scale = FixedPointScale.of(input.scale() / output.scale());
        rescale(name, input.value(), input.zeroPoint(), result, output.zeroPoint(), scale);
        return new QuantizedTensor(result, output);
    }

    /** RESCALE from int32 in steps of {@code step} to int8. */
    public QuantizedTensor narrowed(String name, Value input, double step, QuantizationParameters output) {
        Value result = graph.value(name, DType.INT8, input.shape());
        rescale(name, input, 0, result, output.zeroPoint(), FixedPointScale.of(step / output.scale()));
        return new QuantizedTensor(result, output);
    }

    final QuantizedTensor rescaledPerChannel(
            String name,
            Value accumulator,
            QuantizedTensor input,
            ChannelWeights weights,
            QuantizationParameters output) {
        FixedPointScale[] scales = Arrays.stream(weights.scales())
                .mapToObj(scale -> FixedPointScale.of(input.scale() * scale / output.scale()))
                .toArray(FixedPointScale[]::new);
        Value result = graph.value(name, DType.INT8, accumulator.shape());
        rescale(name, accumulator, 0, result, output.zeroPoint(), scales);
        return new QuantizedTensor(result, output);
    }

    private void rescale(
            String name, Value input, int inputZero, Value output, int outputZero, FixedPointScale... scales) {
        int[] multipliers = new int[scales.length];
        byte[] shifts = new byte[scales.length];
        for (int channel = 0; channel < scales.length; channel++) {
            multipliers[channel] = scales[channel].multiplier();
            shifts[channel] = (byte) scales[channel].shift();
        }
        graph.add(new Operator.Rescale(
                input,
                integerConstant(name + "/multiplier", multipliers, scales.length),
                graph.constant(name + "/shift_bits", Tensor.of(DType.INT8, Shape.of(scales.length), shifts)),
                zeroPoint(name + "/from_zero_point", input.dtype(), inputZero),
                zeroPoint(name + "/to_zero_point", output.dtype(), outputZero),
                true,
                RoundingMode.SINGLE_ROUND,
                scales.length > 1,
                false,
                false,
                output));
    }

    final Value bias(
            String name, QuantizedTensor input, ChannelWeights weights, double @Nullable [] bias, int channels) {
        int[] codes = new int[channels];
        if (bias != null) {
            for (int channel = 0; channel < codes.length; channel++) {
                double steps = Math.rint(bias[channel] / (input.scale() * weights.scale(channel)));
                codes[channel] = (int) Math.clamp(steps, Integer.MIN_VALUE, Integer.MAX_VALUE);
            }
        }
        return integerConstant(name + "/bias", codes, codes.length);
    }

    final Value zeroPoint(String name, DType dtype, int value) {
        Tensor tensor = Tensor.zeros(dtype, Shape.of(1));
        tensor.set(0, value);
        return graph.constant(name, tensor);
    }
}
