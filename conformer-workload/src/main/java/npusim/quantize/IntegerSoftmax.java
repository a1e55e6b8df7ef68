package npusim.quantize;

import java.util.Arrays;
import npusim.graph.Operator;
import npusim.graph.Value;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;

/**
 * Softmax over the last axis of an int8 tensor, in integers: exponentials from a table, their sum, its reciprocal by three steps
 * of Newton and Raphson, and a shift by as many places as the sum had leading zeros. This is the reference algorithm of int8
 * softmax, which compilers for microcontrollers lower operator by operator, so that schedules of it have the published form.
 */
final class IntegerSoftmax {
    /** Entries of a 16-bit TABLE; entry 256 belongs to 0. */
    private static final int TABLE_ENTRIES = 513;

    private static final int TABLE_ZERO = 256;
    /** A step of a 16-bit table is 128 codes; results have as many fractions. */
    private static final int TABLE_STEP = 128;

    /** Exponentials have 22 fraction bits, which leaves ten for their sum after a shift by 3. */
    private static final int SUM_SHIFT = 3;

    private static final int INTEGER_BITS = 12;
    private static final int RESULT_BITS = 8;
    private static final int FRACTION_BITS = 22;
    private static final int NEWTON_STEPS = 3;
    /** 1 with 29 fraction bits. */
    private static final int ONE = 1 << 29;

    private static final int PRODUCT_SHIFT = 31;
    private static final double STEP = 1.0 / 256;

    private final QuantizedGraphBuilder builder;
    private final String name;
    private final Shape scalar;

    private IntegerSoftmax(QuantizedGraphBuilder builder, String name, int rank) {
        this.builder = builder;
        this.name = name;
        int[] ones = new int[rank];
        Arrays.fill(ones, 1);
        this.scalar = Shape.of(ones);
    }

    /** Adds the operators; the result has steps of 1/256 from code -128 on. */
    static QuantizedTensor add(QuantizedGraphBuilder builder, String name, QuantizedTensor input) {
        return new IntegerSoftmax(builder, name, input.value().rank()).add(input);
    }

    private QuantizedTensor add(QuantizedTensor input) {
        int axis = input.value().rank() - 1;
        QuantizedTensor largest = builder.maximum(name + ".maximum", input, axis);
        QuantizedTensor shifted = builder.subtract(
                name + ".shifted",
                input,
                largest,
                new QuantizationParameters(input.scale(), QuantizationParameters.MAX_CODE));
        Value exponentials = exponentials(shifted);
        Value rounded = shiftRight(".rounded", exponentials, constant("sum_shift", SUM_SHIFT));
        Value sum =
                builder.graph.value(name + ".sum", DType.INT32, rounded.shape().with(axis, 1));
        builder.graph.add(new Operator.ReduceSum(rounded, axis, sum));
        Value zeros = like(".leading_zeros", sum);
        builder.graph.add(new Operator.Clz(sum, zeros));
        // The exponential has 22 fraction bits, the reciprocal 29 after a shift by 30; the sum was shifted by its
        // zeros.
        int places = INTEGER_BITS + FRACTION_BITS - RESULT_BITS;
        Value shift = subtract(".shift", constant("places", places), zeros, zeros.shape());
        Value headroom = subtract(".headroom", zeros, constant("one", 1), zeros.shape());
        Value half = like(".half_sum", sum);
        builder.graph.add(new Operator.LogicalLeftShift(sum, headroom, half));
        Value scaled = multiply(".scaled", exponentials, reciprocal(half), PRODUCT_SHIFT - 1);
        Value probability = shiftRight(".probability", scaled, shift);
        return builder.narrowed(
                name, probability, STEP, new QuantizationParameters(STEP, QuantizationParameters.MIN_CODE));
    }

    /** e^x as int32 with 22 fraction bits. */
    private Value exponentials(QuantizedTensor shifted) {
        short[] entries = new short[TABLE_ENTRIES];
        for (int entry = 0; entry < TABLE_ENTRIES; entry++) {
            int code = Math.min(entry - TABLE_ZERO, QuantizationParameters.MAX_CODE);
            double x = shifted.parameters().dequantize(code);
            entries[entry] = (short) Math.rint(StrictMath.exp(x) * Short.MAX_VALUE);
        }
        Value table =
                builder.graph.constant(name + ".exp/table", Tensor.of(DType.INT16, Shape.of(TABLE_ENTRIES), entries));
        Value index = builder.spread(name + ".index", shifted.value(), TABLE_STEP);
        Value result = like(".exp", shifted.value());
        builder.graph.add(new Operator.Table(index, table, result));
        return result;
    }

    /** 1 / x with 29 fraction bits, for x from 1/2 to 1 with 31. */
    private Value reciprocal(Value half) {
        Value estimate = multiply(".estimate_slope", half, constant("slope", (int) -(32L * ONE / 17)), PRODUCT_SHIFT);
        Value x = add(".estimate", estimate, constant("intercept", (int) (48L * ONE / 17)));
        Value unit = constant("unit", ONE);
        Value four = constant("four", 4);
        for (int step = 0; step < NEWTON_STEPS; step++) {
            String prefix = ".newton" + step;
            Value product = multiply(prefix + ".product", x, half, PRODUCT_SHIFT);
            Value error = subtract(prefix + ".error", unit, product, product.shape());
            Value correction = multiply(prefix + ".correction", x, error, PRODUCT_SHIFT);
            x = add(prefix, x, multiply(prefix + ".four", correction, four, 0));
        }
        return x;
    }

    private Value like(String suffix, Value other) {
        return builder.graph.value(name + suffix, DType.INT32, other.shape());
    }

    private Value constant(String what, int value) {
        return builder.integerConstant(name + "/" + what, new int[] {value}, scalar.toArray());
    }

    private Value multiply(String suffix, Value left, Value right, int shift) {
        Value result = like(suffix, left);
        Value places = builder.zeroPoint(name + suffix + "/shift", DType.INT8, shift);
        builder.graph.add(new Operator.Mul(left, right, places, result));
        return result;
    }

    private Value add(String suffix, Value left, Value right) {
        Value result = like(suffix, left);
        builder.graph.add(new Operator.Add(left, right, result));
        return result;
    }

    private Value subtract(String suffix, Value left, Value right, Shape shape) {
        Value result = builder.graph.value(name + suffix, DType.INT32, shape);
        builder.graph.add(new Operator.Sub(left, right, result));
        return result;
    }

    private Value shiftRight(String suffix, Value input, Value places) {
        Value result = like(suffix, input);
        builder.graph.add(new Operator.ArithmeticRightShift(input, places, true, result));
        return result;
    }
}
