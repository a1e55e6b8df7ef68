package npusim.kernel;

import npusim.graph.Operator;
import npusim.tensor.DType;
import npusim.tensor.Tensor;

/**
 * Operators of one tensor, SELECT, ARGMAX and the reductions but REDUCE_SUM (TOSA 1.0, Elementwise Unary and Ternary;
 * Activation Functions; Reduction and Type Conversion Operators).
 */
public final class ElementwiseOperations {
    private ElementwiseOperations() {}

    /** A function of one element. */
    @FunctionalInterface
    public interface UnaryFunction {
        long apply(long value);
    }

    /** A reduction step. */
    @FunctionalInterface
    public interface ReduceFunction {
        long apply(long accumulated, long value);
    }

    /** Applies a function to every element. */
    public static void map(Tensor input, UnaryFunction function, Tensor output) {
        for (int i = 0; i < input.length(); i++) {
            output.set(i, function.apply(input.get(i)));
        }
    }

    /** An operator of one tensor but IDENTITY. */
    public static void unary(Operator.Unary unary, Tensor input, Tensor out) {
        switch (unary) {
            case Operator.Clamp clamp -> map(input, value -> Math.clamp(value, clamp.minimum(), clamp.maximum()), out);
            case Operator.Abs _ -> map(input, ElementwiseOperations::absolute, out);
            case Operator.Clz _ -> map(input, ElementwiseOperations::countLeadingZeros, out);
            case Operator.BitwiseNot _ -> map(input, value -> ~value, out);
            case Operator.LogicalNot _ -> map(input, value -> 1 - value, out);
            case Operator.Cast _ -> map(input, value -> cast(value, out.dtype()), out);
            case Operator.Identity _ -> throw new IllegalArgumentException("IDENTITY has no kernel");
        }
    }

    /** CLZ of an INT32. */
    public static long countLeadingZeros(long value) {
        return Integer.numberOfLeadingZeros((int) value);
    }

    /** ABS; the absolute value of the least INT32 wraps. */
    public static long absolute(long value) {
        return (int) value < 0 ? -value : value;
    }

    /** NEGATE, accumulating in int32. */
    public static long negate(long value, long inputZeroPoint, long outputZeroPoint, DType dtype) {
        int negated = (int) (outputZeroPoint - (value - inputZeroPoint));
        return Math.clamp((long) negated, dtype.minimum(), dtype.maximum());
    }

    /** CAST: to BOOL whether the element is not 0, otherwise sign-extended or truncated. */
    public static long cast(long value, DType target) {
        return target == DType.BOOL ? value != 0 ? 1 : 0 : value;
    }

    /** SELECT, all operands broadcast. */
    public static void select(Tensor condition, Tensor onTrue, Tensor onFalse, Tensor output) {
        Broadcast rows = new Broadcast(output.shape(), condition.shape(), onTrue.shape(), onFalse.shape());
        int length = rows.rowLength();
        for (int row = 0, to = 0; row < rows.rows(); row++, to += length) {
            for (int i = 0; i < length; i++) {
                boolean holds = condition.get(rows.offset(0) + i * rows.step(0)) != 0;
                Tensor chosen = holds ? onTrue : onFalse;
                int operand = holds ? 1 : 2;
                output.set(to + i, chosen.get(rows.offset(operand) + i * rows.step(operand)));
            }
            rows.next();
        }
    }

    /** ARGMAX: index of the first greatest element along {@code axis}. */
    public static void argMax(Tensor input, int axis, Tensor output) {
        int outer = (int) input.shape().elements(0, axis);
        int count = input.shape().dimension(axis);
        int inner = (int) input.shape().elements(axis + 1, input.shape().rank());
        for (int o = 0; o < outer; o++) {
            for (int k = 0; k < inner; k++) {
                long greatest = input.dtype().minimum();
                int index = 0;
                for (int i = 0; i < count; i++) {
                    long value = input.get((o * count + i) * inner + k);
                    if (value > greatest) {
                        greatest = value;
                        index = i;
                    }
                }
                output.set(o * inner + k, index);
            }
        }
    }

    /** Reduces dimension {@code axis} from {@code start}. */
    public static void reduce(Tensor input, int axis, long start, ReduceFunction function, Tensor output) {
        int outer = (int) input.shape().elements(0, axis);
        int count = input.shape().dimension(axis);
        int inner = (int) input.shape().elements(axis + 1, input.shape().rank());
        for (int o = 0; o < outer; o++) {
            for (int k = 0; k < inner; k++) {
                long accumulated = start;
                for (int i = 0; i < count; i++) {
                    accumulated = function.apply(accumulated, input.get((o * count + i) * inner + k));
                }
                output.set(o * inner + k, accumulated);
            }
        }
    }
}
