package npusim.kernel;

import npusim.graph.Operator;
import npusim.kernel.loop.ElementFunction;
import npusim.kernel.loop.ElementLoop;
import npusim.kernel.loop.ElementType;
import npusim.kernel.loop.InnerLoops;
import npusim.tensor.DType;
import npusim.tensor.Shape;
import npusim.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Element-wise operators on elements of up to 32 bits as loops over arrays, chunk by chunk, so that what is broadcast or
 * done in two loops stays in the first-level cache.
 */
public final class FastElementwise {
    private static final int CHUNK = 2048;

    private FastElementwise() {}

    /**
     * An operator of one tensor as a function of two.
     *
     * @param bounds the second operand of CLAMP, of the first one's type; otherwise the second is the first once more
     */
    public record UnaryForm(
            ElementFunction function, @Nullable Object bounds) {}

    /** The loop function of an operator of two tensors, but INTDIV, of which the specification leaves outcomes open. */
    public static ElementFunction functionOf(BinaryFunction function) {
        return switch (function) {
            case ADD -> ElementFunction.ADD;
            case SUB -> ElementFunction.SUB;
            case MAXIMUM -> ElementFunction.MAXIMUM;
            case MINIMUM -> ElementFunction.MINIMUM;
            case BITWISE_AND, LOGICAL_AND -> ElementFunction.AND;
            case BITWISE_OR, LOGICAL_OR -> ElementFunction.OR;
            case BITWISE_XOR, LOGICAL_XOR -> ElementFunction.XOR;
            case LOGICAL_LEFT_SHIFT -> ElementFunction.LEFT_SHIFT;
            case LOGICAL_RIGHT_SHIFT -> ElementFunction.LOGICAL_RIGHT_SHIFT;
            case ARITHMETIC_RIGHT_SHIFT -> ElementFunction.ARITHMETIC_RIGHT_SHIFT;
            case ARITHMETIC_RIGHT_SHIFT_ROUND -> ElementFunction.ARITHMETIC_RIGHT_SHIFT_ROUND;
            case EQUAL -> ElementFunction.EQUAL;
            case GREATER -> ElementFunction.GREATER;
            case GREATER_EQUAL -> ElementFunction.GREATER_EQUAL;
            case INTDIV -> throw new IllegalArgumentException("INTDIV has no fast form");
        };
    }

    /** The form of an operator of one tensor but IDENTITY. */
    public static UnaryForm formOf(Operator.Unary operator) {
        return switch (operator) {
            case Operator.Clamp clamp -> {
                ElementType type = typeOf(clamp.input1().dtype());
                Object bounds = type.newArray(2);
                type.set(bounds, 0, (int) clamp.minimum());
                type.set(bounds, 1, (int) clamp.maximum());
                yield new UnaryForm(ElementFunction.CLAMP, bounds);
            }
            case Operator.Abs _ -> new UnaryForm(ElementFunction.ABS, null);
            case Operator.Clz _ -> new UnaryForm(ElementFunction.CLZ, null);
            case Operator.BitwiseNot _ -> new UnaryForm(ElementFunction.NOT, null);
            case Operator.LogicalNot _ -> new UnaryForm(ElementFunction.IS_CLEAR, null);
            case Operator.Cast cast -> {
                boolean tests = cast.output().dtype() == DType.BOOL;
                yield new UnaryForm(tests ? ElementFunction.IS_SET : ElementFunction.FIRST, null);
            }
            case Operator.Identity _ -> throw new IllegalArgumentException("IDENTITY has no kernel");
        };
    }

    private static ElementType typeOf(DType dtype) {
        return ElementType.ofBytes(dtype.storageBytes());
    }

    /** As {@link KernelProvider#binary}, but INTDIV. */
    static void binary(InnerLoops loops, BinaryFunction function, Tensor input1, Tensor input2, Tensor output) {
        combine(loops, functionOf(function), input1, input2, output);
    }

    /** As {@link KernelProvider#multiply}. */
    static void multiply(InnerLoops loops, Tensor input1, Tensor input2, int shift, Tensor output) {
        if (shift == 0 || input1.dtype() != DType.INT32) {
            combine(loops, ElementFunction.MUL, input1, input2, output);
            return;
        }
        Operand a = new Operand(input1, output.shape());
        Operand b = new Operand(input2, output.shape());
        for (int start = 0; start < output.length(); start += CHUNK) {
            int count = Math.min(CHUNK, output.length() - start);
            int first = a.load(start, count);
            int second = b.load(start, count);
            loops.multiplyShifted(
                    (int[]) a.elements, first, (int[]) b.elements, second, shift, output.ints(), start, count);
        }
    }

    private static void combine(
            InnerLoops loops, ElementFunction function, Tensor input1, Tensor input2, Tensor output) {
        ElementLoop loop = loop(loops, function, input1, input2, output);
        Operand a = new Operand(input1, output.shape());
        Operand b = new Operand(input2, output.shape());
        for (int start = 0; start < output.length(); start += CHUNK) {
            int count = Math.min(CHUNK, output.length() - start);
            int first = a.load(start, count);
            int second = b.load(start, count);
            loop.apply(a.elements, first, b.elements, second, output.storage(), start, count);
        }
    }

    private static ElementLoop loop(
            InnerLoops loops, ElementFunction function, Tensor first, Tensor second, Tensor output) {
        return loops.elements(
                new ElementLoop.Kind(function, typeOf(first.dtype()), typeOf(second.dtype()), typeOf(output.dtype())),
                output.length());
    }

    /** As {@link KernelProvider#select}. */
    static void select(InnerLoops loops, Tensor condition, Tensor onTrue, Tensor onFalse, Tensor output) {
        ElementLoop loop = loop(loops, ElementFunction.REPLACE, onTrue, condition, output);
        Operand holds = new Operand(condition, output.shape());
        Operand a = new Operand(onTrue, output.shape());
        Operand b = new Operand(onFalse, output.shape());
        for (int start = 0; start < output.length(); start += CHUNK) {
            int count = Math.min(CHUNK, output.length() - start);
            System.arraycopy(b.elements, b.load(start, count), output.storage(), start, count);
            int first = a.load(start, count);
            int second = holds.load(start, count);
            loop.apply(a.elements, first, holds.elements, second, output.storage(), start, count);
        }
    }

    /** As {@link KernelProvider#unary}, of elements of up to 32 bits. */
    static void unary(InnerLoops loops, Operator.Unary operator, Tensor input, Tensor output) {
        UnaryForm form = formOf(operator);
        Object second = form.bounds() == null ? input.storage() : form.bounds();
        loop(loops, form.function(), input, input, output)
                .apply(input.storage(), 0, second, 0, output.storage(), 0, output.length());
    }

    /** An operand, chunk by chunk. */
    private static final class Operand {
        private final Tensor tensor;

        /** How the operand repeats over the output; {@code null} if it does not. */
        private final @Nullable BroadcastRuns runs;

        /** Holds a chunk's elements from where {@link #load} says. */
        final Object elements;

        Operand(Tensor tensor, Shape output) {
            boolean same = tensor.shape().equals(output);
            this.tensor = tensor;
            this.runs = same ? null : BroadcastRuns.of(tensor.shape(), output);
            this.elements =
                    same ? tensor.storage() : typeOf(tensor.dtype()).newArray((int) Math.min(CHUNK, output.elements()));
        }

        int load(int start, int count) {
            if (runs == null) {
                return start;
            }
            runs.expand(tensor.storage(), elements, start, count);
            return 0;
        }
    }
}
